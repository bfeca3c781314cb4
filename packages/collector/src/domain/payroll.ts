import type { EmployeeProgram, Money } from '@headwater/contract';
import { csvCell } from './csvCell.ts';
import { decimalsOf } from './money.ts';

export type PayrollLine = { referrer: string; amount: Money; reference: string };

const header = 'employee_id,wage_type,period,amount,currency,reference';
const wageTypeUnlessSet = 'REFERRAL';

/** The file for payroll (CSV, RFC 4180): one line a reward, sorted by currency and employee. `month` as `2026-03`. */
export function payrollFile(
  lines: readonly PayrollLine[],
  month: string,
  payroll: EmployeeProgram['payroll'],
): string {
  const wageType = payroll?.wageType ?? wageTypeUnlessSet;
  const rows = lines
    .map((line) => ({ ...line, employee: payroll?.employeeIds[line.referrer] ?? line.referrer }))
    .toSorted((one, other) => compare(sortKey(one), sortKey(other)))
    .map(({ employee, amount, reference }) =>
      [
        csvCell(employee),
        csvCell(wageType),
        csvCell(month),
        inMajorUnits(amount),
        csvCell(amount.currency),
        csvCell(reference),
      ].join(','),
    );
  return [header, ...rows, ''].join('\r\n');
}

/** One sum a currency, in the order of the file. */
export function totalsOf(amounts: readonly Money[]): Money[] {
  const byCurrency = Map.groupBy(amounts, ({ currency }) => currency);
  return [...byCurrency]
    .map(([currency, each]) => ({ amount: each.reduce((sum, { amount }) => sum + amount, 0), currency }))
    .toSorted((one, other) => compare(one.currency, other.currency));
}

const sortKey = ({ employee, amount, reference }: PayrollLine & { employee: string }): string =>
  [amount.currency, employee, reference].join('\t');

const compare = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);

/** `250.00`, or `-250.00` for what has to come back: a number of our own, so nothing to neutralise. */
function inMajorUnits({ amount, currency }: Money): string {
  const digits = decimalsOf(currency) ?? 2;
  return (amount / 10 ** digits).toFixed(digits);
}
