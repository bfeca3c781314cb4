import { expect, it } from 'vitest';
import { parsePaths } from './pathsFile.ts';

const header = 'path,total_conversions,total_conversion_value,total_null';
const parse = (...rows: string[]) => parsePaths([header, ...rows, ''].join('\n'), 'paths.csv');

it('reads paths with their numbers', () => {
  expect(parse('Email > Direct,3,120.5,7', '"Paid, Search",0,0,2')).toEqual([
    { channels: ['Email', 'Direct'], conversions: 3, value: 120.5, nulls: 7 },
    { channels: ['Paid, Search'], conversions: 0, value: 0, nulls: 2 },
  ]);
});

it('takes columns in any order, semicolons, a byte order mark and other columns', () => {
  const text = '\uFEFFtotal_null;Path;note;total_conversion_value;total_conversions\r\n4;A>B;x;10;2\r\n';
  expect(parsePaths(text, 'paths.csv')).toEqual([
    { channels: ['A', 'B'], conversions: 2, value: 10, nulls: 4 },
  ]);
});

it.each([
  ['A>B,x,0,0', 'paths.csv: row 3, total_conversions: "x" is not a number'],
  ['A>B,,0,0', 'paths.csv: row 3, total_conversions: is empty'],
  ['A>B,1', 'paths.csv: row 3, total_conversion_value: is empty\npaths.csv: row 3, total_null: is empty'],
  ['A>B,1,0,-2', 'paths.csv: row 3, total_null: "-2" is below 0'],
  ['A>B,1,Infinity,0', 'paths.csv: row 3, total_conversion_value: "Infinity" is not a number'],
  ['A>B,1e308,0,0', 'paths.csv: row 3, total_conversions: "1e308" is larger than anything counted'],
  ['A>>B,1,0,0', 'paths.csv: row 3, path: its touch 2 is empty'],
  [' ,1,0,0', 'paths.csv: row 3, path: is empty'],
  ['A,0,5,1', 'paths.csv: row 3, total_conversion_value: is a value without a conversion'],
])('names row and column of %s', (row, message) => {
  expect(() => parse('A,1,0,0', row)).toThrow(message);
});

it('says which column is missing', () => {
  expect(() => parsePaths('path,total_null\nA,1\n', 'paths.csv')).toThrow(
    'paths.csv: row 1: there is no column total_conversions, total_conversion_value',
  );
  expect(() => parsePaths('', 'paths.csv')).toThrow('there is no column path');
});

it('says where a quote is not closed', () => {
  expect(() => parse('"A,1,0,0')).toThrow(/^paths\.csv: .*quote/i);
});

it('names the first twenty of many errors', () => {
  const rows = Array.from({ length: 50 }, () => 'A,x,0,0');
  expect(() => parse(...rows)).toThrow(/row 21, .*\npaths\.csv: and 30 more$/);
});
