import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frame, unframe } from './kurrentdb-frame.js';

const bytes = fc.uint8Array({ maxLength: 300 });
const maybe = fc.option(bytes, { nil: null });
const beside = fc.record({
  kid: fc.string({ unit: 'grapheme', maxLength: 60 }),
  signature: bytes,
  boxes: maybe,
  disclosures: maybe,
  req: maybe,
});
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (ArrayBuffer.isView(item) ? [...(item as Uint8Array)] : item)),
  );

describe('the frame around what is stored beside a statement', () => {
  it('gives back every byte, and tells nothing from null', () => {
    fc.assert(
      fc.property(beside, (given) => {
        const { kid, signature, boxes, disclosures, req } = given;
        const read = unframe(frame(given));
        expect(read?.kid).toBe(kid);
        for (const [name, value] of Object.entries({ signature, boxes, disclosures, req })) {
          const found = read?.[name as 'boxes'];
          expect(found && [...found]).toEqual(value && [...value]);
        }
      }),
    );
  });

  it('never looks like JSON, so that the client hands out its bytes', () => {
    fc.assert(
      fc.property(beside, (given) => {
        expect(() => JSON.parse(Buffer.from(frame(given)).toString('utf8')) as unknown).toThrow(SyntaxError);
      }),
    );
  });

  it('is refused when a byte is missing, added, or the header is another', () => {
    const whole = frame({ kid: 'k', signature: Uint8Array.of(1, 2), boxes: null, disclosures: null, req: null });
    for (let end = 0; end < whole.length; end++) expect(unframe(whole.slice(0, end))).toBeUndefined();
    expect(unframe(Uint8Array.of(...whole, 0))).toBeUndefined();
    expect(unframe(Uint8Array.of(...whole, 0xff, 0xff, 0xff, 0xff))).toBeUndefined();
    expect(unframe(Uint8Array.of(0x6c, ...whole.slice(1)))).toBeUndefined();
    for (const other of [undefined, null, {}, 'LEVT1', 7]) expect(unframe(other)).toBeUndefined();
  });

  it('is refused without a kid or a signature', () => {
    const missing = { kid: '', signature: new Uint8Array(0), boxes: null, disclosures: null, req: null };
    const whole = Buffer.from(frame(missing));
    expect(plain(unframe(whole))).toMatchObject({ kid: '' });
    for (const at of [5, 9]) {
      const without = Buffer.from(whole);
      without.writeUInt32BE(0xffff_ffff, at);
      expect(unframe(without)).toBeUndefined();
    }
  });
});
