import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from './platform.js';
import { formatHashes, formatTlogProof, parseHashes, parseTlogProof } from './tlog-proof.js';

const seed = Date.now() % 2 ** 31;
const checkpoint = 'ledger.test/log\n9\nAAAA\n\n— ledger.test/log AAAAAAA=\n';
const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 20 });

describe(`Receipts (seed ${seed})`, () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), hashes, (index, path) => {
        const proof = { index, hashes: path, checkpoint };
        expect(parseTlogProof(formatTlogProof(proof))).toEqual(proof);
        expect(parseHashes(formatHashes(path))).toEqual(path);
      }),
      { seed },
    );
  });

  const written = formatTlogProof({ index: 7, hashes: [sha256('a'), sha256('b')], checkpoint });
  it.each([
    ['an extra line', written.replace('index', 'extra AAAA\nindex')],
    ['another version', written.replace('@v1', '@v2')],
    ['a leading zero', written.replace('index 7', 'index 07')],
    ['no index', written.replace('index 7\n', '')],
    ['a short hash', written.replace(/=\n/, '\n')],
    ['no checkpoint', written.slice(0, written.indexOf('\n\n'))],
  ])('are refused with %s', (_, text) => expect(parseTlogProof(text)).toBeUndefined());
});
