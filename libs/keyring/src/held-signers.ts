import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Entropy } from '#libs/ledger';

import { KeyFileSigner } from './key-file-signer.js';

/** Which of the ledger's own keys a file holds. */
export type OwnKey = 'issuer' | 'log';

/**
 * The private keys of this kind in a folder: `log.jwk`, which is made at first start, and while the key is being changed
 * `log-<anything>.jwk`; issuer keys likewise.
 */
export async function heldSigners(folder: string, kind: OwnKey, entropy: Entropy): Promise<KeyFileSigner[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const files = names.filter((name) => name === `${kind}.jwk` || isAnother(name, kind)).sort();
  return Promise.all(
    (files.length > 0 ? files : [`${kind}.jwk`]).map((name) => KeyFileSigner.open(join(folder, name), entropy)),
  );
}

const isAnother = (name: string, kind: OwnKey): boolean => name.startsWith(`${kind}-`) && /^[\w-]+\.jwk$/.test(name);
