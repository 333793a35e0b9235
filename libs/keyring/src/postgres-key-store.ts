import { type Entropy, LedgerError } from '#libs/ledger';

import type { KeyEncryption } from './key-encryption.js';
import { KeyShredder } from './key-shredder.js';
import { type DataKey, KeyStore, type SecretName, type Shredding } from './key-store.js';
import type { KeyStoreDatabase } from './key-store-database.js';
import { PostgresDrafts } from './postgres-drafts.js';
import type { PrivateDrafts } from './private-drafts.js';
import { prepareSchema } from './key-store-schema.js';
import { currentKek, type KeyRow, keyPurpose, KeyWrapping, secretPurpose, type WrappedRow } from './key-wrapping.js';

/** Keys are unwrapped at each use and never cached, so that a destroyed one is gone in every process at once. */
export class PostgresKeyStore extends KeyStore {
  override readonly drafts: PrivateDrafts;
  private readonly wrapping: KeyWrapping;
  private readonly shredder: KeyShredder;

  constructor(
    private readonly database: KeyStoreDatabase,
    private readonly encryption: KeyEncryption,
    private readonly entropy: Entropy,
  ) {
    super();
    this.wrapping = new KeyWrapping(encryption, entropy);
    this.drafts = new PostgresDrafts(database, this.wrapping, entropy);
    this.shredder = new KeyShredder(encryption, this.wrapping, entropy);
  }

  /**
   * At first start the row of the key-encryption key comes before the key, so that keys beside an empty database can only mean that one
   * of the two is another installation's: then `STORE_FOREIGN`, since new secrets would let every recorded command happen again.
   */
  async prepare(): Promise<void> {
    await this.database.alone(async (sql) => {
      await prepareSchema(sql);
      const known = await sql`SELECT FROM key_encryption_key LIMIT 1`;
      if (known.length > 0) return;
      if ((await this.encryption.ids()).length > 0)
        throw new LedgerError('STORE_FOREIGN', 'the key store is empty, but there are key-encryption keys of another');
      await sql`INSERT INTO key_encryption_key (id) VALUES (${this.entropy.uuid()})`;
    });
    await this.database.alone(async (sql) => {
      const used = await sql`SELECT FROM data_key UNION ALL SELECT FROM secret UNION ALL SELECT FROM shredding LIMIT 1`;
      if (used.length === 0) await this.encryption.create(await currentKek(sql));
    });
  }

  override async keyFor(name: string): Promise<DataKey> {
    return (await this.keysNamed([name])).get(name) ?? this.makeKey(name);
  }

  override async keysNamed(names: readonly string[]): Promise<Map<string, DataKey>> {
    return this.database.readKeys(async (sql) => {
      const rows = await sql<KeyRow[]>`
        SELECT id, name, kek, wrapped FROM data_key WHERE name = ANY(ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(names)}::text::jsonb)))`;
      const byId = new Map((await this.wrapping.unwrapKeys(rows)).map((key) => [key.id, key]));
      return new Map(rows.map(({ id, name }) => [name, byId.get(id) as DataKey]));
    });
  }

  override async keys(ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    return this.database.readKeys(async (sql) => {
      const rows = await sql<KeyRow[]>`
        SELECT id, name, kek, wrapped FROM data_key WHERE id = ANY(ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))::uuid[])`;
      return new Map((await this.wrapping.unwrapKeys(rows)).map(({ id, bytes }) => [id, bytes]));
    });
  }

  override async namesOf(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.read(
      (sql) =>
        sql<
          KeyRow[]
        >`SELECT id, name FROM data_key WHERE id = ANY(ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))::uuid[])`,
    );
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    return ids.flatMap((id) => names.get(id) ?? []);
  }

  override async secret(name: SecretName): Promise<Uint8Array> {
    await this.database.together(async (sql) => {
      const known = await sql`SELECT FROM secret WHERE name = ${name}`;
      if (known.length > 0) return;
      const { kek, wrapped } = await this.wrapping.fresh(sql, secretPurpose(name));
      await sql`INSERT INTO secret (name, kek, wrapped) VALUES (${name}, ${kek}, ${wrapped}) ON CONFLICT DO NOTHING`;
    });
    return this.database.readKeys(async (sql) => {
      const [row] = await sql<WrappedRow[]>`SELECT kek, wrapped FROM secret WHERE name = ${name}`;
      if (row === undefined) throw new LedgerError('INTERNAL', 'a secret vanished');
      return this.wrapping.unwrap(secretPurpose(name), row);
    });
  }

  override async beginShred(name: string): Promise<Shredding> {
    await this.database.alone((sql) => this.shredder.removeKey(sql, name));
    await this.database.alone((sql) => this.shredder.rewrapSurvivors(sql, name));
    return this.shreddingOf(name);
  }

  override async finishShred(name: string): Promise<Shredding> {
    await this.database.alone((sql) => this.shredder.destroyKeyEncryptionKeys(sql, name));
    await this.database.read((sql) => sql`VACUUM data_key`);
    return this.shreddingOf(name);
  }

  override async shreddings(): Promise<Shredding[]> {
    const rows = await this.database.read(
      (sql) => sql<Shredding[]>`SELECT name, key_id AS "keyId", step FROM shredding ORDER BY name`,
    );
    return [...rows];
  }

  override close(): Promise<void> {
    return this.database.close();
  }

  private async makeKey(name: string): Promise<DataKey> {
    await this.database.together(async (sql) => {
      const shredded = await sql`SELECT FROM shredding WHERE name = ${name}`;
      if (shredded.length > 0) throw new LedgerError('SUBJECT_SHREDDED');
      const id = this.entropy.uuid();
      const { kek, wrapped } = await this.wrapping.fresh(sql, keyPurpose(id));
      await sql`
        INSERT INTO data_key (id, name, kek, wrapped) VALUES (${id}, ${name}, ${kek}, ${wrapped})
        ON CONFLICT (name) DO NOTHING`;
    });
    const key = (await this.keysNamed([name])).get(name);
    if (key === undefined) throw new LedgerError('SUBJECT_SHREDDED');
    return key;
  }

  private async shreddingOf(name: string): Promise<Shredding> {
    const found = (await this.shreddings()).find((one) => one.name === name);
    if (found === undefined) throw new LedgerError('INTERNAL', 'a shredding vanished');
    return found;
  }
}
