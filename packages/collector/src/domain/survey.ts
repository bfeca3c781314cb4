import type { StoredEvent } from './event.ts';

/** In characters; what a page reports may be far longer than a card is wide. */
const LONGEST_WORDS = 200;

/** What somebody answered; `segment` is null where the answer puts them into none. */
type SurveyAnswer = { survey: string; answer: string; segment: string | null };

/** The answer that the event `survey` reports; null for every other event, and for one that says nothing. */
export function surveyAnswer({ kind, body }: Pick<StoredEvent, 'kind' | 'body'>): SurveyAnswer | null {
  if (kind !== 'event' || body.name !== 'survey') return null;
  const [survey, answer, segment] = ['survey', 'answer', 'segment'].map((name) => words(body.props?.[name]));
  const said = answer ?? segment ?? null;
  return said === null ? null : { survey: survey ?? 'a survey', answer: said, segment: segment ?? null };
}

/** The segment that their last answer put them into. Events in their order, clocks corrected. */
export function segmentOf(events: readonly StoredEvent[]): string | null {
  return events.flatMap((event) => surveyAnswer(event)?.segment ?? []).at(-1) ?? null;
}

function words(value: unknown): string | null {
  const isSaid = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return (isSaid && String(value).trim().slice(0, LONGEST_WORDS)) || null;
}
