import type { Lead, Status } from '@headwater/contract';
import { useState } from 'preact/hooks';
import { leadPaceMs, newHits, newLeads, statusPaceMs } from '../status-words.ts';
import { clockTime } from '../time.ts';
import { useLive } from '../useLive.ts';
import { Announcer } from './Announcer.tsx';
import { FailureNotice } from './FailureNotice.tsx';
import { Heading } from './Heading.tsx';
import { Health } from './Health.tsx';
import { Leads } from './Leads.tsx';
import { Sites } from './Sites.tsx';
import { SlackSteps } from './SlackSteps.tsx';

const FEW = 50;

/** Is it set up, is it working, what waits, who came. */
export function StatusPage() {
  const [limit, setLimit] = useState(FEW);
  const status = useLive<Status>('/v1/status', statusPaceMs);
  const ready = useLive('/readyz', leadPaceMs);
  const leads = useLive<{ data: Lead[]; nextCursor: string | null }>(`/v1/leads?limit=${limit}`, leadPaceMs);
  const { value, atMs } = status;
  const failure = status.failure ?? (leads.failure?.kind === 'unreachable' ? leads.failure : null);

  return (
    <>
      <div class="title">
        <Heading tab="Status">Status</Heading>
        {atMs !== null && <p class="quiet">Updated {clockTime(atMs)}</p>}
      </div>
      {failure && <FailureNotice failure={failure} shownFromMs={atMs} />}
      <Health status={value} ready={ready} nowMs={atMs ?? 0} />
      {value?.warnings.map((warning) => (
        <p key={warning} class="notice wait">
          {warning}
        </p>
      ))}
      {value && <SlackSteps lastSeenAt={value.slack.lastSeenAt} nowMs={atMs ?? 0} />}
      {value && <Sites sites={value.sites} />}
      <Leads
        leads={leads}
        isTold={leads.failure?.kind === failure?.kind}
        showMore={() => setLimit(limit * 2)}
        isAll={limit >= 200}
      />
      {!value && !failure && <p class="quiet">Loading…</p>}
      <Announcer value={value} newsSince={newHits} />
      <Announcer value={leads.value?.data ?? null} newsSince={newLeads} />
    </>
  );
}
