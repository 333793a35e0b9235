import type { KafkaMessage } from './message.js';

/** A statement on its way out: what the headers say of it is in its payload already, except position, key and signature. */
export interface PublishedStatement {
  readonly position: number;
  /** The position sent before it on this topic and key; undefined for the first of its key. */
  readonly previous: number | undefined;
  /** The exact bytes that were signed. */
  readonly payload: Uint8Array;
  readonly kid: string;
  readonly signature: Uint8Array;
  readonly iss: string;
  readonly jti: string;
  readonly sub: string;
  readonly typ: string;
  readonly ver: number;
  readonly time: string;
}

/** Media type of a statement's payload, which is RFC 8785 JSON. */
const contentType = 'application/json';

/**
 * A statement as a CloudEvent 1.0 in binary mode (Kafka protocol binding 1.0.2): the value is the payload to the byte, so that with `ce_kid`
 * and `ce_sig` whoever reads it can put the signed statement together again. The key is the stream.
 */
export function cloudEvent(statement: PublishedStatement): KafkaMessage {
  const { position, previous, payload, kid, signature, iss, jti, sub, typ, ver, time } = statement;
  const headers: Record<string, string> = {
    'content-type': contentType,
    ce_specversion: '1.0',
    ce_id: jti,
    ce_source: iss,
    ce_type: `${reversed(iss)}.${typ}`,
    ce_subject: sub,
    ce_time: time,
    ce_position: String(position),
    ce_ver: String(ver),
    ce_kid: kid,
    ce_sig: Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength).toString('base64url'),
  };
  if (previous !== undefined) headers['ce_prevposition'] = String(previous);
  return { key: sub, value: payload, headers };
}

let last = { source: '', domain: '' };

/** `org.example.ledger` for the origin `ledger.example.org/2025`: what stands before the first slash, from its end. */
function reversed(source: string): string {
  if (last.source !== source) {
    const domain = (source.replace(/^https?:\/\//, '').split('/')[0] ?? '').split('.').reverse().join('.');
    last = { source, domain };
  }
  return last.domain;
}
