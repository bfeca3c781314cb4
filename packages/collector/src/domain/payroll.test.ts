import { expect, it } from 'vitest';
import { payrollFile, totalsOf } from './payroll.ts';

const line = (referrer: string, amount: number, currency: string, reference: string) => ({
  referrer,
  amount: { amount, currency },
  reference,
});

it('writes one line a reward, by currency and employee, in major units of each currency', () => {
  const lines = [
    line('U0EMMA', 25_000, 'EUR', 'rwd_2'),
    line('U0BEN', 100_050, 'USD', 'rwd_1'),
    line('U0BEN', -25_000, 'EUR', 'rwd_3'),
    line('U0KIM', 5000, 'JPY', 'rwd_4'),
  ];
  const payroll = { wageType: '4711', employeeIds: { U0EMMA: '0042' } };
  expect(payrollFile(lines, '2026-03', payroll).split('\r\n')).toEqual([
    'employee_id,wage_type,period,amount,currency,reference',
    '0042,4711,2026-03,250.00,EUR,rwd_2',
    'U0BEN,4711,2026-03,-250.00,EUR,rwd_3',
    'U0KIM,4711,2026-03,5000,JPY,rwd_4',
    'U0BEN,4711,2026-03,1000.50,USD,rwd_1',
    '',
  ]);
  expect(totalsOf(lines.map(({ amount }) => amount))).toEqual([
    { amount: 0, currency: 'EUR' },
    { amount: 5000, currency: 'JPY' },
    { amount: 100_050, currency: 'USD' },
  ]);
});

it.each([
  ['=HYPERLINK("http://a")', `"'=HYPERLINK(""http://a"")"`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@sum', `'@sum`],
  ['\t1', `'\t1`],
])('neutralises %j, which a spreadsheet would calculate', (id, cell) => {
  const payroll = { wageType: 'REFERRAL', employeeIds: { U0EMMA: id } };
  const [, row] = payrollFile([line('U0EMMA', 100, 'EUR', 'rwd_1')], '2026-03', payroll).split('\r\n');
  expect(row).toBe(`${cell},REFERRAL,2026-03,1.00,EUR,rwd_1`);
});
