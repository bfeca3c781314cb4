import { describe, expect, it } from 'vitest';
import { historyKinds, type HistoryEntry, type ReferralMessage } from '@headwater/contract';
import { blockProblems } from '../../../../test/slack/limits.ts';
import { sampleCard } from '../../test/samples.ts';
import { noteMessage } from './note.ts';
import { referralMessage } from './referral-message.ts';
import { referralStatusMessage } from './referral-status.ts';
import { reminderMessage } from './reminder.ts';
import { watcherMessage } from './watcher.ts';

const long = '<!channel>👩‍👩‍👧‍👦 مرحبا '.repeat(400);

describe('a line of the history', () => {
  const entry = { id: 'h1', at: '2030-01-07T09:00:00Z', actor: 'U0ANNA', to: 'U0BEN', note: null };
  it.each<[Partial<HistoryEntry>, string]>([
    [{ kind: 'assigned', actor: null }, 'Assigned to <@U0BEN>.'],
    [{ kind: 'assigned', actor: null, to: null }, 'Free to claim.'],
    [{ kind: 'claimed', to: null }, 'Claimed by <@U0ANNA>.'],
    [{ kind: 'reassigned' }, 'Reassigned to <@U0BEN> by <@U0ANNA>.'],
    [{ kind: 'reminded', actor: null }, 'Reminder to <@U0BEN>: the deadline is near.'],
    [{ kind: 'deadline_missed', actor: null }, 'The deadline passed without a claim by <@U0BEN>.'],
    [{ kind: 'disqualified', to: null, note: 'a student' }, 'Disqualified by <@U0ANNA>: a student'],
    [{ kind: 'stage_changed', actor: 'crm', to: 'sql' }, 'Moved to SQL by crm.'],
    [
      { kind: 'stage_changed', to: 'customer', note: 'revenue €12,000' },
      'Moved to Customer by <@U0ANNA>: revenue €12,000',
    ],
    [{ kind: 'stage_changed', to: null, note: 'sql' }, 'Moved to another stage by <@U0ANNA>: sql'],
    [{ kind: 'submitted_again', actor: null, to: null }, 'They got in touch again.'],
    [{ kind: 'merged', actor: null, to: null }, 'Joined with another record of the same person.'],
    [{ kind: 'unmerged', to: null }, 'Parted by <@U0ANNA> from the record of another person.'],
    [
      { kind: 'revenue', actor: 'crm', to: null, note: 'refund, revenue -€500' },
      'Revenue by crm: refund, revenue -€500',
    ],
  ])('%j reads %j', (changes, text) => {
    expect(noteMessage({ ...entry, kind: 'claimed', ...changes }).text).toBe(text);
  });

  it.each(historyKinds)('holds the limits as %s with a note of any length', (kind) => {
    const message = noteMessage({ ...entry, kind, actor: long, to: long, note: long });
    expect(blockProblems(message.blocks, 'message')).toEqual([]);
    expect(message.text).not.toContain('<!channel>');
  });
});

describe('a reminder', () => {
  it('says until when, and has a button to claim', () => {
    const { text, blocks } = reminderMessage(sampleCard());
    expect(text).toBe('Eva Beispiel of Firma GmbH is still waiting for you.');
    expect(JSON.stringify(blocks)).toContain('Claim by <!date^1894007100');
    expect(JSON.stringify(blocks)).toContain('claim_reminder');
  });

  it('asks for nothing when somebody has the lead by now', () => {
    const { text, blocks } = reminderMessage(sampleCard({ owner: 'U0BEN' }));
    expect(text).toBe('Eva Beispiel of Firma GmbH needs nothing from you any more.');
    expect(JSON.stringify(blocks)).not.toContain('claim_reminder');
  });

  it('holds the limits', () => {
    const { blocks } = reminderMessage(
      sampleCard({ name: long, company: long }, { url: `https://x.example/${long}` }),
    );
    expect(blockProblems(blocks, 'message')).toEqual([]);
  });
});

describe('a note to somebody who watches', () => {
  it('says who it is, for whom and why', () => {
    const { text, blocks } = watcherMessage(sampleCard());
    expect(text).toBe('Eva Beispiel of Firma GmbH is a hot lead for <@U0ANNA>, waiting to be claimed.');
    expect(JSON.stringify(blocks)).toContain('Why: rule');
    expect(JSON.stringify(blocks)).toContain('|Open the lead>');
  });

  it('holds the limits, whatever anybody called themselves', () => {
    const lead = { name: long, company: long };
    const { text, blocks } = watcherMessage(sampleCard(lead, { url: `https://x.example/${long}` }));
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(text).not.toContain('<!channel>');
  });
});

describe('what an employee is told', () => {
  const euros = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
  const about = { name: 'Max', company: 'Muster AG', reward: null, next: null, reason: null };
  it.each<[Partial<ReferralMessage>, string]>([
    [
      { event: 'submitted', next: euros(100) },
      'Thank you for referring Max of Muster AG. We look at it within 24 hours. If it becomes a qualified lead, you earn €100.',
    ],
    [{ event: 'submitted' }, 'Thank you for referring Max of Muster AG. We look at it within 24 hours.'],
    [
      { event: 'qualified', reward: euros(100), next: euros(500) },
      'Max of Muster AG is a qualified lead now. That earns you €100. If they become a customer, you earn €500.',
    ],
    [
      { event: 'won', reward: euros(500) },
      'Congratulations: Max of Muster AG is a customer now. €500 is on its way to you within 5 working days.',
    ],
    [
      { event: 'lost', reason: 'no budget this year' },
      'Max of Muster AG did not become a customer this time. No budget this year. Thank you for bringing us together.',
    ],
    [
      { event: 'rejected', reason: 'Too small for us.' },
      'We cannot follow up on Max of Muster AG. Too small for us. Thank you for thinking of us; please keep them coming.',
    ],
    [
      { event: 'duplicate' },
      'We already know Max of Muster AG, so this referral does not count anew. Thank you all the same.',
    ],
  ])('%j', (changes, text) => {
    expect(referralMessage({ ...about, event: 'submitted', ...changes }).text).toBe(text);
  });

  it('holds the limits, and mentions nobody', () => {
    const message = referralMessage({ ...about, event: 'rejected', name: long, company: long, reason: long });
    expect(blockProblems(message.blocks, 'message')).toEqual([]);
    expect(message.text).not.toContain('<!channel>');
  });
});

describe('the status of one’s referrals', () => {
  const referral = (index: number) => ({
    id: `ref_${index}`,
    referrer: 'U0ANNA',
    name: `Max ${index}`,
    company: 'Muster AG',
    state: 'qualified' as const,
    reason: null,
    leadId: 'lead_1',
    createdAt: `2030-01-07T09:${String(index + 10)}:00Z`,
    updatedAt: '2030-01-07T10:00:00Z',
  });

  it('lists the newest first, at most twenty, and counts the older ones', () => {
    const { text, blocks } = referralStatusMessage(Array.from({ length: 22 }, (_, index) => referral(index)));
    const shown = JSON.stringify(blocks);
    expect(text).toBe('You have made 22 referrals.');
    expect(shown.indexOf('Max 21')).toBeLessThan(shown.indexOf('Max 20'));
    expect(shown).toContain('Max 2 of Muster AG: a qualified lead, since 7 Jan, 10:00 UTC');
    expect(shown).not.toContain('Max 1 of');
    expect(shown).toContain('and 2 older ones');
  });

  it('holds the limits', () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({
      ...referral(index),
      name: long,
      company: long,
      reason: long,
    }));
    expect(blockProblems(referralStatusMessage(rows).blocks, 'message')).toEqual([]);
  });
});
