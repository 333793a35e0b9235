import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compactJwt, fromBase64url, leafHash, recordedEvent, toHex } from '#libs/integrity';
import { cloudEvent } from '#libs/kafka';

interface Vector {
  readonly input: { readonly position: number; readonly previous?: number };
  readonly expected: {
    readonly key: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly value: string;
  };
}
interface Statement {
  readonly payload: string;
  readonly signature: string;
  readonly leaf: string;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(`test/vectors/${name}.json`, 'utf8')) as T;
const { statements } = read<{ expected: { statements: Statement[] } }>('ledger').expected;
const { kid } = read<{ issuer: { kid: string } }>('keys').issuer;
const vectors = read<Vector[]>('kafka-message');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('A statement as a Kafka message, byte for byte as it was first published', () => {
  it.each(vectors.map((vector) => [vector.input.position, vector] as const))(
    'has this key, these headers in this order and this value: position %i',
    (position, { input, expected }) => {
      const payload = bytes(statements[position]?.payload ?? '');
      const signature = fromBase64url(statements[position]?.signature ?? '') ?? new Uint8Array();
      const { id, stream, type, version, time } = recordedEvent(position, payload);
      const { iss } = JSON.parse(statements[position]?.payload ?? '') as { iss: string };
      const message = cloudEvent({
        ...{ position, previous: input.previous, payload, kid, signature, iss },
        ...{ jti: id, sub: stream, typ: type, ver: version, time },
      });
      expect(message.key).toBe(expected.key);
      expect(Object.entries(message.headers)).toEqual(Object.entries(expected.headers));
      expect(new TextDecoder().decode(message.value)).toBe(expected.value);
    },
  );

  it.each(vectors.map(({ input: { position }, expected }) => [position, expected] as const))(
    'is put together again to the statement whose leaf is in the log: position %i',
    (position, { headers, value }) => {
      const signature = fromBase64url(headers['ce_sig'] ?? '') ?? new Uint8Array();
      const jwt = compactJwt(headers['ce_kid'] ?? '', bytes(value), signature);
      expect(toHex(leafHash(jwt))).toBe(statements[position]?.leaf);
    },
  );
});
