import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '#libs/ledger';

interface EventVector {
  readonly type: string;
  readonly ver: number;
  /** Not final yet: its type is being added. */
  readonly draft?: unknown;
}

const folder = 'test/vectors';
/** Released bytes that stand beside what they are for. */
const elsewhere = ['libs/event-store/src/fixtures/schema-1.sql'];
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const pinned = new Map(
  readFileSync(`${folder}/SHA256SUMS`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => [line.slice(66), line.slice(0, 64)]),
);

/** The digest of each file, and of each event of the one file that grows. */
function digestsNow(): Map<string, string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'events.json');
  const { events } = JSON.parse(readFileSync(`${folder}/events.json`, 'utf8')) as { events: EventVector[] };
  return new Map([
    ...files.map((name): [string, string] => [name, sha256(readFileSync(`${folder}/${name}`))]),
    ...elsewhere.map((path): [string, string] => [path, sha256(readFileSync(path))]),
    ...events
      .filter(({ draft }) => draft === undefined)
      .map((event): [string, string] => [`events.json#${event.type}/${event.ver}`, sha256(canonicalJson(event))]),
  ]);
}

describe('The golden vectors are what they were when they were released', () => {
  it.each([...pinned])('%s', (name, digest) => {
    expect(digestsNow().get(name)).toBe(digest);
  });

  it('and none is without its digest', () => {
    expect([...digestsNow().keys()].filter((name) => !pinned.has(name))).toEqual([]);
  });

  it('and each folder of them says that it is never edited', () => {
    expect(readFileSync(`${folder}/README.md`, 'utf8')).toMatch(/^\*\*Never edited\.\*\*/m);
    for (const path of elsewhere) expect(readFileSync(path, 'utf8').split('\n')[0]).toContain('never edited');
  });
});
