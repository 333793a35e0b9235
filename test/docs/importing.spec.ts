import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { columns } from '../../apps/ledger/src/import/columns.js';
import { csvEntries } from '../../apps/ledger/src/import/csv-entries.js';
import { isDraft } from '../../apps/ledger/src/import/entry.js';
import { tableOf } from './markdown.js';

describe('the page on importing', () => {
  it('has every column that can be imported, in order, and no other', () => {
    const [, ...rows] = tableOf(readFileSync('docs/importing.md', 'utf8'), 'columns');
    expect(rows.map(([name]) => name)).toEqual(columns.map((column) => `\`${column}\``));
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
