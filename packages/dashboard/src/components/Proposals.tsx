import type { ProposalDecided, SourceProposal } from '@headwater/contract';
import { useState } from 'preact/hooks';
import { failureInWords } from '../api.ts';
import { send } from '../api-send.ts';
import { key } from '../session.ts';
import { useLive } from '../useLive.ts';
import { FailureNotice } from './FailureNotice.tsx';
import { Moment } from './Moment.tsx';

const PACE_MS = 10_000;

/** Spellings that resemble a source. Nothing is merged before a person says so. */
export function Proposals() {
  const live = useLive<{ data: SourceProposal[] }>('/v1/sources/proposals', () => PACE_MS);
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const [said, say] = useState('');
  const open = live.value?.data.filter(({ id }) => !decided.has(id)) ?? null;

  const decide = async ({ id, arrived, means }: SourceProposal, decision: 'accept' | 'refuse') => {
    const answer = await send<ProposalDecided>(`/v1/sources/proposals/${id}`, { decision }, key.value ?? '');
    if (answer.kind !== 'ok') return say(failureInWords(answer));
    setDecided(new Set([...decided, id]));
    say(decision === 'accept' ? `${arrived} is ${means} from now on.` : `${arrived} stays as it is.`);
  };

  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals">Probably misspelt</h2>
      {live.failure && <FailureNotice failure={live.failure} shownFromMs={live.atMs} />}
      {open?.length === 0 && <p>No spelling waits for your decision.</p>}
      <ul class="sites proposals">
        {open?.map((proposal) => (
          <li key={proposal.id}>
            <ProposalEntry proposal={proposal} decide={(decision) => decide(proposal, decision)} />
          </li>
        ))}
      </ul>
      <p class="said" aria-live="polite">
        {said}
      </p>
    </section>
  );
}

type EntryProps = {
  proposal: SourceProposal;
  decide: (decision: 'accept' | 'refuse') => Promise<void>;
};

function ProposalEntry({
  proposal: { arrived, means, spellings, touches, leads, since },
  decide,
}: EntryProps) {
  const [isSending, setSending] = useState(false);
  const press = async (decision: 'accept' | 'refuse') => {
    setSending(true);
    await decide(decision);
    setSending(false);
  };
  return (
    <>
      <div>
        <h3>
          <bdi>{arrived}</bdi> probably means <bdi>{means}</bdi>
        </h3>
        <p class="quiet address">
          {counted(touches, 'touch', 'touches')} and {counted(leads, 'lead', 'leads')} since{' '}
          <Moment at={since} />, written {spellings.map((spelling) => `“${spelling}”`).join(', ')}
        </p>
      </div>
      <div class="choice">
        <button type="button" disabled={isSending} onClick={() => void press('accept')}>
          Yes
          <span class="unseen">
            , {arrived} is {means}
          </span>
        </button>
        <button type="button" class="plain" disabled={isSending} onClick={() => void press('refuse')}>
          No
          <span class="unseen">
            , {arrived} is not {means}
          </span>
        </button>
      </div>
    </>
  );
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
