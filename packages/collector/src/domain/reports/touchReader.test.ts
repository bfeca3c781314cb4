import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eligibleTouches } from '../attribution/index.ts';
import { createTouchReader, isDirectOf } from './credits.ts';
import { journeysOf, start, stranger } from './reports.samples.ts';

const day = 86_400_000;
const source = { source: null, medium: null, campaign: null, content: null, family: null };
const nowhere = { ...source, channel: 'Direct' };
const mail = { ...source, channel: 'Email' };
const noCourse = { reached: [], value: null, revenue: [], exits: [] };

/** On which days a lead came, and whether by mail. */
const visits = fc
  .array(fc.record({ on: fc.nat(120), isMail: fc.boolean() }), { maxLength: 100, size: 'max' })
  .map((all) => all.toSorted((a, b) => a.on - b.on));

it('reads the touches of one lead after the other, few or many, each as they are', () => {
  fc.assert(
    fc.property(fc.array(visits, { maxLength: 8 }), fc.nat(120), fc.nat(120), (leads, on, lookbackDays) => {
      const journeys = journeysOf(
        leads.map((own, n) => ({
          leadId: `lead_${n}`,
          facts: {
            ...stranger,
            createdAt: start,
            original: nowhere,
            latest: nowhere,
            touches: own.map((visit) => ({
              at: start + visit.on * day,
              kind: 'touch',
              resolved: visit.isMail ? mail : nowhere,
            })),
          },
          course: noCourse,
        })),
      );
      const read = createTouchReader(journeys, isDirectOf(journeys.sources));
      const until = start + on * day;
      for (const [row, own] of leads.entries()) {
        const all = own.map((visit) => ({ at: start + visit.on * day, isDirect: !visit.isMail }));
        const wanted = eligibleTouches(all, until, lookbackDays);
        const found = read(row, until - lookbackDays * day, until);
        expect(found.touches).toEqual(wanted);
        expect(found.sources.map((place) => journeys.sources[place]?.channel)).toEqual(
          wanted.map(({ isDirect }) => (isDirect ? 'Direct' : 'Email')),
        );
      }
    }),
  );
});
