import postgres, { type Sql, type TransactionSql } from 'postgres';

import { type Entropy, LedgerError } from '#libs/ledger';

import { FileKeyEncryption } from './file-key-encryption.js';
import type { KeyEncryption } from './key-encryption.js';
import { type DataKey, KeyStore, type SecretName, type Shredding, type ShredStep } from './key-store.js';

export interface KeyStoreOptions {
  /** `postgres://` address of a database that holds nothing but the key store. */
  readonly url: string;
  /** Folder of the key-encryption keys. */
  readonly keyEncryptionKeys: string;
  readonly entropy: Entropy;
}

type Transaction = Sql | TransactionSql;

/** Whoever makes a key holds this lock shared, whoever replaces the key-encryption key alone, so that no key is wrapped under a doomed one. */
const lock = 0x1ed6e7;

const schema = `
  CREATE TABLE IF NOT EXISTS key_encryption_key (id uuid PRIMARY KEY, seq bigserial NOT NULL);
  CREATE TABLE IF NOT EXISTS data_key (id uuid PRIMARY KEY, name text NOT NULL UNIQUE, kek uuid NOT NULL, wrapped bytea NOT NULL);
  CREATE TABLE IF NOT EXISTS secret (name text PRIMARY KEY, kek uuid NOT NULL, wrapped bytea NOT NULL);
  CREATE TABLE IF NOT EXISTS shredding (name text PRIMARY KEY, key_id uuid, doomed uuid[] NOT NULL, step text NOT NULL);`;

/** Opens the key store, with its tables and first key-encryption key made at first start. Throws `STORE_UNAVAILABLE`. */
export async function openKeyStore({ url, keyEncryptionKeys, entropy }: KeyStoreOptions): Promise<KeyStore> {
  const sql = postgres(url, { max: 4, connect_timeout: 5, onnotice: () => undefined });
  const store = new PostgresKeyStore(sql, new FileKeyEncryption(keyEncryptionKeys, entropy), entropy);
  try {
    await store.prepare();
    return store;
  } catch (cause) {
    await sql.end({ timeout: 1 });
    if (cause instanceof LedgerError) throw cause;
    throw new LedgerError('STORE_UNAVAILABLE', 'the key store does not answer', { cause });
  }
}

interface WrappedRow {
  readonly kek: string;
  readonly wrapped: Uint8Array;
}

interface KeyRow extends WrappedRow {
  readonly id: string;
  readonly name: string;
}

/** Keys are unwrapped at each use and never cached, so that a destroyed one is gone in every process at once. */
class PostgresKeyStore extends KeyStore {
  constructor(
    private readonly sql: Sql,
    private readonly encryption: KeyEncryption,
    private readonly entropy: Entropy,
  ) {
    super();
  }

  async prepare(): Promise<void> {
    await this.alone(async (sql) => {
      await sql.unsafe(schema);
      const [known] = await sql`SELECT id FROM key_encryption_key LIMIT 1`;
      if (known === undefined) await this.addKeyEncryptionKey(sql);
    });
  }

  override async keyFor(name: string): Promise<DataKey> {
    return (await this.keysNamed([name])).get(name) ?? this.makeKey(name);
  }

  override async keysNamed(names: readonly string[]): Promise<Map<string, DataKey>> {
    const rows = await this.sql<
      KeyRow[]
    >`SELECT id, name, kek, wrapped FROM data_key WHERE name = ANY(${[...names]}::text[])`;
    const keys = await Promise.all(rows.map((row) => this.unwrapKey(row)));
    return new Map(rows.map(({ name }, i) => [name, keys[i] as DataKey]));
  }

  override async keys(ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    const rows = await this.sql<
      KeyRow[]
    >`SELECT id, name, kek, wrapped FROM data_key WHERE id = ANY(${[...ids]}::uuid[])`;
    const keys = await Promise.all(rows.map((row) => this.unwrapKey(row)));
    return new Map(keys.map(({ id, bytes }) => [id, bytes]));
  }

  override async namesOf(ids: readonly string[]): Promise<string[]> {
    const rows = await this.sql<KeyRow[]>`SELECT id, name FROM data_key WHERE id = ANY(${[...ids]}::uuid[])`;
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    return ids.flatMap((id) => names.get(id) ?? []);
  }

  override async secret(name: SecretName): Promise<Uint8Array> {
    await this.together(async (sql) => {
      const kek = await currentKek(sql);
      const wrapped = await this.encryption.wrap(kek, secretPurpose(name), this.entropy.bytes(32));
      await sql`INSERT INTO secret (name, kek, wrapped) VALUES (${name}, ${kek}, ${wrapped}) ON CONFLICT DO NOTHING`;
    });
    const [row] = await this.sql<WrappedRow[]>`SELECT kek, wrapped FROM secret WHERE name = ${name}`;
    if (row === undefined) throw new LedgerError('INTERNAL', 'a secret vanished');
    return this.encryption.unwrap(row.kek, secretPurpose(name), row.wrapped);
  }

  override async beginShred(name: string): Promise<Shredding> {
    await this.alone((sql) => this.removeKey(sql, name));
    await this.alone((sql) => this.rewrapSurvivors(sql, name));
    return this.shreddingOf(name);
  }

  override async finishShred(name: string): Promise<Shredding> {
    await this.alone(async (sql) => {
      const [row] = await sql<{ step: ShredStep; doomed: string[] }[]>`
        SELECT step, to_json(doomed) AS doomed FROM shredding WHERE name = ${name}`;
      if (row?.step === undefined || row.step === 'key-removed') throw new LedgerError('SHRED_NOT_APPROVED');
      for (const kek of row.doomed) await this.encryption.destroy(kek);
      await sql`DELETE FROM key_encryption_key WHERE id = ANY(${row.doomed}::uuid[])`;
      await sql`UPDATE shredding SET step = 'key-encryption-key-destroyed' WHERE name = ${name}`;
    });
    await this.sql`VACUUM data_key`;
    return this.shreddingOf(name);
  }

  override async shreddings(): Promise<Shredding[]> {
    const rows = await this.sql<Shredding[]>`SELECT name, key_id AS "keyId", step FROM shredding ORDER BY name`;
    return [...rows];
  }

  override close(): Promise<void> {
    return this.sql.end({ timeout: 5 });
  }

  private async makeKey(name: string): Promise<DataKey> {
    await this.together(async (sql) => {
      const [shredded] = await sql`SELECT 1 FROM shredding WHERE name = ${name}`;
      if (shredded !== undefined) throw new LedgerError('SUBJECT_SHREDDED');
      const kek = await currentKek(sql);
      const id = this.entropy.uuid();
      const wrapped = await this.encryption.wrap(kek, keyPurpose(id), this.entropy.bytes(32));
      await sql`
        INSERT INTO data_key (id, name, kek, wrapped) VALUES (${id}, ${name}, ${kek}, ${wrapped}) ON CONFLICT (name) DO NOTHING`;
    });
    const key = (await this.keysNamed([name])).get(name);
    if (key === undefined) throw new LedgerError('SUBJECT_SHREDDED');
    return key;
  }

  private async removeKey(sql: Transaction, name: string): Promise<void> {
    const [begun] = await sql`SELECT 1 FROM shredding WHERE name = ${name}`;
    if (begun !== undefined) return;
    const [key] = await sql<KeyRow[]>`SELECT id FROM data_key WHERE name = ${name}`;
    await sql`
      INSERT INTO shredding (name, key_id, doomed, step)
      SELECT ${name}, ${key?.id ?? null}::uuid, coalesce(array_agg(id), '{}'), 'key-removed' FROM key_encryption_key`;
    await this.addKeyEncryptionKey(sql);
    await sql`DELETE FROM data_key WHERE name = ${name}`;
  }

  private async rewrapSurvivors(sql: Transaction, name: string): Promise<void> {
    const [row] = await sql<{ step: ShredStep; doomed: string[] }[]>`
      SELECT step, to_json(doomed) AS doomed FROM shredding WHERE name = ${name}`;
    if (row?.step !== 'key-removed') return;
    const kek = await currentKek(sql);
    const keys = await sql<KeyRow[]>`SELECT id, kek, wrapped FROM data_key WHERE kek = ANY(${row.doomed}::uuid[])`;
    for (const key of keys) {
      const wrapped = await this.rewrap(key, kek, keyPurpose(key.id));
      await sql`UPDATE data_key SET kek = ${kek}, wrapped = ${wrapped} WHERE id = ${key.id}`;
    }
    const secrets = await sql<KeyRow[]>`SELECT name, kek, wrapped FROM secret WHERE kek = ANY(${row.doomed}::uuid[])`;
    for (const secret of secrets) {
      const wrapped = await this.rewrap(secret, kek, secretPurpose(secret.name));
      await sql`UPDATE secret SET kek = ${kek}, wrapped = ${wrapped} WHERE name = ${secret.name}`;
    }
    await sql`UPDATE shredding SET step = 'survivors-rewrapped' WHERE name = ${name}`;
  }

  private async rewrap(row: WrappedRow, kek: string, purpose: string): Promise<Uint8Array> {
    return this.encryption.wrap(kek, purpose, await this.encryption.unwrap(row.kek, purpose, row.wrapped));
  }

  private async unwrapKey({ id, kek, wrapped }: KeyRow): Promise<DataKey> {
    return { id, bytes: await this.encryption.unwrap(kek, keyPurpose(id), wrapped) };
  }

  private async shreddingOf(name: string): Promise<Shredding> {
    const [found] = (await this.shreddings()).filter((one) => one.name === name);
    if (found === undefined) throw new LedgerError('INTERNAL', 'a shredding vanished');
    return found;
  }

  /** The file is durable before its row is, so that no row names a key that does not exist. */
  private async addKeyEncryptionKey(sql: Transaction): Promise<void> {
    const id = this.entropy.uuid();
    await this.encryption.create(id);
    await sql`INSERT INTO key_encryption_key (id) VALUES (${id})`;
  }

  private alone(work: (sql: TransactionSql) => Promise<void>): Promise<unknown> {
    return this.sql.begin(async (sql) => {
      await sql`SELECT pg_advisory_xact_lock(${lock})`;
      await work(sql);
    });
  }

  private together(work: (sql: TransactionSql) => Promise<void>): Promise<unknown> {
    return this.sql.begin(async (sql) => {
      await sql`SELECT pg_advisory_xact_lock_shared(${lock})`;
      await work(sql);
    });
  }
}

async function currentKek(sql: Transaction): Promise<string> {
  const [row] = await sql<{ id: string }[]>`SELECT id FROM key_encryption_key ORDER BY seq DESC LIMIT 1`;
  if (row === undefined) throw new LedgerError('KEY_ENCRYPTION_KEY_MISSING');
  return row.id;
}

const keyPurpose = (id: string): string => `data-key ${id}`;
const secretPurpose = (name: string): string => `secret ${name}`;
