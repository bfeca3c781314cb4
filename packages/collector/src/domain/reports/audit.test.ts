import { expect, it } from 'vitest';
import type { Source } from '@headwater/contract';
import { auditReport } from './audit.ts';
import { createJourneyStore, type JourneyStore } from './journeyStore.ts';
import { packCourse, packTouches, type JourneyFacts } from './pack.ts';
import { stranger } from './reports.samples.ts';

const of = (source: string): Source => ({
  source,
  medium: null,
  campaign: null,
  content: null,
  channel: 'Referral',
  family: 'inbound',
});

const at = Date.parse('2026-03-03T09:00:00Z');

function put(
  { put: putRow }: JourneyStore,
  leadId: string,
  source: string,
  lead: Partial<JourneyFacts> = {},
) {
  const facts: JourneyFacts = {
    createdAt: at,
    ...stranger,
    original: of(source),
    latest: of(source),
    touches: [{ at, kind: 'touch', resolved: of(source) }],
    ...lead,
  };
  const reached = [{ stage: 'lead' as const, at, isImplied: false }];
  const course = packCourse({ reached, value: null, revenue: [], exits: [] });
  putRow({ leadId, touches: packTouches(facts), course });
}

const auditOf = ({ journeys }: JourneyStore) =>
  auditReport(journeys, {
    fromMs: -Infinity,
    toMs: Infinity,
    filter: {},
    groupBy: 'source',
    aliases: {},
  });

it('what somebody says means a source that leads are of now, whatever was read before', () => {
  const seen = createJourneyStore();
  put(seen, 'renamed', 'neighbour');
  put(seen, 'junk', 'neighbour', { junk: true });
  seen.putVisitors({
    sources: new Map([[0, ['neighbour', null, null, null, 'Referral', 'inbound']]]),
    paths: [{ site: null, path: '0', day: at, visitors: 1 }],
    arrivals: [],
  });
  const fresh = createJourneyStore();
  for (const store of [seen, fresh]) {
    put(store, 'renamed', 'google');
    put(store, 'asked', 'google', { heardFrom: 'my neighbour' });
  }
  expect(auditOf(seen)).toEqual(auditOf(fresh));
  expect(auditOf(seen).totals).toMatchObject({ asked: 1, unclear: 1 });
  put(seen, 'another', 'neighbour');
  expect(auditOf(seen).totals).toMatchObject({ asked: 1, unclear: 0, differing: 1 });
});
