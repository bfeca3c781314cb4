import { leadCardMessage } from '../src/blocks/card.ts';
import { followUpModal } from '../src/blocks/follow-up-modal.ts';
import { leadNewsMessage } from '../src/blocks/lead-news.ts';
import { leadPreview } from '../src/blocks/lead-preview.ts';
import { searchMessage } from '../src/blocks/lead-search.ts';
import { disqualifyModal, reassignModal } from '../src/blocks/modals.ts';
import { noteMessage } from '../src/blocks/note.ts';
import { snoozeModal } from '../src/blocks/snooze-modal.ts';
import { stageModal } from '../src/blocks/stage-modal.ts';
import { sampleCard } from '../test/samples.ts';
import type { Surface } from './html.ts';

const at = '2030-01-07T09:00:00Z';
const about = { leadId: 'lead_1' };

const story = {
  buyingCentre: {
    people: [
      {
        leadId: 'lead_2',
        who: 'Max Muster',
        role: 'champion' as const,
        stage: 'opportunity' as const,
        lastAct: { at, text: 'Viewed /security' },
      },
      {
        leadId: 'lead_3',
        who: 'Ada Modell',
        role: 'decision_maker' as const,
        stage: 'lead' as const,
        lastAct: { at, text: 'Sent the form Whitepaper' },
      },
    ],
    more: 2,
  },
  journey: {
    steps: [
      { at: '2029-12-01T09:00:00Z', text: 'First touch: Paid Social: linkedin / paid_social, campaign q1' },
      { at: '2030-01-04T15:00:00Z', text: 'Organic Search: google / organic' },
      { at, text: 'Sent the form Request a demo on /demo' },
    ],
    more: 3,
  },
};
const because = 'temperature is hot; next in turn of first line';
const assignment = {
  owner: 'U0ANNA',
  channel: '#sales-hot',
  deadline: '2030-01-07T09:05:00Z',
  rule: 'Hot leads',
  because,
  tried: [],
  watchers: ['U0CARA'],
};
const hot = sampleCard({ assignment, role: 'decision_maker' }, story);
const named = (name: string, company: string, index: number) =>
  sampleCard({
    id: `lead_${index}`,
    name,
    company,
    email: `info${index}@muster.de`,
    temperature: 'warm',
    score: 40 - index,
  });
const warm = [named('Eva Beispiel', 'Muster AG', 1), named('Max Muster', 'Muster AG', 2)];
const form = {
  ...about,
  who: 'Eva Beispiel of Firma GmbH',
  stage: 'opportunity' as const,
  since: at,
  currency: 'EUR',
};
const note = {
  id: 'h1',
  at,
  kind: 'stage_changed' as const,
  actor: 'U0BEN',
  to: 'customer',
  note: 'revenue €12,000',
};

const role = { ...note, kind: 'role_changed' as const, to: 'decision_maker', note: null };

const escalated = { kind: 'escalated' as const, since: at, missedBy: 'U0ANNA' };

const found = warm.map(({ lead }) => lead);

/** What is shown of leads. */
export const leadSurfaces: Record<string, Surface> = {
  card: leadCardMessage(hot),
  'note-stage': noteMessage(note),
  'note-role': noteMessage(role),
  escalated: leadNewsMessage(hot, escalated),
  snooze: snoozeModal('lead_1'),
  'follow-up': followUpModal('lead_1'),
  reassign: reassignModal(about),
  disqualify: disqualifyModal(about),
  stage: stageModal(form, { stage: 'customer', revenue: '12,000' }),
  search: searchMessage('muster', found, false),
  preview: { text: '', blocks: leadPreview(hot, at) },
};
