import type { ImportKind } from '../../packages/contract/src/imports.ts';

/** Impressions are as few as spend. */
export type MeasuredKind = Exclude<ImportKind, 'impressions'>;

const sources = ['podcast', 'webinar', 'LinkedIn Ads', 'google', 'trade-show'];
const offline = ['webinar', 'trade-show', 'podcast', 'cold-call', 'demo'];
const funnel = ['mql', 'sql', 'opportunity', 'customer'] as const;
const costs = ['ads', 'software', 'content', 'team', 'event', 'rewards'];

/** A CSV file of so many rows, always the same: five people a company; touches of people in no order; four stages each. */
export function importFile(kind: MeasuredKind, rows: number): string {
  const numbers = Array.from({ length: rows }, (_, n) => n);
  switch (kind) {
    case 'leads':
      return file(
        'email,name,company,source,medium,created_at,external_id',
        numbers.map((n) => leadRow(n, rows)),
      );
    case 'touches':
      return file(
        'email,kind,at,campaign',
        numbers.map((n) => touchRow(n, rows)),
      );
    case 'stages':
      return file(
        'email,stage,at,value,revenue,currency',
        numbers.map((n) => stageRow(n, rows)),
      );
    case 'spend':
      return file('month,source,kind,amount,currency', numbers.map(spendRow));
  }
}

const file = (header: string, lines: readonly string[]): string => [header, ...lines, ''].join('\n');
const of = (list: readonly string[], n: number): string => list[n % list.length] ?? '';
const two = (n: number): string => String(n).padStart(2, '0');
const date = (n: number, month: number): string => `2025-${two(1 + (month % 12))}-${two(1 + (n % 28))}`;

const company = (n: number, rows: number): number => n % Math.ceil(rows / 5);
const email = (n: number, rows: number): string => `person${n}@company${company(n, rows)}.de`;

const leadRow = (n: number, rows: number): string =>
  [
    email(n, rows),
    `Person ${n}`,
    `Company ${company(n, rows)}`,
    of(sources, n),
    'cpc',
    date(n, n),
    `crm-${n}`,
  ].join();

function touchRow(n: number, rows: number): string {
  const time = `${date(n, n)}T${two(n % 24)}:${two(n % 60)}:00Z`;
  return [email((n * 7919) % rows, rows), of(offline, n), time, 'spring'].join();
}

function stageRow(n: number, rows: number): string {
  const person = Math.floor(n / funnel.length);
  const stage = of(funnel, n);
  const money = stage === 'opportunity' ? '1200.00,,EUR' : stage === 'customer' ? ',1100.00,EUR' : ',,';
  return [email(person, rows), stage, date(person, 3 * (n % funnel.length)), money].join();
}

/** Each source, kind and month once. */
function spendRow(n: number): string {
  const month = `${2016 + (Math.floor(n / 12) % 10)}-${two(1 + (n % 12))}`;
  return [
    month,
    `source ${Math.floor(n / 720)}`,
    of(costs, Math.floor(n / 120)),
    `${(n % 900) + 1}.50`,
    'EUR',
  ].join();
}
