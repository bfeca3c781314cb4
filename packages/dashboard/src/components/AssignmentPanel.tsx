import type { Lead } from '@headwater/contract';
import { ownerInWords } from '../lead-words.ts';
import { distance } from '../time.ts';
import { Facts } from './Facts.tsx';
import { Moment } from './Moment.tsx';
import { Panel } from './Panel.tsx';

/** Whose the lead is, until when it should be claimed, and how that was decided. */
export function AssignmentPanel({ lead, nowMs }: { lead: Lead; nowMs: number }) {
  const { assignment, owner } = lead;
  return (
    <Panel id="assignment" title="Assignment">
      <Facts
        facts={[
          ['Owner', ownerInWords(lead)],
          ['Slack channel', assignment && assignment.channel],
          ['Claim by', owner === null ? deadlineInWords(assignment, nowMs) : null],
          ['Rule', assignment && assignment.rule],
          ['Because', assignment && assignment.because],
        ]}
      />
      {assignment === null && <p>Not routed: nobody is alerted for this lead.</p>}
      {assignment && assignment.tried.length > 0 && <RulesTried tried={assignment.tried} />}
    </Panel>
  );
}

function deadlineInWords(assignment: Lead['assignment'], nowMs: number) {
  if (!assignment?.deadline) return null;
  return (
    <>
      <Moment at={assignment.deadline} /> ({distance(assignment.deadline, nowMs)})
    </>
  );
}

function RulesTried({ tried }: { tried: NonNullable<Lead['assignment']>['tried'] }) {
  return (
    <>
      <h3>Rules tried</h3>
      <ol class="rules">
        {tried.map(({ rule, matched, because }) => (
          <li key={rule}>
            <strong>{rule}</strong> {matched ? 'matched' : 'did not match'}: {because}
          </li>
        ))}
      </ol>
    </>
  );
}
