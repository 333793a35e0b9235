import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { columns } from './columns.js';
import { csvEntries } from './csv-entries.js';
import { isDraft } from './entry.js';

describe('the page on importing', () => {
  it('has every column that can be imported, in order, and no other', () => {
    const [, after = ''] = readFileSync('docs/importing.md', 'utf8').split('<!-- table: columns -->');
    const [table = ''] = after.split('## What a row becomes');
    expect([...table.matchAll(/^\| `([a-z_]+)` /gmu)].map(([, name]) => name)).toEqual(columns);
  });

  it('points at an example that uses every column, and of which every row can be read', async () => {
    const used = new Set<string>();
    for await (const { read } of csvEntries('examples/references.csv')) {
      expect(isDraft(read) ? [] : read).toEqual([]);
      if (isDraft(read)) used.add(read.kind);
    }
    expect([...used]).toEqual(['history', 'void']);
    const [heading = ''] = readFileSync('examples/references.csv', 'utf8').split('\n');
    expect(heading.split(',')).toEqual(columns);
  });
});
