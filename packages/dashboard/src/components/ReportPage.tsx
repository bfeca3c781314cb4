import { reportTable } from '../report-table.ts';
import { useLive } from '../useLive.ts';
import { FailureNotice } from './FailureNotice.tsx';
import { Heading } from './Heading.tsx';

const CALM_PACE_MS = 60_000;

type AnyReport = { from: string | null; to: string | null; rows: object[]; totals?: object };

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
      {!value && !failure && <p class="quiet">Loading…</p>}
    </>
  );
}

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
