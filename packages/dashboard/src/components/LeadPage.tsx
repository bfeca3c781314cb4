import type { LeadDetail, Touch } from '@headwater/contract';
import { whoIs } from '../lead-words.ts';
import { leadPaceMs } from '../status-words.ts';
import { useLive } from '../useLive.ts';
import { AssignmentPanel } from './AssignmentPanel.tsx';
import { FailureNotice } from './FailureNotice.tsx';
import { Heading } from './Heading.tsx';
import { ActivityPanel, HistoryPanel } from './Happenings.tsx';
import { Journey } from './Journey.tsx';
import { Person } from './Person.tsx';
import { ScorePanel } from './ScorePanel.tsx';
import { SourcesPanel } from './SourcesPanel.tsx';
import { Submissions } from './Submissions.tsx';
import { TemperatureMark } from './TemperatureMark.tsx';

/** Everything known of one lead: who, from where, how warm and why, whose, and the whole way. */
export function LeadPage({ id }: { id: string }) {
  const lead = useLive<LeadDetail>(`/v1/leads/${id}`, leadPaceMs);
  const touches = useLive<{ data: Touch[] }>(`/v1/leads/${id}/touches`, leadPaceMs);
  const { value, atMs, failure } = lead;
  return (
    <>
      <p class="back">
        <a href="#/">← All leads</a>
      </p>
      <div class="title">
        <Heading tab={value ? whoIs(value) : 'Lead'}>{value ? whoIs(value) : 'Lead'}</Heading>
        {value && <TemperatureMark temperature={value.temperature} />}
      </div>
      {failure && <FailureNotice failure={failure} shownFromMs={atMs} />}
      {!value && !failure && <p class="quiet">Loading…</p>}
      {value && <Panels lead={value} touches={touches.value?.data ?? null} nowMs={atMs ?? 0} />}
    </>
  );
}

type PanelsProps = { lead: LeadDetail; touches: Touch[] | null; nowMs: number };

function Panels({ lead, touches, nowMs }: PanelsProps) {
  return (
    <>
      <Person lead={lead} />
      <div class="panels">
        <SourcesPanel lead={lead} />
        <AssignmentPanel lead={lead} nowMs={nowMs} />
        <ScorePanel lead={lead} />
        <ActivityPanel activity={lead.activity} />
      </div>
      {touches && <Journey touches={touches} />}
      <Submissions submissions={lead.submissions} />
      <HistoryPanel history={lead.history} />
    </>
  );
}
