import { describe, expect, it } from '@jest/globals';

import { pageText, type Run } from './page-text.js';

const line = (text: string, y: number): Run => ({ text, y, endsLine: true });

describe('the text of a page', () => {
  it('has a blank line where paragraphs are set apart, and none within one', () => {
    const runs = [line('Ref.: AL KHM 1/2025', 780), line('10 March 2025', 754), line('We have', 741), line('the', 728)];
    expect(pageText(runs)).toBe('Ref.: AL KHM 1/2025\n\n10 March 2025\nWe have\nthe');
  });

  it('joins the runs of a line, whatever font they are in', () => {
    const runs = [
      { text: 'resolution', y: 700, endsLine: false },
      { text: ' ', y: 0, endsLine: false },
      { text: '51/15', y: 700.2, endsLine: true },
      line('   ', 690),
      { text: 'last, without an end', y: 687, endsLine: false },
    ];
    expect(pageText(runs)).toBe('resolution 51/15\nlast, without an end');
  });

  it('is empty for a page without text', () => {
    expect(pageText([])).toBe('');
    expect(pageText([line('  ', 10)])).toBe('');
  });
});
