import { describe, expect, it } from '@jest/globals';

import { wantsPage } from './wants-page.js';

describe('who is shown a page at the address of a service', () => {
  it('is a browser', () => {
    expect(wantsPage('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8')).toBe(true);
    expect(wantsPage('application/json;q=0.5, TEXT/HTML')).toBe(true);
  });

  it('and not a program, which takes JSON or whatever there is', () => {
    for (const accept of [undefined, '', '*/*', 'text/*', 'application/json', 'application/json, text/html;q=0.9'])
      expect([accept, wantsPage(accept)]).toEqual([accept, false]);
    for (const accept of ['text/html;q=0', 'text/html; q=none', 'text/htmlx'])
      expect([accept, wantsPage(accept)]).toEqual([accept, false]);
  });
});
