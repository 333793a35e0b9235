import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { csvEntries } from './csv-entries.js';
import { type Entry, isDraft } from './entry.js';

const folder = mkdtempSync(join(tmpdir(), 'csv-'));
const heading = 'reference,date,mandates,subject,replies';
const row = 'AL BRA 1/2021,2021-03-01,Special Rapporteur on torture,Alleged ill-treatment,';

async function read(text: string | Buffer): Promise<Entry[]> {
  const file = join(folder, 'references.csv');
  writeFileSync(file, text);
  const entries: Entry[] = [];
  for await (const entry of csvEntries(file)) entries.push(entry);
  return entries;
}
const told = (entries: readonly Entry[]) =>
  entries.map(({ place, read: one }) => [place, isDraft(one) ? one.reference : one.map(({ reason }) => reason).join()]);

describe('a file of references', () => {
  it.each([
    ['lines that end as on Windows', `${heading}\r\n${row}\r\n`],
    ['lines that end as on Unix', `${heading}\n${row}\n`],
    ['no end of its last line', `${heading}\n${row}`],
    ['a byte order mark', `\ufeff${heading}\r\n${row}\r\n`],
    ['capital letters and spaces in its heading', `${heading.toUpperCase().replaceAll(',', ' , ')}\n${row}\n`],
    [
      'quotation marks around every cell',
      `${heading}\n${row
        .split(',')
        .map((cell) => `"${cell}"`)
        .join(',')}\n`,
    ],
  ])('may have %s', async (_, text) =>
    expect(told(await read(text))).toEqual([[{ row: 2, line: 2 }, 'AL BRA 1/2021']]),
  );

  it('counts rows as a spreadsheet does and lines as an editor does, with line breaks in cells and empty rows between', async () => {
    const long = 'AL BRA 2/2021,2021-03-01,"A mandate;\r\nanother",""" quoted"", with a comma",';
    const entries = await read(`${heading}\r\n${row}\r\n\r\n${long}\r\n,,,,\r\n${row.replace('1/', '3/')}\r\n`);
    expect(told(entries)).toEqual([
      [{ row: 2, line: 2 }, 'AL BRA 1/2021'],
      [{ row: 4, line: 4 }, 'AL BRA 2/2021'],
      [{ row: 6, line: 7 }, 'AL BRA 3/2021'],
    ]);
    const { read: second } = entries[1] as Entry;
    expect(isDraft(second) && second.body['letter']).toMatchObject({
      mandates: ['A mandate', 'another'],
      subject: '" quoted", with a comma',
    });
  });

  it('has a row that is too long or too short refused, and the next one read', async () =>
    expect(told(await read(`${heading}\n${row},x\nAL BRA 2/2021\n${row}\n`))).toEqual([
      [{ row: 2, line: 2 }, "the number of its cells is 6, and of the heading's 5"],
      [{ row: 3, line: 3 }, "the number of its cells is 1, and of the heading's 5"],
      [{ row: 4, line: 4 }, 'AL BRA 1/2021'],
    ]));

  it.each([
    ['a quotation mark is not closed', `${row}\n"AL BRA 2/2021,2021\n${row}\n`],
    [
      'the row is longer than 200000 characters: a quotation mark may not be closed',
      `${row}\n"${'x'.repeat(300_000)}\n${row}\n`,
    ],
    ['something stands behind a closing quotation mark', `${row}\n"AL BRA 2/2021"x,2021\n${row}\n`],
  ])('is read no further where %s, and says so as its last word', async (reason, rest) => {
    const entries = await read(`${heading}\n${rest}`);
    expect(told(entries)).toEqual([
      [{ row: 2, line: 2 }, 'AL BRA 1/2021'],
      [{ row: 3, line: 3 }, `${reason}; nothing behind it was read`],
    ]);
    expect(entries[1]).toMatchObject({ isLast: true, read: [{ code: 'BODY_INVALID' }] });
    expect(entries.filter(({ isLast }) => isLast)).toHaveLength(1);
  });

  it('has a row with a quotation mark inside a cell refused, and the next one read', async () =>
    expect(told(await read(`${heading}\n${row.replace('Alleged', 'An 8" pipe')}\n${row}\n`))).toEqual([
      [{ row: 2, line: 2 }, 'a quotation mark stands inside a cell that does not begin with one'],
      [{ row: 3, line: 3 }, 'AL BRA 1/2021'],
    ]));

  it('has a row refused whose bytes are no UTF-8, by its column, and the next one read', async () => {
    const [before = '', after = ''] = row.split('torture');
    const latin = Buffer.concat([
      Buffer.from(`${heading}\n${before}`),
      Buffer.from([0xf3]),
      Buffer.from(`${after}\n${row}\n`),
    ]);
    const entries = await read(latin);
    expect(entries[0]?.read).toMatchObject([{ column: 'mandates', code: 'BODY_INVALID' }]);
    expect(told(entries)[1]).toEqual([{ row: 3, line: 3 }, 'AL BRA 1/2021']);
  });

  it('loses no row before the one at which it ends', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => row.replace('1/2021', `${index + 1}/2021`));
    const entries = await read(`${heading}\n${rows.join('\n')}\n"open`);
    expect(entries.filter(({ read: one }) => isDraft(one))).toHaveLength(500);
    expect(entries.at(-1)?.place).toEqual({ row: 502, line: 502 });
  });

  it.each([
    ['a column that is unknown', `${heading},remarks\n`, '"remarks" is no column'],
    ['a column twice', `${heading},date\n`, 'the column date stands twice'],
    ['no column of replies', 'reference,date,mandates,subject\n', 'the column replies is missing'],
    ['semicolons between its columns', `${heading.replaceAll(',', ';')}\n`, 'separated by commas'],
    ['nothing in it', '', 'there is no heading line'],
  ])(
    'with %s cannot be imported',
    async (_, text, reason) =>
      await expect(read(text)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(reason) }),
  );

  it('that is not there cannot be imported', async () =>
    await expect(csvEntries(join(folder, 'none.csv')).next()).rejects.toMatchObject({ exitCode: 2 }));
});
