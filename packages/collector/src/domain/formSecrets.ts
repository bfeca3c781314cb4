import type { FormInput } from '@headwater/contract';
import { foldHint } from './formWords.ts';

/** Buttons and controls whose value is not for us. What is hidden may be declared. */
const unreadTypes = new Set(['password', 'file', 'submit', 'button', 'image', 'reset']);

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */
const secretAutocomplete = /(^|\s)(cc-\S+|current-password|new-password|one-time-code)(\s|$)/i;

/** Payment details, passwords, and what a page gives its form to know it again. */
const secretWords = foldAll(
  'card number, cardnumber, card no, card holder, cardholder, card expiry, card code, card security, credit card, ' +
    'creditcard, debit card, cvc, cvv, csc, security code, iban, bank account, ssn, ' +
    'social security, password, passwd, passphrase, token, csrf, csrfmiddlewaretoken, nonce, ' +
    'wpnonce, captcha, recaptcha, turnstile, kreditkarte, kartennummer, ' +
    'prüfziffer, kontonummer, passwort, kennwort, carte bancaire, carte de crédit, numéro de carte, ' +
    'numéro de compte, mot de passe, tarjeta de crédito, tarjeta de débito, número de tarjeta, ' +
    'número de la tarjeta, número de cuenta, contraseña, carta di credito, numero carta, numero della carta, ' +
    'cartão de crédito, número do cartão, senha, kartu kredit, nomor kartu, nomor rekening, kata sandi, 카드 번호, ' +
    '카드번호, 신용 카드, 신용카드, 계좌 번호, 계좌번호, 비밀번호, 비밀 번호, 암호, номер карты, банковская карта, ' +
    'номер счета, расчетный счет, пароль',
);

/** In whatever word: a password that its page shows is a text field, called `newpassword`, `user_pass` or `pwd`. */
const passwordParts = /passw|pwd| pass /;

/** Whether a field must never be kept, whoever sent it. An undeclared hidden field is the page's own. */
export function isSecret({ type = '', name, id, label, autocomplete = '', hw, value }: FormInput): boolean {
  if (unreadTypes.has(type.toLowerCase()) || secretAutocomplete.test(autocomplete)) return true;
  if (type.toLowerCase() === 'hidden' && !hw) return true;
  if (isCardNumber(value) || isIban(value)) return true;
  const hints = (hw ? [hw] : [name, id, label]).map((hint) => foldHint(hint ?? ''));
  return hints.some((hint) => passwordParts.test(hint) || secretWords.some((words) => hint.includes(words)));
}

/** ISO/IEC 7812: cards have up to 19 digits, none in use fewer than 15 but some that are hardly used any more. */
const isCardNumber = (value: string): boolean => /^[1-9](?:[ -]?\d){14,18}$/.test(value);

/** By its check digits, ISO 13616: a text that only looks like one is kept. */
function isIban(value: string): boolean {
  const iban = value.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  return BigInt(digits) % 97n === 1n;
}

function foldAll(terms: string): string[] {
  return terms.split(', ').map(foldHint);
}
