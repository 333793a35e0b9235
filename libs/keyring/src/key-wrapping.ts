import { type Entropy, LedgerError } from '#libs/ledger';

import type { KeyEncryption } from './key-encryption.js';
import type { DataKey } from './key-store.js';
import type { Transaction } from './key-store-schema.js';

/** Length of a data key, and of a secret. */
const secretLength = 32;

export interface WrappedRow {
  readonly kek: string;
  readonly wrapped: Uint8Array;
}

export interface KeyRow extends WrappedRow {
  readonly id: string;
  readonly name: string;
}

/** A wrapped key can be unwrapped as what it was made for only, so that rows cannot be exchanged. */
export const keyPurpose = (id: string): string => `data-key ${id}`;
export const secretPurpose = (name: string): string => `secret ${name}`;

/** Wraps and unwraps what the rows hold, under the key-encryption key in use. */
export class KeyWrapping {
  constructor(
    private readonly encryption: KeyEncryption,
    private readonly entropy: Entropy,
  ) {}

  /** 32 new random bytes, wrapped. */
  async fresh(sql: Transaction, purpose: string): Promise<WrappedRow> {
    return this.wrap(sql, purpose, this.entropy.bytes(secretLength));
  }

  async rewrap(sql: Transaction, purpose: string, { kek, wrapped }: WrappedRow): Promise<WrappedRow> {
    return this.wrap(sql, purpose, await this.encryption.unwrap(kek, purpose, wrapped));
  }

  unwrap(purpose: string, { kek, wrapped }: WrappedRow): Promise<Uint8Array> {
    return this.encryption.unwrap(kek, purpose, wrapped);
  }

  unwrapKeys(rows: readonly KeyRow[]): Promise<DataKey[]> {
    return Promise.all(rows.map(async (row) => ({ id: row.id, bytes: await this.unwrap(keyPurpose(row.id), row) })));
  }

  private async wrap(sql: Transaction, purpose: string, secret: Uint8Array): Promise<WrappedRow> {
    const kek = await currentKek(sql);
    return { kek, wrapped: await this.encryption.wrap(kek, purpose, secret) };
  }
}

/** The id of the key-encryption key in use. */
export async function currentKek(sql: Transaction): Promise<string> {
  const [row] = await sql<{ id: string }[]>`SELECT id FROM key_encryption_key ORDER BY seq DESC LIMIT 1`;
  if (row === undefined) throw new LedgerError('KEY_ENCRYPTION_KEY_MISSING');
  return row.id;
}
