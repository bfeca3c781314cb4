import type { Lead } from '@headwater/contract';
import type { Live } from '../useLive.ts';
import { FailureNotice } from './FailureNotice.tsx';
import { LeadTable } from './LeadTable.tsx';

type LeadPage = { data: Lead[]; nextCursor: string | null };
type Props = { leads: Live<LeadPage>; isTold: boolean; showMore: () => void; isAll: boolean };

/** The newest leads. `isTold`: the page says already what failed; `isAll`: no more than these are shown here. */
export function Leads({ leads: { value, atMs, failure }, isTold, showMore, isAll }: Props) {
  return (
    <section aria-labelledby="leads">
      <h2 id="leads">Leads</h2>
      {failure && !isTold && <FailureNotice failure={failure} shownFromMs={atMs} />}
      {value?.data.length === 0 && <NoLeads />}
      {value && value.data.length > 0 && <LeadTable leads={value.data} />}
      {value && value.nextCursor !== null && (
        <p>
          {isAll ? (
            `The newest ${value.data.length} are shown.`
          ) : (
            <button type="button" onClick={showMore}>
              Show older leads
            </button>
          )}
        </p>
      )}
    </section>
  );
}

function NoLeads() {
  return (
    <div class="empty">
      <p>
        <strong>No lead yet.</strong> Try it: open the{' '}
        <a href="/demo/?utm_source=LinkedIn%20Ads&utm_medium=cpc&utm_campaign=q1">demo page</a> as if you came
        from a LinkedIn ad, and send its form. The lead is here seconds later.
      </p>
      <p>
        For your own website, paste the script tag of a site into its pages. Forms are recognised by
        themselves.
      </p>
    </div>
  );
}
