import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormInput } from '@headwater/contract';
import { isFilledIn, sortInputs, type FormAnswers } from './formInputs.ts';

const text = (name: string, value: string, more: Partial<FormInput> = {}): FormInput => ({
  type: 'text',
  name,
  value,
  ...more,
});
const area = (name: string, value: string): FormInput => text(name, value, { type: 'textarea' });
const labelled = (label: string, value: string, type = 'text'): FormInput => ({
  type,
  id: 'f1',
  label,
  value,
});
const only = (answers: Partial<FormAnswers>) => ({ fields: {}, ...answers });

describe('which part of a lead a field is', () => {
  const rows: [string, FormInput, Partial<FormAnswers>][] = [
    ['an e-mail field', text('contact', 'eva@firma.de', { type: 'email' }), { email: 'eva@firma.de' }],
    ['a text field called e-mail', text('work_Email', ' eva@firma.de '), { email: 'eva@firma.de' }],
    ['a label that says e-mail', labelled('Your e-mail *', 'eva@firma.de'), { email: 'eva@firma.de' }],
    ['an address in a field that says nothing', text('f_7', 'eva@firma.de'), { email: 'eva@firma.de' }],
    [
      'an e-mail field with something else in it',
      text('email', 'eva at firma'),
      { fields: { email: 'eva at firma' } },
    ],
    ['an address with two at signs', text('email', 'a@b@c.de'), { fields: { email: 'a@b@c.de' } }],
    ['a name', text('name', 'Eva Muster'), { name: 'Eva Muster' }],
    ['a full name', text('fullName', 'Eva Muster'), { name: 'Eva Muster' }],
    ['a name by autocomplete', text('f7', 'Eva', { autocomplete: 'given-name' }), { name: 'Eva' }],
    ['a name by label', labelled('Last name *', 'Muster'), { name: 'Muster' }],
    ['a name as form builders write it', text('form_fields[name]', 'Eva'), { name: 'Eva' }],
    ['the name of a contact', text('contact-name', 'Eva'), { name: 'Eva' }],
    ['a name without letters', text('name', '12345'), { fields: { name: '12345' } }],
    ['a user name', text('username', 'eva77'), { fields: { username: 'eva77' } }],
    [
      'a user name by autocomplete',
      text('name', 'e77', { autocomplete: 'username' }),
      { fields: { name: 'e77' } },
    ],
    ['the name of an event', text('event_name', 'Fair'), { fields: { event_name: 'Fair' } }],
    ['the name of the form', text('form_name', 'Contact us'), { fields: { form_name: 'Contact us' } }],
    ['a company', text('company', 'Firma GmbH'), { company: 'Firma GmbH' }],
    ['the name of a company', text('companyName', 'Firma GmbH'), { company: 'Firma GmbH' }],
    ['a current company', text('current_company', 'Firma GmbH'), { company: 'Firma GmbH' }],
    [
      'an organisation by autocomplete',
      text('o', 'Firma', { autocomplete: 'organization' }),
      { company: 'Firma' },
    ],
    [
      'a company that looks like an IBAN',
      text('company', 'IT24 Consulting GmbH'),
      { company: 'IT24 Consulting GmbH' },
    ],
    ['the size of a company', text('company_size', '50-100'), { fields: { company_size: '50-100' } }],
    ['a job title', text('role', 'CTO', { autocomplete: 'organization-title' }), { fields: { role: 'CTO' } }],
    ['a telephone field', text('f2', '+49 (0)30 123-456', { type: 'tel' }), { phone: '+49 (0)30 123-456' }],
    [
      'a telephone by autocomplete',
      text('f2', '030 123456', { autocomplete: 'work tel' }),
      { phone: '030 123456' },
    ],
    ['a number of fifteen digits', text('phone', '+491701234567890'), { phone: '+491701234567890' }],
    ['a dialling code', text('phone_code', '+49'), { fields: { phone_code: '+49' } }],
    ['a telephone field with words in it', text('phone', 'after five'), { fields: { phone: 'after five' } }],
    [
      'a budget that somebody is asked to tell',
      labelled('Tell us your budget', '10000'),
      { fields: { f1: '10000' } },
    ],
    ['LinkedIn', text('linkedin_url', 'linkedin.com/in/eva'), { linkedin: 'linkedin.com/in/eva' }],
    [
      'LinkedIn by the address',
      text('url', 'https://de.linkedin.com/in/eva'),
      { linkedin: 'https://de.linkedin.com/in/eva' },
    ],
    ['a text area', area('f3', 'Please call.\nSoon.'), { message: 'Please call.\nSoon.' }],
    ['a text field called message', text('message', 'Please call.'), { message: 'Please call.' }],
    ['a label that asks to type', labelled('Type your message', 'Please call.'), { message: 'Please call.' }],
    [
      'the subject of a message',
      text('message_subject', 'Prices'),
      { fields: { message_subject: 'Prices' } },
    ],
    ['how they heard of us', labelled('How did you hear about us?', 'a podcast'), { heardFrom: 'a podcast' }],
    ['the same in a text area', area('heard_from', 'a podcast'), { heardFrom: 'a podcast' }],
    ['the same chosen', labelled('How did you find us?', 'Google', 'select-one'), { heardFrom: 'Google' }],
    ['a country by its code', text('country', 'DE', { type: 'select-one' }), { country: 'DE' }],
    ['a country by its name', text('country', 'Germany'), { country: 'DE' }],
    ['a country by its German name', labelled('Land', 'Österreich', 'select-one'), { country: 'AT' }],
    ['a country that is none', text('country', 'Atlantis'), { fields: { country: 'Atlantis' } }],
    ['a referral code', text('ref', 'ANNA42'), { ref: 'ANNA42' }],
    ['a select', text('team', '50', { type: 'select-one' }), { fields: { team: '50' } }],
    [
      'the kind of an inquiry',
      text('inquiry_type', 'Sales', { type: 'select-one' }),
      { fields: { inquiry_type: 'Sales' } },
    ],
    ['a field without a name', text('', 'x', { id: 'budget' }), { fields: { budget: 'x' } }],
    ['a field with a label alone', text('', 'x', { label: ' Budget ' }), { fields: { Budget: 'x' } }],
    ['a field with nothing', text('', 'x'), { fields: { text: 'x' } }],
    ['a value with nothing', { value: 'x' }, { fields: { field: 'x' } }],
    ['a ticked box', text('terms', 'on', { type: 'checkbox' }), { fields: { terms: 'on' } }],
    [
      'a ticked box that speaks of messages',
      labelled('Message me', 'yes', 'checkbox'),
      { fields: { f1: 'yes' } },
    ],
    ['what the page declares', text('x7', 'Firma', { hw: 'company' }), { company: 'Firma' }],
    ['what the page declares in other words', text('x7', 'Eva', { hw: 'firstName' }), { name: 'Eva' }],
    [
      'what the page declares of a select',
      text('x7', 'A', { type: 'select-one', hw: 'company' }),
      { company: 'A' },
    ],
    [
      'what the page declares against its name',
      text('email', 'a@b.de', { hw: 'backup' }),
      { fields: { backup: 'a@b.de' } },
    ],
    [
      'a declared hidden field',
      text('plan', 'pro', { type: 'hidden', hw: 'plan' }),
      { fields: { plan: 'pro' } },
    ],
    ['an empty declaration', text('company', 'Firma', { hw: '', autocomplete: '' }), { company: 'Firma' }],
    ['the honeypot by name', text('hw_honeypot', 'spam'), { honeypot: 'spam' }],
    ['the honeypot by declaration', text('website', 'spam', { hw: 'honeypot' }), { honeypot: 'spam' }],
    [
      'what is too long for its part',
      text('company', 'x'.repeat(250)),
      { fields: { company: 'x'.repeat(250) } },
    ],
    ['a name that belongs to every object', text('constructor', 'x'), { fields: { constructor: 'x' } }],
    [
      'an address that the snippet filled in',
      { name: 'hw_referrer', value: 'https://www.linkedin.com/in/eva' },
      { fields: { hw_referrer: 'https://www.linkedin.com/in/eva' } },
    ],
  ];
  it.each(rows)('%s', (_, input, expected) => {
    expect(sortInputs([input])).toEqual(only(expected));
  });
});

describe('labels and names in nine languages', () => {
  const person = {
    email: 'eva@firma.de',
    name: 'Eva',
    company: 'Firma',
    phone: '030 1234567',
    message: 'Bitte!',
  };
  const samples = { ...person, heardFrom: 'Podcast', country: 'DE' };
  type Sampled = keyof typeof samples;
  const hints: Record<Sampled, string[]> = {
    email: [
      'Business Email Address',
      'E-Mail-Adresse*',
      'Correo electrónico (obligatorio)',
      'Adresse e-mail',
      'Courriel',
      'Indirizzo email',
      'Posta elettronica: email',
      'Endereço de e-mail',
      'Alamat surel',
      '이메일 주소',
      'Электронная почта',
      'your-email',
    ],
    name: [
      'Your name',
      'First and last name',
      'Vor- und Nachname',
      'Ihr Name (Pflichtfeld)',
      'Ansprechpartner',
      'Nombre y apellidos',
      'Nom complet',
      'Votre prénom et nom',
      'Nome e cognome',
      'Seu nome completo',
      'Nama lengkap',
      '성함',
      '담당자명',
      'Ваше имя',
      'ФИО',
      'Vorname',
      'Prénom',
      'Cognome',
      'Sobrenome',
      'Nama depan',
      'Фамилия',
      'lname',
      'wpforms[fields][0][first]',
    ],
    company: [
      'Your company *',
      'Organisation name',
      'Firma',
      'Name der Firma',
      'Name Ihres Unternehmens',
      'Empresa',
      'Nombre de la empresa',
      'Société',
      'Nom de l’entreprise',
      'Azienda',
      'Nome dell’azienda',
      'Nome da empresa',
      'Nama perusahaan Anda',
      '회사명',
      'Компания',
      'Название компании',
    ],
    phone: [
      'Phone number',
      'Telefonnummer',
      'Rückrufnummer',
      'Handy',
      'Teléfono móvil',
      'Téléphone portable',
      'Numero di telefono',
      'Cellulare',
      'Telemóvel',
      'Nomor telepon/HP (no HP)',
      '연락처',
      'Номер телефона',
      'workPhone',
    ],
    message: [
      'How can we help you?',
      'Comments',
      'Ihre Nachricht an uns',
      'Wie können wir Ihnen helfen?',
      'Mensaje',
      '¿En qué podemos ayudarte?',
      'Votre demande',
      'Il tuo messaggio',
      'Mensagem',
      'Pesan Anda',
      '문의 내용을 적어 주세요',
      'Сообщение',
      'Ваш вопрос',
    ],
    heardFrom: [
      'How did you hear about us?',
      'hdyhau',
      'Wie sind Sie auf uns aufmerksam geworden?',
      'Wie haben Sie von uns gehört?',
      '¿Cómo nos conoció?',
      'Comment nous avez-vous connus ?',
      'Come ci hai conosciuto?',
      'Como nos conheceu?',
      'Dari mana Anda mengetahui kami?',
      '저희를 알게 된 경로',
      'Как вы о нас узнали?',
    ],
    country: ['Country/Region', 'Land', 'País', 'Pays', 'Paese', 'Negara', '국가', 'Страна'],
  };
  const rows = (Object.keys(hints) as Sampled[]).flatMap((part) =>
    hints[part].map((hint) => [hint, part] as const),
  );

  it.each(rows)('%s is the %s, as a label and as a name', (hint, part) => {
    const value = samples[part];
    expect(sortInputs([labelled(hint, value)])).toEqual(only({ [part]: value }));
    expect(sortInputs([{ name: hint, value }])).toEqual(only({ [part]: value }));
  });

  it.each([
    'Company size',
    'Größe des Unternehmens',
    'Name der Veranstaltung',
    'Product name',
    'Taille de l’entreprise',
    'Tamaño de la empresa',
    'Ukuran perusahaan',
    '회사 규모',
    'Размер компании',
    'Comment vous appelez-vous ?',
    'Subject',
    'Hotel',
    'Website',
  ])('%s is no part of a lead', (label) => {
    expect(sortInputs([labelled(label, 'Fifty people')])).toEqual(only({ fields: { f1: 'Fifty people' } }));
  });

  it.each([
    'Germany',
    'Deutschland',
    'Alemania',
    'Allemagne',
    'Germania',
    'Alemanha',
    'Jerman',
    '독일',
    'Германия',
  ])('the country %s has the code DE', (value) => {
    expect(sortInputs([text('country', value)])).toEqual(only({ country: 'DE' }));
  });
});

describe('what is never kept', () => {
  it.each<[string, Partial<FormInput>]>([
    ['passwords', { type: 'password' }],
    ['declared passwords', { type: 'password', hw: 'company' }],
    ['passwords that are shown', { autocomplete: 'current-password' }],
    ['passwords by name', { name: 'userPassword' }],
    ['passwords in German', { label: 'Passwort wiederholen' }],
    ['passwords in French', { label: 'Mot de passe' }],
    ['passwords in Spanish', { label: 'Contraseña' }],
    ['passwords in Italian and English', { name: 'password' }],
    ['passwords in Portuguese', { label: 'Senha' }],
    ['passwords in Indonesian', { label: 'Kata sandi' }],
    ['passwords in Korean', { label: '비밀번호' }],
    ['passwords in Russian', { label: 'Пароль' }],
    ['codes of one use', { autocomplete: 'one-time-code' }],
    ['files', { type: 'file' }],
    ['buttons', { type: 'submit' }],
    ['hidden fields', { type: 'hidden' }],
    ['hidden fields that say how to complete them', { type: 'hidden', autocomplete: 'off' }],
    ['card numbers by autocomplete', { autocomplete: 'cc-number' }],
    ['card numbers by autocomplete of a section', { autocomplete: 'section-pay cc-csc' }],
    ['card numbers by name', { name: 'cardNumber' }],
    ['card numbers by label', { label: 'Credit card' }],
    ['card numbers by value', { value: '4111 1111 1111 1111' }],
    ['card numbers that are declared', { value: '4111-1111-1111-1111', hw: 'message' }],
    ['card numbers of fifteen digits', { value: '378282246310005' }],
    ['security codes', { name: 'CVC' }],
    ['account numbers', { id: 'iban' }],
    ['account numbers by value', { value: 'DE89 3704 0044 0532 0130 00' }],
    ['account numbers in small letters', { value: 'gb82west12345698765432' }],
    ['what a page knows its forms by', { name: '__RequestVerificationToken' }],
    ['what proves a human', { name: 'g-recaptcha-response' }],
    ['empty fields', { value: '  ' }],
  ])('%s', (_, input) => {
    expect(sortInputs([text('f', 'secret', input)])).toEqual(only({}));
  });

  it.each(['DE89 3704 0044 0532 0130 01', '1234 5678 9012', 'postcard', 'Business card design'])(
    '%s is kept',
    (value) => {
      expect(sortInputs([text('f', value)])).toEqual(only({ fields: { f: value } }));
    },
  );
});

describe('several fields', () => {
  it.each<[string, FormInput[], string]>([
    ['first and last', [text('first_name', 'Eva'), text('last_name', 'Muster')], 'Eva Muster'],
    ['last and first', [text('lname', 'Muster'), text('fname', 'Eva')], 'Eva Muster'],
    ['German', [text('Name', 'Muster'), text('Vorname', 'Eva')], 'Eva Muster'],
    ['French', [text('prenom', 'Ève'), text('nom', 'Martin')], 'Ève Martin'],
    ['Spanish', [labelled('Nombre', 'Eva'), labelled('Apellidos', 'Pérez Gil')], 'Eva Pérez Gil'],
    ['Italian', [labelled('Cognome', 'Rossi'), labelled('Nome', 'Eva')], 'Eva Rossi'],
    ['Portuguese', [labelled('Nome', 'Eva'), labelled('Sobrenome', 'Costa')], 'Eva Costa'],
    ['Indonesian', [labelled('Nama belakang', 'Sari'), labelled('Nama depan', 'Eva')], 'Eva Sari'],
    ['Korean', [labelled('이름', '철수'), labelled('성', '김')], '김철수'],
    [
      'Russian',
      [labelled('Фамилия', 'Иванова'), labelled('Имя', 'Ева'), labelled('Отчество', 'Петровна')],
      'Ева Петровна Иванова',
    ],
    ['a full name beside its first', [text('name', 'Eva Muster'), text('first_name', 'Eva')], 'Eva Muster'],
    [
      'a full name beside both',
      [text('name', 'Dr. Eva Muster'), text('first_name', 'Eva'), text('last_name', 'Muster')],
      'Dr. Eva Muster',
    ],
  ])('make one name: %s', (_, inputs, name) => {
    expect(sortInputs(inputs)).toEqual(only({ name }));
  });

  it('take the first of two e-mail addresses and keep the other', () => {
    const inputs = [text('email', 'a@b.de'), text('email_again', 'c@d.de')];
    expect(sortInputs(inputs)).toEqual({ email: 'a@b.de', fields: { email_again: 'c@d.de' } });
  });

  it('believe a name before a value, wherever it stands', () => {
    const inputs = [
      text('f1', 'friend@else.de'),
      text('email', 'a@b.de'),
      area('f2', 'Street 1'),
      area('message', 'Hello'),
    ];
    expect(sortInputs(inputs)).toEqual({
      email: 'a@b.de',
      message: 'Hello',
      fields: { f1: 'friend@else.de', f2: 'Street 1' },
    });
  });

  it('join the ticked boxes of one question', () => {
    const box = (value: string) => text('topics', value, { type: 'checkbox' });
    expect(sortInputs([box('Product'), box('Prices')])).toEqual(
      only({ fields: { topics: 'Product, Prices' } }),
    );
  });

  it('are never more than the contract takes, and never throw', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5000 }),
      fc.constantFrom(
        'email',
        'name',
        '__proto__',
        'message',
        'a@b.de',
        'phone',
        '+49 30 123456',
        ' ',
        'x'.repeat(5000),
      ),
    );
    const input = fc.record(
      {
        type: anything,
        name: anything,
        id: anything,
        label: anything,
        autocomplete: anything,
        hw: anything,
        value: anything,
      },
      { requiredKeys: ['value'] },
    );
    const longest = {
      email: 254,
      name: 200,
      company: 200,
      phone: 50,
      linkedin: 300,
      message: 5000,
      heardFrom: 500,
      ref: 128,
    };
    fc.assert(
      fc.property(fc.array(input, { maxLength: 20 }), (inputs) => {
        const { fields, ...answers } = sortInputs(inputs);
        for (const [part, most] of Object.entries(longest))
          expect((answers as Record<string, string>)[part]?.length ?? 0).toBeLessThanOrEqual(most);
        for (const [key, value] of Object.entries(fields)) {
          expect(key.length).toBeLessThanOrEqual(128);
          expect(value.length).toBeLessThanOrEqual(2000);
        }
      }),
    );
  });
});

describe('isFilledIn', () => {
  it.each([
    ['utm_source', true],
    ['UTM_Term', true],
    ['gclid', true],
    ['ref', true],
    ['hw_latest_campaign', true],
    ['company', false],
    ['howto', false],
  ])('of %s is %s', (name, filled) => {
    expect(isFilledIn(name)).toBe(filled);
  });
});
