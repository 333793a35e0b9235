import { readFileSync, writeFileSync } from 'node:fs';

import { format, resolveConfig } from 'prettier';

import { type Table, withTable } from '../docs/markdown.js';

export const page = 'docs/tampering.md';

/** Writes what a run has shown into the documentation: its table, and beneath it which run that was. */
export async function document(name: string, table: Table, run: string): Promise<void> {
  const text = withTable(readFileSync(page, 'utf8'), name, table);
  const [before = '', after = ''] = text.split(`<!-- run: ${name} -->\n`);
  const said = `${before}<!-- run: ${name} -->\n\n${run}\n${after.replace(/^\s*.*\n/, '')}`;
  writeFileSync(page, await format(said, { ...(await resolveConfig(page)), parser: 'markdown' }));
}
