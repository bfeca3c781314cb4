import { UNKNOWN } from './journeys.ts';

const bands = [
  { from: 1001, name: '1001+' },
  { from: 201, name: '201-1000' },
  { from: 51, name: '51-200' },
  { from: 11, name: '11-50' },
  { from: 0, name: '1-10' },
] as const;

/** The band of a number of employees by which reports group companies. */
export function sizeBandOf(employees: number | undefined): string {
  if (employees === undefined || employees === UNKNOWN) return '(unknown)';
  return bands.find(({ from }) => employees >= from)?.name ?? '1-10';
}
