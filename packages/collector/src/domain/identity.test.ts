import { describe, expect, it } from 'vitest';
import { identityKeys } from './identity.ts';

const value = (who: Parameters<typeof identityKeys>[0]) => identityKeys(who).map((key) => key.value)[0];

describe('identityKeys', () => {
  it('puts the strongest first and leaves out what is missing', () => {
    expect(
      identityKeys({
        company: 'Firma GmbH',
        name: 'Eva Maier',
        linkedin: 'https://linkedin.com/in/eva',
        phone: '+49 30 1234567',
        email: 'Eva@Firma.de',
      }),
    ).toEqual([
      { kind: 'email', value: 'eva@firma.de' },
      { kind: 'phone', value: '+49301234567' },
      { kind: 'linkedin', value: 'linkedin.com/in/eva' },
      { kind: 'name_company', value: 'eva maier|firma' },
    ]);
    expect(identityKeys({ email: null, phone: '', name: 'Eva' })).toEqual([]);
  });

  it.each([
    [' Eva.Maier@Firma.DE ', 'eva.maier@firma.de'],
    ['eva+news@gmail.com', 'eva+news@gmail.com'],
    ['ｅｖａ＠firma.de', 'eva@firma.de'],
    ['eva@MÜLLER.de', 'eva@xn--mller-kva.de'],
    ['eva@xn--mller-kva.de', 'eva@xn--mller-kva.de'],
    ['eva', undefined],
    ['eva@', undefined],
    ['a@b@c', undefined],
  ])('e-mail %s is %s', (email, expected) => expect(value({ email })).toBe(expected));

  it.each([
    ['+49 (30) 123-4567', '+49301234567'],
    ['0049 30 1234567', '+49301234567'],
    ['+49 (0)30 1234567', '+49301234567'],
    ['tel:+49301234567', '+49301234567'],
    ['030 / 1234567', '0301234567'],
    ['123456', undefined],
    ['1234567', '1234567'],
    ['+00 00 00 00', undefined],
    ['000 000 0000', undefined],
    ['n/a', undefined],
  ])('phone %s is %s', (phone, expected) => expect(value({ phone })).toBe(expected));

  it.each([
    ['https://www.linkedin.com/in/Eva-Maier-1a2b/', 'linkedin.com/in/eva-maier-1a2b'],
    ['de.linkedin.com/in/eva?trk=x', 'linkedin.com/in/eva'],
    ['http://linkedin.com/in/eva/details/experience/#top', 'linkedin.com/in/eva'],
    ['https://m.linkedin.com/mobile/in/eva', 'linkedin.com/in/eva'],
    ['https://linkedin.com/in/j%C3%BCrgen', 'linkedin.com/in/jürgen'],
    ['https://linkedin.com/in/50%', 'linkedin.com/in/50%'],
    ['https://linkedin.com/company/acme', undefined],
    ['https://linkedin.com/in/', undefined],
    ['https://notlinkedin.com/in/eva', undefined],
    ['https://evil.com/linkedin.com/in/eva', undefined],
    ['eva', undefined],
  ])('LinkedIn address %s is %s', (linkedin, expected) => expect(value({ linkedin })).toBe(expected));

  it.each([
    ['Eva  Maier', 'ACME  Inc.', 'eva maier|acme'],
    ['eva maier', 'Acme, Inc', 'eva maier|acme'],
    ['Eva', 'Acme GmbH & Co. KG', 'eva|acme'],
    ['Eva', 'Acme A/S', 'eva|acme'],
    ['Eva', 'Müller UG (haftungsbeschränkt)', 'eva|müller'],
    ['Eva', 'AG', 'eva|ag'],
    ['Eva', 'Inc. Magazine', 'eva|inc. magazine'],
    ['Eva|Maier', 'Acme', 'eva maier|acme'],
    ['Eva', ' ', undefined],
  ])('%s of %s is %s', (name, company, expected) => expect(value({ name, company })).toBe(expected));

  it('gives the same keys for its own values', () => {
    const email = value({ email: 'Eva@MÜLLER.de' });
    const phone = value({ phone: '0049 (0)30 1234567' });
    const linkedin = value({ linkedin: 'de.linkedin.com/in/J%C3%BCrgen' });
    expect(identityKeys({ email, phone, linkedin }).map((key) => key.value)).toEqual([
      email,
      phone,
      linkedin,
    ]);
  });
});
