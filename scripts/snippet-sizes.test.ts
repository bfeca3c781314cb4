import { describe, expect, it } from 'vitest';
import { brotliBytes, missingLines, ownSizes, sizeLines, withTable, type Size } from './snippet-sizes.ts';

const cookie: Size = { name: 'js-cookie', file: '`js.cookie.min.js`', bytes: 1745, note: '' };
const page = 'before\n<!-- sizes -->\nold\n<!-- /sizes -->\nafter\n';

describe('ownSizes', () => {
  it('measures the snippet, the widget and the largest of its languages', () => {
    const files = {
      'hw.js': 'let a = 1;',
      'hw-widget.js': 'let widget = 1;',
      'hw-widget-de.js': 'let words = "kurz";',
      'hw-widget-ru.js': 'let words = "длиннее и ещё длиннее";',
    };
    expect(ownSizes(files).map(({ file, bytes }) => [file, bytes])).toEqual([
      ['`hw.js`', brotliBytes(files['hw.js'])],
      ['`hw-widget.js`', brotliBytes(files['hw-widget.js'])],
      ['`hw-widget-LANG.js`', brotliBytes(files['hw-widget-ru.js'])],
    ]);
  });

  it('leaves out what was not built', () => {
    expect(ownSizes({ 'hw.js': '' })).toHaveLength(1);
  });
});

describe('the table', () => {
  it('gives no number for what nobody measured', () => {
    const lines = sizeLines([cookie, { name: 'GoatCounter', file: '–', bytes: null, note: 'not on npm' }]);
    expect(lines).toEqual([
      '| js-cookie | `js.cookie.min.js` | 1,745 |  |',
      '| GoatCounter | – | – | not on npm |',
    ]);
  });

  it('replaces the one before and nothing else', () => {
    const text = withTable(page, [cookie]);
    expect(text).toMatch(/^before\n<!-- sizes -->\n\| \| file/);
    expect(text).toMatch(/1,745 \|[^|]*\|\n<!-- \/sizes -->\nafter\n$/);
    expect(text).not.toContain('old');
  });

  it('refuses a document without a place for it', () => {
    expect(() => withTable('nothing', [cookie])).toThrow('has no <!-- sizes -->');
  });

  it('is out of date when a size is another', () => {
    const text = withTable(page, [cookie]);
    expect(missingLines(text, [cookie])).toEqual([]);
    expect(missingLines(text, [{ ...cookie, bytes: 1746 }])).toHaveLength(1);
  });
});
