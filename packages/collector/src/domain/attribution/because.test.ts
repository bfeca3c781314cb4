import { expect, it } from 'vitest';
import { becauseOf, type RuleModel } from './index.ts';

const DAY_MS = 86_400_000;
const at = Date.UTC(2026, 5, 1);
const journey = [60, 20, 15, 10, 1].map((days) => ({ at: at - days * DAY_MS, isDirect: false }));
const occasion = { at, leadAt: at - 20 * DAY_MS, opportunityAt: at - 10 * DAY_MS, halfLifeDays: 7 };

it.each<[RuleModel, number, string]>([
  ['first', 0, 'It is the first of 5 touches, which gets all of it.'],
  ['last', 4, 'It is the last of 5 touches, which gets all of it.'],
  ['last_non_direct', 4, 'It is the last of 5 touches that was not Direct, which gets all of it.'],
  ['linear', 2, 'It is one of 5 touches, which get the same each.'],
  ['time_decay', 4, 'It is the newest touch; a touch that is 7 days older gets half as much.'],
  [
    'time_decay',
    3,
    'It is 9 days older than the newest touch; a touch that is 7 days older gets half as much.',
  ],
  ['u_shaped', 0, 'It is the first touch, which gets 40 %.'],
  ['u_shaped', 2, 'It is one of 3 touches between the first and the last, which share 20 %.'],
  ['w_shaped', 0, 'It was the first, for which it gets 30 %.'],
  ['w_shaped', 1, 'It created the lead, for which it gets 30 %.'],
  ['w_shaped', 2, 'It is one of 2 other touches, which share 10 %.'],
  ['full_path', 2, 'It is the only other touch, which gets 10 %.'],
  ['full_path', 4, 'It was the last before the conversion, for which it gets 22.5 %.'],
])('%s says of touch %i: %s', (model, index, sentence) => {
  expect(becauseOf(model, journey, index, occasion)).toBe(sentence);
});

it('says that milestones on one touch add up, and that what is missing is divided', () => {
  const early = { ...occasion, leadAt: at - 60 * DAY_MS, opportunityAt: null };
  expect(becauseOf('w_shaped', journey, 0, early)).toBe(
    'It was the first and created the lead, for which it gets 30 % each; what is missing is divided among the rest.',
  );
});

it('says of an only touch that it is', () => {
  expect(becauseOf('full_path', journey.slice(0, 1), 0, occasion)).toBe(
    'It is the only touch that counts, so it gets all of it.',
  );
});

it('says that all were Direct', () => {
  const direct = journey.map((touch) => ({ ...touch, isDirect: true }));
  expect(becauseOf('last_non_direct', direct, 4, occasion)).toBe(
    'All 5 touches were Direct, so the last gets all of it.',
  );
});
