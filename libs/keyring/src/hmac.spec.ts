import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { SeededEntropy } from '#libs/testing';

import { hmacUnder } from './hmac.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('An HMAC', () => {
  it('is that of the standard', () => {
    // RFC 4231, test cases 1 and 2.
    expect(hex(hmacUnder(new Uint8Array(20).fill(0x0b))(Buffer.from('Hi There')))).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(hex(hmacUnder(Buffer.from('Jefe'))(Buffer.from('what do ya want for nothing?')))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is the one that Node makes, for secrets and inputs of every length', () => {
    const entropy = new SeededEntropy('hmac');
    for (let length = 0; length <= 64; length++) {
      const [secret, input] = [entropy.bytes(length), entropy.bytes(3 * length)];
      expect(hex(hmacUnder(secret)(input))).toBe(createHmac('sha256', secret).update(input).digest('hex'));
    }
  });

  it('takes no secret that would have to be shortened first', () => {
    expect(() => hmacUnder(new Uint8Array(65))).toThrow('at most 64 bytes');
  });
});
