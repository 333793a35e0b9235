import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createDurably } from '#libs/files';
import { type SystemEntropy } from '#libs/keyring';

const fileIn = (home: string): string => join(home, 'keys', 'exchange.secret');

/** The secret in a ledger's folder; `undefined` when there is none. */
export const readExchangeSecret = (home: string): Promise<string | undefined> =>
  readFile(fileIn(home), 'utf8').catch(() => undefined);

/** What registry and exchange share when nothing is configured: made at first start, readable for the ledger's owner only. */
export async function exchangeSecret(home: string, entropy: SystemEntropy): Promise<string> {
  const made = Buffer.from(entropy.bytes(32)).toString('base64url');
  await createDurably(fileIn(home), `${fileIn(home)}.${entropy.uuid()}`, Buffer.from(made));
  return (await readExchangeSecret(home)) ?? made;
}
