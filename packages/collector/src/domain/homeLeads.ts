import type { HomeLead } from '@headwater/contract';

const heat = { hot: 0, warm: 1, cold: 2 } satisfies Record<HomeLead['temperature'], number>;
/** Behind every date. */
const NO_DEADLINE = '~';

type Urgency = Pick<HomeLead, 'claimed' | 'deadline' | 'temperature' | 'score' | 'id'>;

/** What is to be done first: claim by deadline, then work on the hottest. */
export function byUrgency(one: Urgency, other: Urgency): number {
  return (
    Number(one.claimed) - Number(other.claimed) ||
    (one.deadline ?? NO_DEADLINE).localeCompare(other.deadline ?? NO_DEADLINE) ||
    heat[one.temperature] - heat[other.temperature] ||
    other.score - one.score ||
    one.id.localeCompare(other.id)
  );
}
