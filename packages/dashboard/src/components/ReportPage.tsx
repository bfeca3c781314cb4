import { reportTable } from '../report-table.ts';
import { useLive } from '../useLive.ts';
import { FailureNotice } from './FailureNotice.tsx';
import { Heading } from './Heading.tsx';

const CALM_PACE_MS = 60_000;

/** `concentration`: who holds the pipeline, which the report on tiers tells besides. */
type AnyReport = {
  from: string | null;
  to: string | null;
  rows: object[];
  totals?: object;
  concentration?: { currency: string | null; rows: { key: string; amount: number; share: number | null }[] };
};

/** One report, as the link of a warning asks for it. */
export function ReportPage({ name, query }: { name: string; query: string }) {
  const report = useLive<AnyReport>(`/v1/reports/${name}?${query}`, () => CALM_PACE_MS);
  const { value, failure, atMs } = report;
  const title = `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;

  return (
    <>
      <Heading tab={title}>{title}</Heading>
      {failure && <FailureNotice failure={failure} shownFromMs={atMs} />}
      {value && (
        <p class="quiet">
          From {value.from?.slice(0, 10) ?? 'the beginning'} to {value.to?.slice(0, 10) ?? 'now'}.
        </p>
      )}
      {value && <Rows name={title} rows={value.rows} />}
      {value?.totals && (
        <>
          <h2>In all</h2>
          <Rows name="In all" rows={[value.totals]} />
        </>
      )}
      {value?.concentration && (
        <>
          <h2>The pipeline by source</h2>
          <Rows name="The pipeline by source" rows={pipelineRows(value.concentration)} />
        </>
      )}
      {!value && !failure && <p class="quiet">Loading…</p>}
    </>
  );
}

const pipelineRows = ({ currency, rows }: NonNullable<AnyReport['concentration']>): object[] =>
  rows.map(({ key, amount, share }) => ({
    source: key,
    ...(currency === null ? { deals: amount } : { value: { amount, currency } }),
    'share in percent': share === null ? null : share * 100,
  }));

function Rows({ name, rows }: { name: string; rows: readonly object[] }) {
  const { columns, lines } = reportTable(rows);
  if (lines.length === 0) return <p class="quiet">There is nothing in this period.</p>;
  return (
    <div class="report" role="region" aria-label={name} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((cells) => (
            <tr key={cells.join('\n')}>
              {cells.map((cell, place) => (
                <td key={columns[place]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
