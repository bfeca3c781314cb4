import type { LeadDetail } from '@headwater/contract';
import { webAddress } from '../lead-words.ts';
import { Facts } from './Facts.tsx';
import { Moment } from './Moment.tsx';
import { OutsideLink } from './OutsideLink.tsx';
import { Panel } from './Panel.tsx';

type Submission = LeadDetail['submissions'][number];

const ways: Record<string, string> = { form: 'Form', referral: 'Referral', entered: 'Entered by hand' };

/** What the lead sent, each time in its own words. */
export function Submissions({ submissions }: { submissions: Submission[] }) {
  return (
    <Panel id="submissions" title="Submissions">
      {submissions.map((submission) => (
        <SubmissionEntry key={submission.id} submission={submission} />
      ))}
    </Panel>
  );
}

function SubmissionEntry({
  submission: { at, via, message, fields, form, consent },
}: {
  submission: Submission;
}) {
  const formName = form.name ?? form.id;
  return (
    <article class="submission">
      <h3>
        {ways[via] ?? via}
        {formName !== null && `: ${formName}`}
      </h3>
      <p class="quiet">
        <Moment at={at} />
      </p>
      {message !== null && <blockquote>{message}</blockquote>}
      <Facts
        facts={[
          ...Object.entries(fields),
          ['Sent from', form.url && <OutsideLink address={webAddress(form.url)} text={form.url} />],
          ['Marketing consent', consent && consentInWords(consent)],
        ]}
      />
    </article>
  );
}

function consentInWords({ marketing, text }: NonNullable<Submission['consent']>): string {
  const given = marketing ? 'Given' : 'Not given';
  return text === null ? given : `${given}: “${text}”`;
}
