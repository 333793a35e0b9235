import { hkdfSync } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { slotAad } from '#libs/integrity';
import { SeededEntropy } from '#libs/testing';

import type { DataKey } from './key-store.js';
import { keyIds, openBox, sealBox } from './sealing.js';

const seed = Date.now() % 2 ** 31;
const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const key: fc.Arbitrary<DataKey> = fc.record({ id: fc.uuid(), bytes: bytes(32) });
const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 5, selector: ({ id }) => id });
const text = fc.stringMatching(/^[A-Za-z0-9_-]{1,400}$/);
const jti = '5b1c6a0e-2f5d-8c3a-9e1b-0123456789ab';
const place = fc
  .record({ path: fc.constantFrom('source', 'narrative', 'persons/0/particulars', 'persons/1/particulars'), keys })
  .map(({ path, keys: owners }) => ({ keys: owners, aad: slotAad('ledger.test/seal', jti, path, keyIds(owners)) }));
const broken = expect.objectContaining({ code: 'SEAL_BROKEN' }) as unknown;
const flipped = (box: Uint8Array, bit: number): Uint8Array =>
  box.map((byte, at) => (at === (bit >> 3) % box.length ? byte ^ (1 << (bit & 7)) : byte));

const refusal = (open: () => string): unknown => {
  try {
    return open();
  } catch (error) {
    return error;
  }
};

describe(`A sealed field (seed ${seed})`, () => {
  it('is read again with the keys of all its subjects, in whatever order they come', () => {
    fc.assert(
      fc.property(place, text, bytes(12), (slot, disclosure, iv) => {
        const box = sealBox(slot.keys, slot.aad, disclosure, iv);
        expect(box).toHaveLength(12 + disclosure.length + 16);
        expect(openBox([...slot.keys].reverse(), slot.aad, box)).toBe(disclosure);
        expect(openBox([...slot.keys, ...slot.keys], slot.aad, box)).toBe(disclosure);
      }),
      { seed },
    );
  });

  it('stays closed when one key is missing, another, or changed by one bit', () => {
    fc.assert(
      fc.property(place, text, key, fc.nat({ max: 255 }), (slot, disclosure, other, bit) => {
        const box = sealBox(slot.keys, slot.aad, disclosure, new Uint8Array(12));
        const [first, ...rest] = slot.keys as [DataKey, ...DataKey[]];
        const wrong = [
          [other, ...rest],
          [{ ...first, bytes: flipped(first.bytes, bit) }, ...rest],
          [...slot.keys, other],
        ];
        if (rest.length > 0) wrong.push(rest);
        for (const attempt of wrong) expect(refusal(() => openBox(attempt, slot.aad, box))).toEqual(broken);
      }),
      { seed },
    );
  });

  it('stays closed in any other place than its own', () => {
    fc.assert(
      fc.property(place, place, text, (slot, elsewhere, disclosure) => {
        fc.pre(Buffer.compare(slot.aad, elsewhere.aad) !== 0);
        const box = sealBox(slot.keys, slot.aad, disclosure, new Uint8Array(12));
        expect(refusal(() => openBox(slot.keys, elsewhere.aad, box))).toEqual(broken);
      }),
      { seed },
    );
  });

  it('stays closed when one bit of it was changed, or when it was cut short or made longer', () => {
    fc.assert(
      fc.property(place, text, fc.nat(), fc.nat(), (slot, disclosure, bit, cut) => {
        const box = sealBox(slot.keys, slot.aad, disclosure, new Uint8Array(12));
        const altered = [flipped(box, bit), box.subarray(0, cut % box.length), Buffer.concat([box, Buffer.alloc(1)])];
        for (const attempt of altered) expect(refusal(() => openBox(slot.keys, slot.aad, attempt))).toEqual(broken);
      }),
      { seed },
    );
  });

  it('may belong to more persons than Node’s own key derivation allows for', () => {
    const entropy = new SeededEntropy('many');
    const owners = Array.from({ length: 60 }, () => ({ id: entropy.uuid(), bytes: entropy.bytes(32) }));
    const aad = slotAad('ledger.test/seal', jti, 'narrative', keyIds(owners));
    expect(aad.length).toBeGreaterThan(1024);
    expect(() => hkdfSync('sha256', new Uint8Array(32), '', aad, 32)).toThrow();
    expect(openBox(owners, aad, sealBox(owners, aad, 'text', new Uint8Array(12)))).toBe('text');
  });

  it('is never sealed under no key, half a key or a short iv', () => {
    const aad = new Uint8Array(1);
    const whole = { id: 'a', bytes: new Uint8Array(32) };
    const internal = expect.objectContaining({ code: 'INTERNAL' }) as unknown;
    expect(refusal(() => String(sealBox([], aad, 'text', new Uint8Array(12))))).toEqual(internal);
    const half = { id: 'a', bytes: new Uint8Array(16) };
    expect(refusal(() => String(sealBox([half], aad, 'text', new Uint8Array(12))))).toEqual(internal);
    expect(refusal(() => String(sealBox([whole], aad, 'text', new Uint8Array(11))))).toEqual(internal);
  });
});
