import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compareBytes,
  compareText,
  concat,
  equalBytes,
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  textFromBase64url,
  toBase64,
  toBase64url,
  toHex,
  utf8,
} from './bytes.js';

const seed = Date.now() % 2 ** 31;
const bytes = fc.uint8Array({ maxLength: 100 });

describe(`Bytes and the texts that stand for them (seed ${seed})`, () => {
  it('are read back from every text that was written', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        expect(fromHex(toHex(some))).toEqual(some);
        expect(fromBase64(toBase64(some))).toEqual(some);
        expect(fromBase64url(toBase64url(some))).toEqual(some);
      }),
      { seed },
    );
  });

  it('have exactly one text each, so that nobody can vary a signed text without changing what it says', () => {
    const alike = fc.string({ unit: fc.constantFrom(...'AQgw-_+/=. \n'), maxLength: 12 });
    fc.assert(
      fc.property(alike, (text) => {
        for (const [read, write] of [
          [fromBase64url, toBase64url],
          [fromBase64, toBase64],
        ] as const) {
          const value = read(text);
          expect(value === undefined || write(value) === text).toBe(true);
        }
      }),
      { seed },
    );
  });

  it('are not read from a text of any length in which one character is another', () => {
    const altered = fc.tuple(fc.uint8Array({ maxLength: 400 }), fc.nat(), fc.string({ unit: 'binary', maxLength: 2 }));
    fc.assert(
      fc.property(altered, ([some, place, other]) => {
        const text = toBase64url(some);
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        const value = fromBase64url(changed);
        expect(value === undefined || toBase64url(value) === changed).toBe(true);
        expect(textFromBase64url(changed)?.length).toBe(value?.length);
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it.each(['AB', 'A', 'AA==', 'AA=', 'A A', 'AA\n', '+/8', 'é', 'ŁQ', 'ŁAAA', '+AAA', 'AAA/'])(
    'are not read from the base64url %j',
    (text) => expect(fromBase64url(text)).toBeUndefined(),
  );

  it.each(['AB==', 'AA', 'AA=', 'AA===', '-_8=', 'AA==AA=='])('are not read from the base64 %j', (text) =>
    expect(fromBase64(text)).toBeUndefined(),
  );

  it.each(['A', '0', 'AB', 'zz', '0x'])('are not read from the hex %j', (text) =>
    expect(fromHex(text)).toBeUndefined(),
  );

  it('keep a byte order mark, and are no text when they are not UTF-8', () => {
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
    expect(fromUtf8(Uint8Array.of(0xc0, 0x80))).toBeUndefined();
    expect(fromUtf8(utf8('“né”'))).toBe('“né”');
  });

  it('are ordered from the left, a beginning before what it begins', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(Math.sign(compareBytes(a, b)) + Math.sign(compareBytes(b, a))).toBe(0);
        expect(compareBytes(a, concat(a, b))).toBeLessThanOrEqual(0);
        expect(equalBytes(a, b)).toBe(toHex(a) === toHex(b));
      }),
      { seed },
    );
  });

  it('order texts above U+FFFF after all others, which JavaScript itself does not', () => {
    expect(compareText('\u{1F600}', '\uFF5E')).toBeGreaterThan(0);
    expect('\u{1F600}' < '\uFF5E').toBe(true);
    const text = fc.string({
      unit: fc.constantFrom('', 'a', 'é', '\ud7ff', '\ue000', '\uff5e', '\u{10000}', '\u{1F600}'),
    });
    fc.assert(
      fc.property(text, text, (a, b) =>
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(compareBytes(utf8(a), utf8(b)))),
      ),
      { seed },
    );
  });
});
