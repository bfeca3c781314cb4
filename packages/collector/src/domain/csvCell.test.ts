import { expect, it } from 'vitest';
import { csvCell } from './csvCell.ts';

it.each([
  ['=1+1', "'=1+1"],
  ['\t=1', "'\t=1"],
  ['\n=1', `"'\n=1"`],
  ['\r=1', `"'\r=1"`],
  ['a\n=1', '"a\n=1"'],
  ['a "b"', '"a ""b"""'],
])('text such as %j is the cell %j', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});
