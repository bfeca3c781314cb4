import type { KnownBlock, SectionBlock } from '@slack/types';
import { buyingRoleNames, type Lead, type LeadCard } from '@headwater/contract';
import { buyingCentre, journey } from './card-story.ts';
import { watchersInWords, whyThem } from './card-why.ts';
import { cardButtons } from './lead-buttons.ts';
import { capital, isOpen, sourceInWords, stageNames, whoIs } from './lead.ts';
import { qualificationLine } from './qualification-line.ts';
import { isToQualify } from './routed.ts';
import { clip, dateToken, escaped, mrkdwn, person, plain, utcTime } from './text.ts';
import { waitingFor } from './waiting.ts';

/** A message for chat.postMessage and chat.update; `text` is what screen readers and notifications say. */
export type SlackMessage = { text: string; blocks: KnownBlock[] };

/** How many acts a card lists; the lead's page has them all. */
const ACTS_SHOWN = 5;

/** The card of a lead as it stands now. Everything that came from outside is in plain text objects. */
export function leadCardMessage(card: LeadCard): SlackMessage {
  const { lead } = card;
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(`${heading(lead)}: ${whoIs(lead)}`, 150) },
    ...aboutPerson(card),
    ...saidAndDone(card),
    { type: 'section', fields: sources(card) },
    { type: 'section', text: plain(reasons(lead)) },
    ...qualificationLine(card),
    ...journey(card),
    ...buyingCentre(card.buyingCentre),
    ...ownership(card),
    ...whyThem(lead),
    cardButtons(card),
  ];
  return { text: sentence(lead), blocks };
}

function heading({ stage, temperature, owner }: Lead): string {
  if (stage === 'disqualified') return 'Disqualified';
  if (stage === 'lost') return 'Lost';
  if (stage === 'customer') return 'Customer';
  if (owner) return 'Claimed';
  return `${capital(temperature)} lead`;
}

function sentence(lead: Lead): string {
  const who = escaped(whoIs(lead), 300);
  if (!isOpen(lead)) return `${who} is ${lead.stage}.`;
  if (lead.stage === 'customer') return `${who} is a customer.`;
  if (lead.owner) return `${who} is with ${person(lead.owner)}.`;
  const forWhom = lead.assignment?.owner ? ` for ${person(lead.assignment.owner)}` : '';
  return `${who} is a ${lead.temperature} lead${forWhom}, waiting to be claimed.`;
}

function aboutPerson({ lead, referredBy }: LeadCard): KnownBlock[] {
  const ways = [lead.email, lead.phone, lead.linkedin, lead.country].filter(Boolean).join(' · ');
  const blocks: KnownBlock[] = ways ? [{ type: 'section', text: plain(ways, 600) }] : [];
  if (referredBy) blocks.push({ type: 'context', elements: [mrkdwn(`Referred by ${person(referredBy)}`)] });
  return blocks;
}

function saidAndDone({ message, activity }: LeadCard): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  if (message) blocks.push({ type: 'section', text: plain(`“${clip(message, 1000)}”`) });
  const acts = activity
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
    .slice(0, ACTS_SHOWN)
    .map((act) => `• ${utcTime(act.at)}: ${clip(act.text, 250)}`);
  if (acts.length > 0) {
    blocks.push({ type: 'section', text: plain(['What they did, newest first', ...acts].join('\n')) });
  }
  return blocks;
}

function sources({ lead }: LeadCard): NonNullable<SectionBlock['fields']> {
  const fields = [
    plain(`Original source\n${clip(sourceInWords(lead.originalSource), 500)}`, 600),
    plain(`Latest source\n${clip(sourceInWords(lead.latestSource), 500)}`, 600),
  ];
  if (lead.heardFrom) fields.push(plain(`Heard about us from\n${clip(lead.heardFrom, 500)}`, 600));
  return fields;
}

function reasons(lead: Lead): string {
  const points = lead.scoreLines.map((line) => `${signed(line.points)} ${clip(line.because, 200)}`);
  const score = points.length > 0 ? `Score ${lead.score}: ${points.join(', ')}` : `Score ${lead.score}`;
  const why = lead.temperatureReasons.map((reason) => clip(reason, 200)).join('; ');
  return clip(score, 2000) + (why ? `\n${capital(lead.temperature)} because: ${clip(why, 900)}` : '');
}

const signed = (points: number): string => (points < 0 ? `−${-points}` : `+${points}`);

function ownership(card: LeadCard): KnownBlock[] {
  const { lead } = card;
  const { assignment, stage } = lead;
  const lines = [whoHasIt(lead), `Stage: ${stageNames[stage]}${roleInWords(lead)}`];
  if (!lead.owner && isOpen(lead) && assignment?.deadline) {
    lines.push(`Claim by ${dateToken(assignment.deadline)}`);
  }
  if (!lead.owner && isOpen(lead)) lines.push(...waitingFor(card));
  if (isToQualify(lead)) lines.push('*To be qualified first*');
  if (lead.snoozed && isOpen(lead)) {
    const { until, by } = lead.snoozed;
    lines.push(`Snoozed until ${dateToken(until)} by ${person(by)}`);
  }
  const watching = watchersInWords(lead);
  if (watching !== null) lines.push(watching);
  const said: KnownBlock = { type: 'section', text: mrkdwn(lines.join('\n')) };
  if (!lead.snoozed || !isOpen(lead)) return [said];
  return [said, { type: 'context', elements: [plain(`Snoozed: ${lead.snoozed.reason}`, 1000)] }];
}

const roleInWords = ({ role }: Lead): string =>
  role === 'unknown' ? '' : ` · Role: ${buyingRoleNames[role]}`;

function whoHasIt({ owner, assignment }: Lead): string {
  if (owner) return `Owner: ${person(owner)}`;
  return assignment?.owner ? `For: ${person(assignment.owner)}` : 'Free to claim';
}
