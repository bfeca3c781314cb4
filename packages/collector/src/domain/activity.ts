import type { Activity } from '@headwater/contract';
import type { Act } from './scoring-act.ts';
import { eventAct, formAct, introductionAct, pageAct, surveyAct, touchAct } from './scoring-act.ts';
import type { StoredEvent } from './event.ts';
import { isFilledIn } from './formInputs.ts';
import { readingActs } from './reading.ts';
import { surveyAnswer } from './survey.ts';
import type { Submission } from './submission.ts';

/** Everything a lead did, for the score and for the card; clocks corrected. */
export function actsOf(
  events: readonly StoredEvent[],
  touches: readonly { at: number; kind: string; resolved: { channel: string } }[],
  submissions: readonly Submission[],
): Act[] {
  return [
    ...events
      .filter(({ kind }) => kind === 'page')
      .map(({ at, body }) => pageAct({ at, url: body.url ?? '' })),
    ...readingActs(events),
    ...events.filter(({ kind }) => kind === 'event').map(reportedAct),
    ...touches.map((touch) => touchAct({ at: touch.at, kind: touch.kind, channel: touch.resolved.channel })),
    ...submissions.flatMap(submissionActs),
  ];
}

function reportedAct(event: StoredEvent): Act {
  const { at, body } = event;
  const answered = surveyAnswer(event);
  return answered ? surveyAct({ at, ...answered }) : eventAct({ at, name: body.name ?? '' });
}

function submissionActs({ via, submission, receivedAt: at }: Submission): Act[] {
  switch (via) {
    case 'form': {
      if (submission.referred) return [];
      const { form = {}, fields = {}, message, phone } = submission;
      return [formAct({ at, form, fields: typedFields(fields), message, phone })];
    }
    case 'referral':
      return submission.introduction ? [introductionAct({ at })] : [];
    case 'entered':
      return [];
  }
}

/** A campaign called `free-trial` asks for no trial. */
function typedFields(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isFilledIn(name)));
}

/** The last thing a lead did, rather than how it came there at that moment; null where nothing is known. */
export function lastActOf(acts: readonly Act[]): Pick<Act, 'at' | 'label'> | null {
  const isTouch = ({ kind }: Act): number => Number(kind === 'touch');
  const [last = null] = acts.toSorted(
    (a, b) => b.at - a.at || isTouch(a) - isTouch(b) || (a.label < b.label ? -1 : 1),
  );
  return last;
}

/** The newest acts in words, each kind of act once with how often it happened. */
export function activityOf(acts: readonly Act[], most = 8): Activity[] {
  const newestFirst = acts.toSorted((a, b) => b.at - a.at || (a.label < b.label ? -1 : 1));
  const byLabel = Map.groupBy(newestFirst, (act) => act.label);
  return [...byLabel].slice(0, most).map(([label, same]) => ({
    at: new Date(same[0]?.at ?? 0).toISOString(),
    text: same.length === 1 ? label : `${label} (${same.length} times)`,
  }));
}
