import { randomBytes } from 'node:crypto';
import type { PublicCode } from '@headwater/contract';
import { codeOfReferrer, countClick, findCode, insertCode, type Code } from '../storage/codes.ts';
import type { Program } from '../storage/schema.ts';
import type { Deps, InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Letters and digits that are not mistaken for one another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

const randomCode = (): string =>
  Array.from(randomBytes(8), (byte) => alphabet[byte % alphabet.length]).join('');

/** The referral code of an employee, made at their first referral. */
export async function employeeCode({ trx, nowMs }: InTransaction, referrer: string): Promise<string> {
  const known = await codeOfReferrer(trx, 'employee', referrer);
  if (known) return known.code;
  const code = randomCode();
  await insertCode(trx, { code, program: 'employee', referrer, name: null, landing_url: null }, nowMs);
  return (await codeOfReferrer(trx, 'employee', referrer))?.code ?? code;
}

export type NewCode = {
  program: Program;
  /** Who earns by it; by their e-mail address they are kept from referring themselves. */
  referrer: string;
  /** By which the referrer is shown to those they share their link with. */
  name?: string | undefined;
  code?: string | undefined;
  landingUrl?: string | undefined;
};

/** Adds a referral code; `taken` when the code exists or the referrer has one in this programme. */
export async function addCode(
  { db, clock }: Deps,
  { program, referrer, name, code = randomCode(), landingUrl }: NewCode,
): Promise<{ outcome: 'added' | 'taken'; code: string }> {
  const row = { code, program, referrer, name: name ?? null, landing_url: landingUrl ?? null };
  const isNew = await insertCode(db, row, clock.now());
  return { outcome: isNew ? 'added' : 'taken', code: code.toLowerCase() };
}

/** The link that carries a code. */
export const referralLink = (publicUrl: string, code: string): string => `${publicUrl}/r/${code}`;

/** What everybody may know of a code; null when there is none. Who works for us is told to nobody. */
export async function readCode({ db, publicUrl }: Deps, code: string): Promise<PublicCode | null> {
  const known = await findCode(db, code);
  if (!known) return null;
  const name = known.program === 'employee' ? null : known.name;
  return { code: known.code, name, link: referralLink(publicUrl, known.code) };
}

/** A code with which somebody can be referred on a website; null for unknown ones. Employees refer in Slack. */
export async function findOpenCode({ db }: Deps, code: string): Promise<Code | null> {
  const known = await findCode(db, code);
  return known && known.program !== 'employee' ? known : null;
}

/** Where a referral link leads, counting the click; null when the code or its landing page is unknown. */
export async function followCode({ db }: Deps, code: string): Promise<string | null> {
  const known = await findCode(db, code);
  if (!known) return null;
  const landing = known.landing_url ?? (await settingsValue(db, 'referrals')).landingUrl;
  if (landing === '') return null;
  await countClick(db, known.code);
  const url = new URL(landing);
  url.searchParams.set('ref', known.code);
  return url.href;
}
