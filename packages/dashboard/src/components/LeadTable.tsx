import type { Lead, Source } from '@headwater/contract';
import { leadAddress } from '../address.ts';
import { originInWords, ownerInWords, stageNames, whoIs } from '../lead-words.ts';
import { Moment } from './Moment.tsx';
import { TemperatureMark } from './TemperatureMark.tsx';

const columns = ['Who', 'Company', 'Temperature', 'Score', 'Original source', 'Owner', 'Created'];

/** Leads, one a row, each a link to its page. Roles are spelled out: narrow screens lay rows out as cards. */
export function LeadTable({ leads }: { leads: Lead[] }) {
  return (
    <table role="table" class="leads" aria-labelledby="leads">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {leads.map((lead) => (
          <LeadRow key={lead.id} lead={lead} />
        ))}
      </tbody>
    </table>
  );
}

function LeadRow({ lead }: { lead: Lead }) {
  const who = whoIs(lead);
  return (
    <tr role="row">
      <td role="cell" class="who">
        <a href={leadAddress(lead.id)}>{who}</a>
        {lead.email !== null && lead.email !== who && <span class="quiet">{lead.email}</span>}
        {lead.stage !== 'lead' && <span class="tag">{stageNames[lead.stage]}</span>}
      </td>
      <td role="cell" class="company">
        {lead.company ?? lead.account ?? <span class="quiet">not known</span>}
      </td>
      <td role="cell" class="temperature">
        <TemperatureMark temperature={lead.temperature} />
      </td>
      <td role="cell" class="score" data-label="Score">
        {lead.score}
      </td>
      <td role="cell" class="origin" data-label="From">
        <Origin source={lead.originalSource} />
      </td>
      <td role="cell" class="owner" data-label="Owner">
        {ownerInWords(lead)}
      </td>
      <td role="cell" class="created">
        <Moment at={lead.createdAt} />
      </td>
    </tr>
  );
}

function Origin({ source }: { source: Source }) {
  const origin = originInWords(source);
  return (
    <span>
      {source.channel}
      {origin !== '' && <span class="quiet">{origin}</span>}
    </span>
  );
}
