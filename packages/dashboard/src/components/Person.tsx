import type { LeadDetail } from '@headwater/contract';
import { stageNames, webAddress } from '../lead-words.ts';
import { moneyInWords, sumsInWords } from '../money-words.ts';
import { Moment } from './Moment.tsx';
import { Facts } from './Facts.tsx';
import { OutsideLink } from './OutsideLink.tsx';

/** Who the lead is and how to reach them. */
export function Person({ lead }: { lead: LeadDetail }) {
  const { course, revenueTotals } = lead;
  const { email, phone, linkedin, company, account, country, segment, stage, heardFrom, flags, createdAt } =
    lead;
  return (
    <Facts
      facts={[
        ['Company', company],
        ['Account', account],
        ['E-mail', email && <a href={`mailto:${email}`}>{email}</a>],
        ['Phone', phone && <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>],
        ['LinkedIn', linkedin && <OutsideLink address={webAddress(linkedin)} text={linkedin} />],
        ['Country', country],
        ['Segment', segment],
        ['Stage', stageNames[stage]],
        ['Opportunity', course.value && moneyInWords(course.value)],
        ['Revenue', sumsInWords(revenueTotals)],
        ['Heard about us from', heardFrom],
        ['Created', <Moment at={createdAt} />],
        ['Flags', flags.join(', ')],
      ]}
    />
  );
}
