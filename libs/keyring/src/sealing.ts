import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

import { LedgerError } from '#libs/ledger';

import type { DataKey } from './key-store.js';

const ivLength = 12;
const tagLength = 16;
const emptySalt = new Uint8Array(32);

/** The ids of the keys of one slot, ascending, each once: a source who is also a person of the allegation counts once. */
export const keyIds = (keys: readonly DataKey[]): string[] => [...new Set(keys.map(({ id }) => id))].sort();

/**
 * Encrypts one disclosure: iv ‖ AES-256-GCM(text) ‖ tag, under HKDF-SHA-256 (RFC 5869, empty salt, info = `aad`, 32 bytes) of the data
 * keys concatenated by ascending id; `aad` is authenticated as well. `iv` is 12 random bytes; `text` is ASCII.
 */
export function sealBox(keys: readonly DataKey[], aad: Uint8Array, text: string, iv: Uint8Array): Uint8Array {
  if (iv.length !== ivLength) throw new LedgerError('INTERNAL', 'an iv has 12 bytes');
  const cipher = createCipheriv('aes-256-gcm', slotKey(keys, aad), iv);
  cipher.setAAD(aad);
  return Buffer.concat([iv, cipher.update(text, 'latin1'), cipher.final(), cipher.getAuthTag()]);
}

/** The text of a box; `SEAL_BROKEN` when key, `aad` or box is another than at sealing. */
export function openBox(keys: readonly DataKey[], aad: Uint8Array, box: Uint8Array): string {
  if (box.length < ivLength + tagLength) throw new LedgerError('SEAL_BROKEN');
  const decipher = createDecipheriv('aes-256-gcm', slotKey(keys, aad), box.subarray(0, ivLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(box.subarray(-tagLength));
  try {
    return decipher.update(box.subarray(ivLength, -tagLength), undefined, 'latin1') + decipher.final('latin1');
  } catch {
    throw new LedgerError('SEAL_BROKEN');
  }
}

/** HKDF by hand, because Node's refuses an `info` above 1,024 bytes, which a slot of some thirty persons exceeds. */
function slotKey(keys: readonly DataKey[], info: Uint8Array): Buffer {
  const byId = new Map(keys.map((key) => [key.id, key.bytes]));
  if (byId.size === 0) throw new LedgerError('INTERNAL', 'a slot is sealed under at least one key');
  const extract = createHmac('sha256', emptySalt);
  for (const id of keyIds(keys)) extract.update(keyBytes(byId.get(id)));
  return createHmac('sha256', extract.digest()).update(info).update(Uint8Array.of(1)).digest();
}

function keyBytes(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes?.length !== 32) throw new LedgerError('INTERNAL', 'a data key has 32 bytes');
  return bytes;
}
