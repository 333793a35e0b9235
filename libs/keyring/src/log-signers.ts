import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Entropy } from '#libs/ledger';

import { KeyFileSigner } from './key-file-signer.js';

const logKeyFile = /^log[\w-]*\.jwk$/;

/** The private log keys in a folder: `log.jwk`, which is made at first start, and while the key is being changed `log-<anything>.jwk`. */
export async function logSigners(folder: string, entropy: Entropy): Promise<KeyFileSigner[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const files = names.filter((name) => logKeyFile.test(name)).sort();
  return Promise.all(
    (files.length > 0 ? files : ['log.jwk']).map((name) => KeyFileSigner.open(join(folder, name), entropy)),
  );
}
