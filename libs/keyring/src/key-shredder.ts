import { type Entropy, LedgerError } from '#libs/ledger';

import type { KeyEncryption } from './key-encryption.js';
import type { ShredStep } from './key-store.js';
import type { Transaction } from './key-store-schema.js';
import { type KeyRow, keyPurpose, type KeyWrapping, secretPurpose } from './key-wrapping.js';

interface Progress {
  readonly step: ShredStep;
  readonly doomed: readonly string[];
}

/**
 * The steps by which a data key ceases to exist, each one transaction that nobody else's key passes through. A crash undoes a step or
 * leaves it done; a step that is done does nothing. (`shredding.int.spec.ts` cuts the power at every point.)
 */
export class KeyShredder {
  constructor(
    private readonly encryption: KeyEncryption,
    private readonly wrapping: KeyWrapping,
    private readonly entropy: Entropy,
  ) {}

  /** The row goes, the name is taken for ever, and what is wrapped from now on is wrapped under a new key. */
  async removeKey(sql: Transaction, name: string): Promise<void> {
    if ((await progressOf(sql, name)) !== undefined) return;
    const [key] = await sql<{ id: string }[]>`SELECT id FROM data_key WHERE name = ${name}`;
    await sql`
      INSERT INTO shredding (name, key_id, doomed, step)
      SELECT ${name}, ${key?.id ?? null}::uuid, coalesce(array_agg(id), '{}'), 'key-removed' FROM key_encryption_key`;
    await this.replaceKeyEncryptionKey(sql);
    await sql`DELETE FROM data_key WHERE name = ${name}`;
  }

  async rewrapSurvivors(sql: Transaction, name: string): Promise<void> {
    const progress = await progressOf(sql, name);
    if (progress?.step !== 'key-removed') return;
    const doomed = [...progress.doomed];
    for (const row of await sql<
      KeyRow[]
    >`SELECT id, kek, wrapped FROM data_key WHERE kek = ANY(ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(doomed)}::text::jsonb))::uuid[])`) {
      const { kek, wrapped } = await this.wrapping.rewrap(sql, keyPurpose(row.id), row);
      await sql`UPDATE data_key SET kek = ${kek}, wrapped = ${wrapped} WHERE id = ${row.id}`;
    }
    for (const row of await sql<
      KeyRow[]
    >`SELECT name, kek, wrapped FROM secret WHERE kek = ANY(ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(doomed)}::text::jsonb))::uuid[])`) {
      const { kek, wrapped } = await this.wrapping.rewrap(sql, secretPurpose(row.name), row);
      await sql`UPDATE secret SET kek = ${kek}, wrapped = ${wrapped} WHERE name = ${row.name}`;
    }
    await sql`UPDATE shredding SET step = 'survivors-rewrapped' WHERE name = ${name}`;
  }

  /** The point of no return: refused while anything that survives still needs one of the keys. */
  async destroyKeyEncryptionKeys(sql: Transaction, name: string): Promise<void> {
    const progress = await progressOf(sql, name);
    if (progress === undefined || progress.step === 'key-removed') throw new LedgerError('SHRED_NOT_APPROVED');
    const doomed = [...progress.doomed];
    const needed = await sql`
      SELECT FROM data_key WHERE kek = ANY(ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(doomed)}::text::jsonb))::uuid[])
      UNION ALL SELECT FROM secret WHERE kek = ANY(ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(doomed)}::text::jsonb))::uuid[])`;
    if (needed.length > 0) throw new LedgerError('INTERNAL', 'a surviving key is not re-wrapped');
    for (const kek of doomed) await this.encryption.destroy(kek);
    await sql`DELETE FROM key_encryption_key WHERE id = ANY(ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(doomed)}::text::jsonb))::uuid[])`;
    await sql`UPDATE shredding SET step = 'key-encryption-key-destroyed' WHERE name = ${name}`;
  }

  /** The key is durable before its row is, so that no row names a key that does not exist; a crash in between leaves a key of nothing. */
  private async replaceKeyEncryptionKey(sql: Transaction): Promise<void> {
    const id = this.entropy.uuid();
    await this.encryption.create(id);
    await sql`INSERT INTO key_encryption_key (id) VALUES (${id})`;
  }
}

async function progressOf(sql: Transaction, name: string): Promise<Progress | undefined> {
  const [row] = await sql<Progress[]>`SELECT step, to_json(doomed) AS doomed FROM shredding WHERE name = ${name}`;
  return row;
}
