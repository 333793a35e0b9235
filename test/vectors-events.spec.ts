import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { catalogue, declarationOf, slotsJson, slotsOf } from '#libs/domain';
import { canonicalJson, parseJson } from '#libs/ledger';

interface Vector {
  readonly type: string;
  readonly ver: number;
  /** Begun by `npm run new:event`; `npm run vectors` makes it final. */
  readonly draft?: true;
  readonly slots: readonly string[];
  /** SHA-256 of `jcs`. */
  readonly sha256: string;
  /** The payload, sealed fields still readable, in the bytes of RFC 8785. */
  readonly jcs: string;
}

const file = new URL('./vectors/events.json', import.meta.url);
const { events, slots } = JSON.parse(readFileSync(file, 'utf8')) as { events: readonly Vector[]; slots: string };
const named = events.map((vector) => [`${vector.type}/${vector.ver}`, vector] as const);

describe('the golden vectors of events', () => {
  it('cover every type in the version that is recorded today', () => {
    const known = named.map(([name]) => name);
    expect(new Set(known).size).toBe(known.length);
    expect(known).toEqual(expect.arrayContaining(Object.entries(catalogue).map(([type, { ver }]) => `${type}/${ver}`)));
  });

  it('are final', () => expect(events.filter(({ draft }) => draft)).toEqual([]));

  it.each(named)('%s keeps its bytes', (_, { jcs, sha256 }) => {
    expect(canonicalJson(parseJson(jcs))).toBe(jcs);
    expect(createHash('sha256').update(jcs).digest('hex')).toBe(sha256);
  });

  it.each(named.filter(([, { type, ver }]) => declarationOf(type)?.ver === ver))(
    '%s is accepted as a body and comes out as the same bytes, with the same sealed fields',
    (_, { type, ver, jcs, slots: sealed }) => {
      const { payload } = catalogue[type as keyof typeof catalogue];
      const body = plainToInstance<object, unknown>(payload, JSON.parse(jcs));
      expect(validateSync(body, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
      expect(canonicalJson(body)).toBe(jcs);
      expect(slotsOf(type, ver)).toEqual(sealed);
    },
  );

  it('give the slots file that goes into every bundle', () => expect(slotsJson()).toBe(slots));
});
