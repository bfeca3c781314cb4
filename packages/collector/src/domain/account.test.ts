import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from './account.ts';

describe('accountOf', () => {
  it.each([
    ['eva@firma.de', 'firma.de'],
    ['Eva@Mail.Firma.DE', 'firma.de'],
    ['eva@shop.firma.co.uk', 'firma.co.uk'],
    ['eva@müller.de', 'xn--mller-kva.de'],
    ['eva@xn--mller-kva.de', 'xn--mller-kva.de'],
    ['eva@firma.example', 'firma.example'],
    [' eva@firma.de ', 'firma.de'],
    ['"a@b"@firma.de', 'firma.de'],
    ['eva@gmail.com', null],
    ['eva@GMX.de', null],
    ['eva@web.de', null],
    ['eva@outlook.com', null],
    ['eva@8w3q0zls.mailosaur.net', null],
    ['eva@co.uk', null],
    ['eva@github.io', null],
    ['eva@[192.168.0.1]', null],
    ['eva@192.168.0.1', null],
    ['eva@localhost', null],
    ['firma.de', null],
    ['eva@', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('puts %s into %s', (email, account) => {
    expect(accountOf(email)).toBe(account);
  });

  it('never throws', () => {
    const anyAddress = fc.string({ unit: 'binary' }).map((text) => `a@${text}`);
    fc.assert(
      fc.property(anyAddress, (email) => {
        expect(accountOf(email)).not.toBe('');
      }),
    );
  });
});
