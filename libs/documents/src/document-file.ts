import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

import { type Entropy, LedgerError } from '#libs/ledger';

/** A data key as the key store gives it: `id` a lowercase UUID, `bytes` 32. */
export interface DocumentKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

const magic = Buffer.from('LDOC1', 'ascii');
const saltLength = 32;
const prefixLength = 7;
const headerLength = magic.length + saltLength + prefixLength;
const chunkLength = 65_536;
const tagLength = 16;
const maxChunks = 2 ** 32;

/**
 * The bytes of a `ledger-document/1` file: header `LDOC1` ‖ salt 32 ‖ nonce prefix 7, then chunks of 65,536 plaintext bytes, each
 * AES-256-GCM with nonce prefix ‖ counter (4 bytes, big-endian) ‖ 1 for the last chunk, else 0. An empty document has one empty chunk.
 */
export async function* encryptDocument(
  plaintext: AsyncIterable<Uint8Array>,
  keys: readonly DocumentKey[],
  entropy: Entropy,
): AsyncGenerator<Uint8Array> {
  const salt = entropy.bytes(saltLength);
  const prefix = entropy.bytes(prefixLength);
  const key = fileKey(keys, salt);
  yield Buffer.concat([magic, salt, prefix]);
  let counter = 0;
  for await (const { bytes, last } of pieces(plaintext, chunkLength)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(prefix, counter++, last ? 1 : 0));
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

/**
 * The plaintext of a `ledger-document/1` file, each chunk authenticated before it is handed out. Ends with `DOCUMENT_DAMAGED` when a
 * chunk was altered, moved, added or left out, or when the keys are others; what came before that is genuine, but not the whole document.
 */
export async function* decryptDocument(
  file: AsyncIterable<Uint8Array>,
  keys: readonly DocumentKey[],
): AsyncGenerator<Uint8Array> {
  let header: Header | undefined;
  let counter = 0;
  for await (const { bytes, last } of pieces(file, chunkLength + tagLength, headerLength)) {
    if (header === undefined) header = readHeader(bytes, keys);
    else yield openChunk(header.key, nonce(header.prefix, counter++, last ? 1 : 0), bytes);
  }
  if (counter === 0) throw damaged('it ends before its first chunk');
}

interface Header {
  readonly key: Uint8Array;
  readonly prefix: Uint8Array;
}

function readHeader(bytes: Buffer, keys: readonly DocumentKey[]): Header {
  if (bytes.length !== headerLength || !bytes.subarray(0, magic.length).equals(magic))
    throw damaged('it does not begin as a document file');
  const salt = bytes.subarray(magic.length, magic.length + saltLength);
  return { key: fileKey(keys, salt), prefix: bytes.subarray(magic.length + saltLength) };
}

function openChunk(key: Uint8Array, iv: Uint8Array, bytes: Buffer): Buffer {
  if (bytes.length < tagLength) throw damaged('its last chunk is cut short');
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength });
  decipher.setAuthTag(bytes.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagLength)), decipher.final()]);
  } catch {
    throw damaged('a chunk does not fit its place or key');
  }
}

function fileKey(keys: readonly DocumentKey[], salt: Uint8Array): Uint8Array {
  const byId = new Map(keys.map((key) => [key.id, key.bytes]));
  if (byId.size === 0) throw new LedgerError('INTERNAL', 'a document is encrypted under at least one key');
  const material = [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bytes]) => bytes);
  return new Uint8Array(hkdfSync('sha256', Buffer.concat(material), salt, 'ledger-document/1', 32));
}

function nonce(prefix: Uint8Array, counter: number, end: 0 | 1): Uint8Array {
  if (counter >= maxChunks) throw new LedgerError('BODY_TOO_LARGE', 'a document has at most 2^32 chunks');
  const bytes = Buffer.alloc(prefixLength + 5);
  bytes.set(prefix);
  bytes.writeUInt32BE(counter, prefixLength);
  bytes[prefixLength + 4] = end;
  return bytes;
}

interface Piece {
  readonly bytes: Buffer;
  readonly last: boolean;
}

/**
 * Cuts a stream into a first piece of `first` bytes (none when 0) and then pieces of `size`. A full piece is held back until more comes,
 * so that the last one is known as the last; after the first piece there is always one more, if need be empty.
 */
async function* pieces(source: AsyncIterable<Uint8Array>, size: number, first = 0): AsyncGenerator<Piece> {
  let held: Uint8Array[] = [];
  let length = 0;
  let wanted = first === 0 ? size : first;
  for await (const part of source) {
    held.push(part);
    length += part.length;
    if (length <= wanted) continue;
    let rest = Buffer.concat(held);
    for (; rest.length > wanted; wanted = size) {
      yield { bytes: rest.subarray(0, wanted), last: false };
      rest = rest.subarray(wanted);
    }
    held = [rest];
    length = rest.length;
  }
  yield { bytes: Buffer.concat(held), last: true };
}

const damaged = (reason: string): LedgerError => new LedgerError('DOCUMENT_DAMAGED', reason);
