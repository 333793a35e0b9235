import { readFileSync, writeFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { configurationTable, errorsTable, eventsTable, findingsTable, recordTypesTable } from './expected-tables.js';
import { type Table, tableOf, withTable } from './markdown.js';

const tables: [page: string, name: string, make: () => Table | Promise<Table>][] = [
  ['docs/errors.md', 'errors', errorsTable],
  ['docs/event-types.md', 'event-types', eventsTable],
  ['docs/event-types.md', 'record-types', recordTypesTable],
  ['docs/formats.md', 'findings', findingsTable],
  ['docs/running.md', 'configuration', configurationTable],
];

/** `npm run tables` writes what the code says; without it the page is only compared. */
const write = (page: string, name: string, rows: Table): void =>
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), name, rows));

describe('the tables of the documentation say what the code does', () => {
  it.each(tables)('%s: %s', async (page, name, make) => {
    const expected = await make();
    if (process.env['WRITE_TABLES'] === 'yes') write(page, name, expected);
    expect(tableOf(readFileSync(page, 'utf8'), name)).toEqual(expected);
  });

  it('would show a row that is missing, added or changed', () => {
    const page = (rows: readonly string[]): string =>
      `# A\n\n<!-- table: t -->\n\n| a | b |\n| - | - |\n${rows.join('\n')}\n\nText\n`;
    expect(tableOf(page(['| `x` | one |']), 't')).toEqual([
      ['a', 'b'],
      ['`x`', 'one'],
    ]);
    expect(tableOf(page(['| `x` | two |']), 't')).not.toEqual(tableOf(page(['| `x` | one |']), 't'));
    expect(tableOf(page([]), 't')).toEqual([['a', 'b']]);
    expect(tableOf(page([]), 'other')).toEqual([]);
  });
});
