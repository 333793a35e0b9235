import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/ledger';
import { LedgerTally, viewFiles } from '#libs/projections';

interface ViewsVector {
  readonly input: { readonly code: string; readonly events: readonly RecordedEvent[] };
  readonly expected: Readonly<Record<string, string>>;
}

const { input, expected } = JSON.parse(
  readFileSync(new URL('vectors/views.json', import.meta.url), 'utf8'),
) as ViewsVector;

/** Every fold that a released bundle holds: a verifier of any later day must fold the same bytes from the same statements. */
describe('The views of bundles, byte for byte as they were first folded', () => {
  it('of one addressee’s file', () => {
    const files = viewFiles(input.code, input.events);
    expect(files.size).toBe(2);
    for (const [name, text] of files) expect([name, text]).toEqual([name, expected[name]]);
  });

  it('of the whole ledger', () => {
    const tally = new LedgerTally();
    for (const event of input.events) tally.see(event);
    const [name, text] = tally.file;
    expect([name, text]).toEqual([name, expected[name]]);
    expect(Object.keys(expected)).toHaveLength(3);
  });
});
