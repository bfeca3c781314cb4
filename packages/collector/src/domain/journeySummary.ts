import type { JourneySummary, Source } from '@headwater/contract';
import type { Act } from './scoring-act.ts';

const LATEST_TOUCHES = 3;
const LATEST_FORMS = 2;

type Step = { at: number; text: string };

/** How somebody came to be a lead, in at most six lines. Touches as they happened, oldest first. */
export function journeySummary(
  touches: readonly { at: number; kind: string; resolved: Source }[],
  acts: readonly Act[],
): JourneySummary {
  const [first, ...later] = touches;
  const forms = acts.filter((act) => act.kind === 'form').toSorted((a, b) => a.at - b.at);
  const steps: Step[] = [
    ...(first ? [{ at: first.at, text: `First touch: ${touchInWords(first)}` }] : []),
    ...later.slice(-LATEST_TOUCHES).map((touch) => ({ at: touch.at, text: touchInWords(touch) })),
    ...forms.slice(-LATEST_FORMS).map(({ at, label }) => ({ at, text: label })),
  ];
  return {
    steps: steps
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, text }) => ({ at: new Date(at).toISOString(), text })),
    more: touches.length + forms.length - steps.length,
  };
}

/** `Paid Social: linkedin / paid_social, campaign q1`; offline with what it was: `Trade show (Events: hannover)`. */
function touchInWords({ kind, resolved }: { kind: string; resolved: Source }): string {
  const { channel, source, medium, campaign } = resolved;
  const origin = [source, medium].filter(Boolean).join(' / ');
  const details = [origin, campaign ? `campaign ${campaign}` : ''].filter(Boolean).join(', ');
  const came = details ? `${channel}: ${details}` : channel;
  if (kind === 'touch' || kind === 'visit') return came;
  const words = kind.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} (${came})`;
}
