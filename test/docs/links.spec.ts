import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { anchorsOf, linksOf, pages, pageText } from './markdown.js';

/** Links of a page that lead nowhere: a path that is not there, a heading that is not there. Addresses of the web are not visited. */
function brokenLinks(path: string, text: string): string[] {
  return linksOf(text).filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : normalize(join(dirname(path), file));
    if (!existsSync(target)) return true;
    const heading = file === '' ? text : target.endsWith('.md') ? readFileSync(target, 'utf8') : undefined;
    return anchor !== undefined && heading !== undefined && !anchorsOf(heading).includes(anchor);
  });
}

describe('links of the documentation', () => {
  it.each(pages)('of %s lead somewhere', (path) => expect(brokenLinks(path, pageText(path))).toEqual([]));

  it('are reported when they do not', () => {
    const text =
      '# A heading, here\n\n[a](no-such-file.md) [b](#a-heading-here) [c](#nowhere) [d](package.json) `[e](f.md)`\n';
    expect(brokenLinks('README.md', text)).toEqual(['no-such-file.md', '#nowhere']);
  });
});
