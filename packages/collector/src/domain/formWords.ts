/** What a field of a form may be for. A name may stand in one field or in several. */
export type Part =
  | 'email'
  | 'company'
  | 'phone'
  | 'linkedin'
  | 'message'
  | 'heardFrom'
  | 'country'
  | 'ref'
  | 'honeypot'
  | 'fullName'
  | 'givenName'
  | 'middleName'
  | 'familyName';

/** A hint that consists of a term, has its words in a row, or has its letters anywhere. */
type Vocabulary = { whole?: string; words?: string; anywhere?: string };

/** Stand around the words that matter, in labels and in what form builders call their fields. */
const fillers = new Set(
  (
    'a an the your our my please enter required optional contact customer client lead field fields input wpforms ' +
    'current billing text txt ihr ihre ihren ihrem ihrer ihres dein deine der die das des den dem bitte pflichtfeld optional votre vos le la ' +
    'les de du obligatoire facultatif su sus tu tus el los las del obligatorio opcional requerido il lo tuo tua ' +
    'suo sua di della dell obbligatorio facoltativo seu seus do da dos das o anda wajib opsional 귀하의 필수 선택 ' +
    'ваш ваша ваше ваши вашу вашеи обязательно'
  ).split(' '),
);

/** In characters: the name of a field is shorter. */
const LONGEST_HINT = 120;

/**
 * A hint as it is compared: ` phone number ` for `Your phoneNumber *`. Accents, case, numbers and fillers do
 * not matter; `userEmail` is two words.
 */
export function foldHint(hint: string): string {
  // Some characters become eighteen when they are normalised.
  const words = hint
    .slice(0, LONGEST_HINT)
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .slice(0, LONGEST_HINT)
    .replaceAll(/\p{M}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\bform[\W_]+fields?\b/g, ' ')
    .split(/[^\p{L}]+/u);
  return ` ${words.filter((word) => word && !fillers.has(word)).join(' ')} `;
}

/** In English, German, Spanish, French, Italian, Portuguese, Indonesian, Korean and Russian. The first counts. */
const vocabularies: [Part, Vocabulary][] = [
  ['honeypot', { anywhere: 'honeypot', words: 'honey pot, gotcha' }],
  ['email', { words: 'correo', anywhere: 'mail, courriel, surel, correo electronico, 메일, почт, имейл' }],
  [
    'heardFrom',
    {
      words:
        'hear about, heard, hear of, did you find, find out about, hdyhau, woher kennen, woher kennst, connu',
      anywhere:
        'heardfrom, hearabout, aufmerksam geworden, auf uns aufmerksam, von uns gehört, von uns erfahren, auf uns gestoßen, ' +
        'entendu parler, comment nous avez, nous connaissez, nos conoci, nos has conocido, nos encontr, se enteró, ' +
        'te enteraste, supo de, ci hai conosciut, ci ha conosciut, ci hai trovat, ci ha trovat, sentito parlare, ' +
        'saputo di noi, nos conhece, nos encontr, ouviu falar, ficou sabendo, soube, mengetahui, mengenal kami, ' +
        'tahu tentang, mendengar tentang, dari mana, 알게, 유입 경로, 유입경로, узнали, услышали, откуда вы',
    },
  ],
  [
    'message',
    {
      whole:
        'comment, question, questions, frage, fragen, pregunta, preguntas, domanda, domande, pergunta, perguntas, ' +
        'pertanyaan, 질문, 내용, вопрос',
      words:
        'message, comments, inquiry, enquiry, how can we help, anything else, additional information, ' +
        'nachricht, anfrage, anmerkung, anmerkungen, kommentar, bemerkung, bemerkungen, anliegen, mitteilung, ' +
        'wie können wir, demande, pouvons nous, commentaire, commentaires, comentario, comentarios, mensaje, consulta, en qué podemos, ' +
        'messaggio, richiesta, commento, commenti, mensagem, dúvida, como podemos, pesan, komentar, keterangan',
      anywhere:
        '메시지, 문의 내용, 문의내용, 문의 사항, 문의사항, 요청 사항, 요청사항, 남기실 말씀, сообщени, комментари',
    },
  ],
  ['linkedin', { anywhere: 'linkedin, linked in' }],
  [
    'phone',
    {
      words:
        'tel, telp, tlp, mobile, mobil, cell, whatsapp, handy, portable, móvil, celular, cellulare, telemóvel, ' +
        'ponsel, no hp, nomor hp',
      anywhere:
        'phone, telefon, teléfono, téléphone, rufnummer, mobilnummer, handynummer, 전화, 휴대폰, 핸드폰, 연락처, телефон, мобильн',
    },
  ],
  [
    'company',
    {
      whole:
        'company, company name, companyname, business name, organization, organisation, organization name, ' +
        'organisation name, employer, firm, firm name, company organization, company organisation, firma, ' +
        'firmenname, name firma, unternehmen, unternehmensname, name unternehmens, firma organisation, ' +
        'unternehmen organisation, arbeitgeber, betrieb, société, entreprise, nom société, nom entreprise, ' +
        'nom l entreprise, raison sociale, organisme, empresa, compañía, organización, nombre empresa, ' +
        'nombre compañía, razón social, azienda, società, impresa, ditta, organizzazione, nome azienda, ' +
        'nome società, ragione sociale, companhia, organização, nome empresa, razão social, perusahaan, ' +
        'nama perusahaan, instansi, nama instansi, organisasi, nama organisasi, 회사, 회사명, 회사 이름, 기업, 기업명, ' +
        '업체명, 소속, 기관, 기관명, 단체명, 상호, компания, название компании, наименование компании, организация, ' +
        'название организации, фирма, предприятие, работодатель',
    },
  ],
  [
    'fullName',
    {
      whole:
        'name, names, full name, fullname, real name, person, first and last name, first last name, ansprechpartner, ' +
        'vor und nachname, vor und zuname, vor nachname, vorname nachname, vorname und nachname, name vorname, ' +
        'vollständiger name, name ansprechpartners, nom, nom complet, nom et prénom, prénom et nom, nom prénom, ' +
        'prénom nom, nombre, nombre completo, nombre y apellido, nombre y apellidos, nombres y apellidos, nome, ' +
        'nome completo, nome e cognome, nome cognome, cognome e nome, nominativo, nome e sobrenome, nome e apelido, ' +
        'nama, nama lengkap, 이름, 성명, 성함, 담당자, 담당자명, 담당자 이름, 담당자 성함, 신청자명, имя, фио, ф и о, ' +
        'полное имя, имя и фамилия, фамилия и имя, имя фамилия, контактное лицо, как вас зовут, как к вам обращаться',
    },
  ],
  [
    'givenName',
    {
      whole:
        'first, first name, firstname, f name, fname, given name, forename, name first, names first name, ' +
        'vorname, rufname, prénom, nombres, primer nombre, primeiro nome, nome próprio, nama depan',
    },
  ],
  ['middleName', { whole: 'middle, middle name, second name, zweiter vorname, nama tengah, отчество' }],
  [
    'familyName',
    {
      whole:
        'last, last name, lastname, l name, lname, surname, family name, name last, names last name, nachname, ' +
        'familienname, zuname, nom famille, apellido, apellidos, primer apellido, cognome, sobrenome, apelido, ' +
        'último nome, nama belakang, nama keluarga, 성, 성씨, фамилия',
    },
  ],
  [
    'country',
    {
      whole: 'land, pays, país, paese, nazione, negara, 국가, 나라, 국적',
      words: 'country, pays résidence, land region',
      anywhere: '국가, стран',
    },
  ],
  ['ref', { whole: 'ref, referral code, empfehlungscode' }],
];

const readyVocabularies = vocabularies.map(([part, { whole = '', words = '', anywhere = '' }]) => ({
  part,
  whole: new Set(foldTerms(whole)),
  words: foldTerms(words),
  anywhere: foldTerms(anywhere).map((term) => term.trim()),
}));

function foldTerms(terms: string): string[] {
  return terms.split(', ').filter(Boolean).map(foldHint);
}

/** What a folded hint may speak of, the likeliest first. */
export function partsNamedBy(folded: string): Part[] {
  return readyVocabularies
    .filter(
      ({ whole, words, anywhere }) =>
        whole.has(folded) ||
        words.some((term) => folded.includes(term)) ||
        anywhere.some((term) => folded.includes(term)),
    )
    .map(({ part }) => part);
}
