import { disposableEmailBlocklist } from 'disposable-email-domains-js';
import { emailDomain } from './account.ts';
import { parentsOf } from './naming-fold.ts';

/** What of a submission tells junk from a person. `honeypot` is the field that people do not see. */
export type Submitted = {
  email?: string | null | undefined;
  name?: string | null | undefined;
  honeypot?: string | null | undefined;
};

export type JunkReason = 'honeypot' | 'disposable' | 'test';

const disposable = new Set(disposableEmailBlocklist());
const testMailboxes = new Set(
  'test tests testing tester testtest test-test test.test test_test asdf asdfasdf asdfgh qwerty qwertz qwer foo foobar abc abcd aaa xxx'.split(
    ' ',
  ),
);
const testNames = new Set(
  'test tests testing tester testtest asdf asdfasdf asdfgh qwerty qwertz foo foobar foo bar abc aaa xxx lorem ipsum'.split(
    ' ',
  ),
);

/** Why a submission is set aside without an alert, null for leads. Only plain cases: a real lead lost costs more. */
export function junkReason(submission: Submitted): JunkReason | null {
  if (submission.honeypot?.trim()) return 'honeypot';
  if (isDisposable(submission.email)) return 'disposable';
  return isTestMailbox(submission.email) || isTestName(submission.name) ? 'test' : null;
}

function isDisposable(email: string | null | undefined): boolean {
  const domain = emailDomain(email);
  return (
    domain !== null && (disposable.has(domain) || parentsOf(domain).some((parent) => disposable.has(parent)))
  );
}

function isTestMailbox(email: string | null | undefined): boolean {
  const mailbox = email?.trim().toLowerCase().split('@', 1)[0] ?? '';
  return testMailboxes.has(mailbox.replace(/\+.*$/, ''));
}

/** Every word of the name must be one: `Test Test`, not `Tess Test`. */
function isTestName(name: string | null | undefined): boolean {
  const words = name?.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length > 0 && words.every((word) => testNames.has(word));
}
