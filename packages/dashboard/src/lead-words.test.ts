import type { Assignment, HistoryEntry } from '@headwater/contract';
import { describe, expect, it } from 'vitest';
import {
  historyInWords,
  originInWords,
  ownerInWords,
  signed,
  touchName,
  webAddress,
  whoIs,
} from './lead-words.ts';

const nobody = { name: null, email: null, phone: null, linkedin: null, company: null };
const assignment: Assignment = {
  owner: null,
  channel: '#leads',
  deadline: null,
  rule: 'Hot leads',
  because: 'temperature is hot',
  tried: [],
};

describe('whoIs', () => {
  it.each([
    [{ name: 'Eva', email: 'eva@firma.de' }, 'Eva'],
    [{ email: 'eva@firma.de', phone: '+49 1' }, 'eva@firma.de'],
    [{ phone: '+49 1' }, '+49 1'],
    [{ company: 'Firma GmbH' }, 'Somebody of Firma GmbH'],
    [{}, 'Somebody'],
  ])('takes the best name of %j', (known, name) => {
    expect(whoIs({ ...nobody, ...known })).toBe(name);
  });
});

describe('ownerInWords', () => {
  it.each([
    ['names the owner', { owner: 'U1', assignment, stage: 'lead' }, 'U1'],
    ['says that a lead waits for anybody', { owner: null, assignment, stage: 'lead' }, 'waiting'],
    [
      'says for whom a lead waits',
      { owner: null, assignment: { ...assignment, owner: 'U2' }, stage: 'lead' },
      'waiting for U2',
    ],
    ['says that a closed lead waits no more', { owner: null, assignment, stage: 'disqualified' }, 'nobody'],
  ] as const)('%s', (_, lead, words) => {
    expect(ownerInWords(lead)).toBe(words);
  });
});

describe('historyInWords', () => {
  it.each<[Pick<HistoryEntry, 'kind' | 'actor' | 'to'>, string]>([
    [{ kind: 'assigned', actor: null, to: null }, 'Routed, free to claim'],
    [{ kind: 'assigned', actor: null, to: 'U1' }, 'Assigned to U1'],
    [{ kind: 'claimed', actor: 'U1', to: 'U1' }, 'Claimed by U1'],
    [{ kind: 'reassigned', actor: 'U1', to: 'U2' }, 'Reassigned to U2 by U1'],
    [{ kind: 'escalated', actor: null, to: 'U3' }, 'Escalated to U3'],
    [{ kind: 'escalated', actor: null, to: null }, 'Escalated to the channel'],
    [
      { kind: 'snoozed', actor: 'U1', to: '2026-03-04T09:00:00.000Z' },
      'Snoozed until 2026-03-04 09:00 UTC by U1',
    ],
    [{ kind: 'follow_up', actor: 'U1', to: null }, 'Follow-up by U1'],
    [{ kind: 'follow_up_due', actor: null, to: 'U1' }, 'Next follow-up due for U1'],
    [{ kind: 'stage_changed', actor: 'crm', to: 'customer' }, 'Stage changed to customer by crm'],
    [{ kind: 'revenue', actor: 'crm', to: null }, 'Revenue entered by crm'],
    [{ kind: 'unmerged', actor: 'U1', to: null }, 'Parted by U1 from the record of another person'],
  ])('tells %j', (entry, words) => {
    expect(historyInWords(entry)).toBe(words);
  });
});

describe('webAddress', () => {
  it.each([
    ['https://acme.com/?a=1', 'https://acme.com/?a=1'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['not an address', null],
    [null, null],
  ])('of %j is %j', (text, address) => {
    expect(webAddress(text)).toBe(address);
  });
});

describe('small words', () => {
  it('leave out what is not known of a source', () => {
    expect(originInWords({ source: 'linkedin', medium: 'cpc' })).toBe('linkedin / cpc');
    expect(originInWords({ source: 'linkedin', medium: null })).toBe('linkedin');
    expect(originInWords({ source: null, medium: null })).toBe('');
    expect(originInWords({ source: '(direct)', medium: '(none)' })).toBe('');
  });

  it('sign points and name touches', () => {
    expect([signed(50), signed(-10)]).toEqual(['+50', '−10']);
    expect([touchName({ kind: 'touch' }), touchName({ kind: 'trade-show' })]).toEqual([
      'Visit',
      'Trade show',
    ]);
  });
});
