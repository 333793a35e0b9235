import type { Entry } from './event-store.js';

/** What is stored beside a statement. */
export type Beside = Pick<Entry, 'kid' | 'signature' | 'boxes' | 'disclosures' | 'req'>;

/** No JSON text begins so: the client hands out metadata that happens to parse as JSON as the value it means, not as its bytes. */
const header = Buffer.from('LEVT1', 'ascii');
const absent = 0xffff_ffff;

/**
 * The metadata of an event, `LEVT1` and five fields: kid (UTF-8), signature, boxes, disclosures, req, each a 4-byte big-endian length and
 * its bytes, or the length 2³²−1 alone for null. A stored format: it never changes.
 */
export function frame({ kid, signature, boxes, disclosures, req }: Beside): Uint8Array {
  const parts: Uint8Array[] = [header];
  for (const field of [Buffer.from(kid, 'utf8'), signature, boxes, disclosures, req]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field?.length ?? absent);
    parts.push(length);
    if (field !== null) parts.push(field);
  }
  // Exactly this class: the client compares the constructor and would serialise a Buffer as JSON.
  return Uint8Array.from(Buffer.concat(parts));
}

/** Reads a frame; undefined when the metadata is anything else. */
export function unframe(metadata: unknown): Beside | undefined {
  if (!(metadata instanceof Uint8Array)) return undefined;
  const bytes = Buffer.from(metadata.buffer, metadata.byteOffset, metadata.byteLength);
  if (!bytes.subarray(0, header.length).equals(header)) return undefined;
  const fields = fieldsOf(bytes.subarray(header.length));
  if (fields?.length !== 5) return undefined;
  const [kid, signature, boxes = null, disclosures = null, req = null] = fields;
  if (kid == null || signature == null) return undefined;
  return { kid: kid.toString('utf8'), signature, boxes, disclosures, req };
}

function fieldsOf(bytes: Buffer): (Buffer | null)[] | undefined {
  const fields: (Buffer | null)[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) return undefined;
    const length = bytes.readUInt32BE(at);
    at += 4;
    if (length === absent) fields.push(null);
    else {
      if (at + length > bytes.length) return undefined;
      fields.push(bytes.subarray(at, at + length));
      at += length;
    }
  }
  return fields;
}
