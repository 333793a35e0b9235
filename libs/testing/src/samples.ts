import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Draft, Entry, View } from '#libs/event-store';
import { type Ed25519Jwk, encodePayload, Signer, thumbprint } from '#libs/integrity';

/** An Ed25519 key in memory: a given PKCS #8 text, else a new one. Signs on the thread pool as the real one does. */
export class MemorySigner extends Signer {
  override readonly kid: string;
  override readonly publicJwk: Ed25519Jwk;
  readonly #key: KeyObject;

  constructor(pem?: string) {
    super();
    this.#key = pem === undefined ? generateKeyPairSync('ed25519').privateKey : createPrivateKey(pem);
    const { x } = this.#key.export({ format: 'jwk' });
    this.publicJwk = { crv: 'Ed25519', kty: 'OKP', x: x ?? '' };
    this.kid = thumbprint(this.publicJwk);
  }

  override sign(bytes: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      sign(null, bytes, this.#key, (error, signature) => (error ? reject(error) : resolve(signature)));
    });
  }
}

/** A UUIDv8 that follows from a text. */
export function sampleId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An entry with an arbitrary payload; everything not given is filled in. */
export function sampleEntry(position: number, given: Partial<Entry> = {}): Entry {
  const stream = given.stream ?? `handling-${position}`;
  return {
    position,
    stream,
    revision: 0,
    id: sampleId(`${position} ${stream}`),
    payload: Buffer.from(`{"position":${position}}`),
    kid: 'sample-key',
    signature: Buffer.alloc(64, position),
    boxes: null,
    disclosures: null,
    req: null,
    ...given,
  };
}

/** A draft for the next revision of a stream that the command names; `note` fills its data. */
export function sampleDraft(view: View, stream: string, id: string, note = ''): Draft {
  const payload = encodePayload({
    iss: 'ledger.test/sample',
    jti: id,
    sub: stream,
    rev: view.nextRevision(stream),
    typ: 'CaseAssigned',
    ver: 1,
    time: view.time,
    by: { role: 'clock' },
    data: { on: view.time.slice(0, 10), note },
  });
  return { stream, id, payload };
}
