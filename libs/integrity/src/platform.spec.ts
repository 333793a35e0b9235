import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as node from './platform.node.js';
import type { Unpacking } from './unpacking.js';
import * as web from './platform.web.js';

const seed = Date.now() % 1_000_000;
console.log(`seed of the random bytes: ${seed}`);

async function inflated(unpacking: Unpacking): Promise<[whole: boolean, bytes: string]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of unpacking.pieces) pieces.push(piece);
  return [unpacking.isWhole(), Buffer.concat(pieces).toString('hex')];
}

/** What a browser brings and what we add to it must answer as Node does. */
describe('the platform of a browser', () => {
  it('hashes, checks and encodes as Node does, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(Buffer.from(web.sha256(bytes))).toEqual(Buffer.from(node.sha256(bytes)));
        expect(web.crc32(bytes)).toBe(node.crc32(bytes));
        for (const alphabet of ['base64', 'base64url'] as const) {
          const text = node.encodeBase64(bytes, alphabet);
          expect(web.encodeBase64(bytes, alphabet)).toBe(text);
          expect(Buffer.from(web.decodeBase64(text, alphabet))).toEqual(Buffer.from(bytes));
        }
      }),
      { seed },
    );
  });

  it('says where it cannot check signatures, instead of calling them false', async () => {
    const brought = Object.getOwnPropertyDescriptor(globalThis, 'crypto') ?? {};
    const importKey = () => Promise.reject(new DOMException('unknown algorithm', 'NotSupportedError'));
    try {
      for (const value of [{}, { subtle: { importKey } }]) {
        Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
        const checking = web.verifyEd25519(new Uint8Array(32), new Uint8Array(1), new Uint8Array(64));
        await expect(checking).rejects.toMatchObject({ code: 'CONFIGURATION' });
      }
    } finally {
      Object.defineProperty(globalThis, 'crypto', brought);
    }
    expect(await web.verifyEd25519(new Uint8Array(32), new Uint8Array(1), new Uint8Array(64))).toBe(false);
  });

  it('takes digest and checksum piece by piece as of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 })), (pieces) => {
        const running = web.sha256OfPieces();
        for (const piece of pieces) running.update(piece);
        const whole = Buffer.concat(pieces);
        expect(Buffer.from(running.digest())).toEqual(Buffer.from(node.sha256(whole)));
        expect(pieces.reduce((crc, piece) => web.crc32(piece, crc), 0)).toBe(node.crc32(whole));
      }),
      { seed },
    );
  });

  it('inflates what Node deflates and the other way round, and takes no other end for the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 3000 }), async (bytes) => {
        const packed = node.deflateRaw(bytes);
        const hex = Buffer.from(bytes).toString('hex');
        expect(await inflated(web.inflateRaw([packed], packed.length, bytes.length))).toEqual([true, hex]);
        const stored = web.deflateRaw(bytes);
        expect(await inflated(node.inflateRaw([stored], stored.length, bytes.length))).toEqual([true, hex]);
        const short = packed.subarray(0, -1);
        const long = Buffer.concat([packed, Buffer.from('x')]);
        for (const { inflateRaw } of [node, web])
          expect((await inflated(inflateRaw([short], short.length, bytes.length)))[0]).toBe(false);
        // Browsers refuse what follows the end of a stream, as the standard asks; Node's own copy of theirs does not yet.
        expect((await inflated(node.inflateRaw([long], long.length, bytes.length)))[0]).toBe(false);
      }),
      { seed, numRuns: 30 },
    );
  });

  /** Digits of chance: they cannot be packed into less than four tenths. */
  const bytes = Buffer.from(
    Array.from({ length: 500_000 }, (_, i) => 0x30 + ((node.sha256(`${i >> 5}`)[i % 32] ?? 0) % 10)),
  );
  const packed = node.deflateRaw(bytes);

  /** Each piece in the place of the one before, as a file is read. */
  function* inOneRoom(whole: Uint8Array): Generator<Uint8Array> {
    const room = new Uint8Array(70_000);
    for (let at = 0; at < whole.length; at += room.length) {
      const piece = whole.subarray(at, at + room.length);
      room.set(piece);
      yield room.subarray(0, piece.length);
    }
  }

  it('inflates in pieces what is too long for one', async () => {
    const pieces = [packed.subarray(0, 70_000), packed.subarray(70_000)];
    for (const { inflateRaw } of [node, web])
      expect(await inflated(inflateRaw(pieces, packed.length, bytes.length))).toEqual([true, bytes.toString('hex')]);
  });

  it('inflates pieces that take one another’s place, and finds what is cut, altered or left over', async () => {
    const { length } = packed;
    const asGiven = (given: Uint8Array) => inflated(node.inflateRaw(inOneRoom(given), given.length, bytes.length));
    expect(await asGiven(packed)).toEqual([true, bytes.toString('hex')]);
    const altered = packed.map((byte, i) => (i === length - 80_000 ? byte ^ 0xff : byte));
    const spoilt = [packed.subarray(0, -1), packed.subarray(0, 70_000), Buffer.concat([packed, packed]), altered];
    for (const given of spoilt) expect(await asGiven(given)).not.toEqual([true, bytes.toString('hex')]);
    const many = await Promise.all(Array.from({ length: 5 }, () => asGiven(packed)));
    expect(many.every(([isWhole, hex]) => isWhole && hex === bytes.toString('hex'))).toBe(true);
  });

  it('leaves an inflation that is not read to its end, and says of a source that fails that it is not whole', async () => {
    const left = node.inflateRaw(inOneRoom(packed), packed.length, bytes.length);
    for await (const piece of left.pieces) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(left.isWhole()).toBe(false);
    function* failing(): Generator<Uint8Array> {
      yield packed.subarray(0, 70_000);
      throw new Error('the disk');
    }
    expect((await inflated(node.inflateRaw(failing(), packed.length, bytes.length)))[0]).toBe(false);
  });

  it('verifies the first signature of RFC 8032, and no other', async () => {
    const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
    const key = hex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    const signature = hex(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
    for (const { verifyEd25519 } of [node, web]) {
      expect(await verifyEd25519(key, new Uint8Array(), signature)).toBe(true);
      expect(await verifyEd25519(key, hex('00'), signature)).toBe(false);
      expect(await verifyEd25519(key, new Uint8Array(), signature.slice(1))).toBe(false);
    }
  });

  it.each([1, 127, 300])('verifies %i signatures together as it does one by one', async (count) => {
    const keys = [signingKey(), signingKey()] as const;
    const made = Array.from({ length: count }, (_, i) => {
      const { publicKey, privateKey } = keys[i % 2 === 0 ? 0 : 1];
      // The longest are longer than the room that is made beforehand.
      const message = new Uint8Array(i % 97 === 96 ? 400_000 : i).fill(i);
      return { publicKey, message, signature: new Uint8Array(sign(null, message, privateKey)) };
    });
    const spoilt = made.map((one, i) => {
      if (i % 7 === 3) return { ...one, message: Uint8Array.of(...one.message.subarray(0, 100), 1) };
      if (i % 7 === 4) return { ...one, publicKey: keys[i % 2 === 0 ? 1 : 0].publicKey };
      if (i % 7 === 5) return { ...one, signature: one.signature.subarray(1) };
      return i % 7 === 6 ? { ...one, publicKey: one.publicKey.subarray(1) } : one;
    });
    for (const { SignatureBatch, verifyEd25519 } of [node, web]) {
      const batch = new SignatureBatch();
      for (const one of spoilt) batch.add(one);
      expect(batch.isFull).toBe(count >= 256);
      const oneByOne = spoilt.map((one) => verifyEd25519(one.publicKey, one.message, one.signature));
      expect(await batch.verify()).toEqual(await Promise.all(oneByOne));
    }
    expect(
      await Promise.all(spoilt.map((one) => node.verifyEd25519(one.publicKey, one.message, one.signature))),
    ).toEqual(spoilt.map((_, i) => i % 7 < 3));
  });
});

describe('a batch of signatures', () => {
  it('is full with a few long messages, so that no file decides how much memory it takes', () => {
    const long = { publicKey: new Uint8Array(32), message: new Uint8Array(600_000), signature: new Uint8Array(64) };
    for (const { SignatureBatch } of [node, web]) {
      const batch = new SignatureBatch();
      batch.add(long);
      expect(batch.isFull).toBe(false);
      batch.add(long);
      expect(batch.isFull).toBe(true);
    }
  });
});

function signingKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    privateKey,
    publicKey: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
  };
}
