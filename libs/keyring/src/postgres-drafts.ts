import type { Entropy } from '#libs/ledger';

import { DraftBoxes, type DraftRow, type SealedRow } from './draft-boxes.js';
import type { DataKey } from './key-store.js';
import type { KeyStoreDatabase } from './key-store-database.js';
import type { Transaction } from './key-store-schema.js';
import { keyPurpose, type KeyWrapping, type WrappedRow } from './key-wrapping.js';
import {
  type DraftLine,
  type DraftOwner,
  type DraftTexts,
  type NewDraft,
  type PrivateDraft,
  PrivateDrafts,
} from './private-drafts.js';

/** Of two processes one sweeps at a time; and a person's drafts are counted by one request at a time. */
const [sweepLock, countLock] = [0x5eeb, 0x5eec];

interface KeyOfRow extends WrappedRow {
  readonly keyId: string;
}

const keyName = (id: string): string => `draft-${id}`;

/** The drafts stand beside the keys, in a table of their own, so that a draft and its key come and go in one transaction. */
export class PostgresDrafts extends PrivateDrafts {
  private readonly boxes: DraftBoxes;

  constructor(
    private readonly database: KeyStoreDatabase,
    private readonly wrapping: KeyWrapping,
    private readonly entropy: Entropy,
  ) {
    super();
    this.boxes = new DraftBoxes(entropy);
  }

  override keep(draft: NewDraft, { owner, now }: DraftOwner, most: number): Promise<'kept' | 'known' | 'full'> {
    const { id, expiresAt } = draft;
    return this.database.together(async (sql) => {
      await sql`SELECT pg_advisory_xact_lock(${countLock}, hashtext(${owner}))`;
      await removeWhere(sql, await sql`DELETE FROM draft WHERE id = ${id} AND expires <= ${instant(now)} RETURNING id`);
      const known = await sql`SELECT FROM draft WHERE id = ${id}`;
      if (known.length > 0) return 'known';
      const kept = await sql`SELECT FROM draft WHERE owner = ${owner} AND expires > ${instant(now)}`;
      if (kept.length >= most) return 'full';
      const row = { id, owner, expiresAt, revision: 0 };
      const { label, value } = this.boxes.seal(row, draft, await this.newKey(sql, id));
      await sql`
        INSERT INTO draft (id, owner, expires, revision, label, value)
        VALUES (${id}, ${owner}, ${instant(expiresAt)}, 0, ${label}, ${value})`;
      return 'kept';
    });
  }

  override find(id: string, { owner, now }: DraftOwner): Promise<PrivateDraft | undefined> {
    return this.database.readKeys(async (sql) => {
      const [row] = await sql<(SealedRow & KeyOfRow)[]>`
        SELECT ${columns(sql)}, draft.value FROM draft JOIN data_key ON name = 'draft-' || draft.id
        WHERE draft.id = ${id} AND owner = ${owner} AND expires > ${instant(now)}`;
      return row && this.boxes.open(row, await this.keyOf(row));
    });
  }

  override list({ owner, now }: DraftOwner, from: string, count: number): Promise<DraftLine[]> {
    return this.database.readKeys(async (sql) => {
      const rows = await sql<(DraftRow & KeyOfRow)[]>`
        SELECT ${columns(sql)} FROM draft JOIN data_key ON name = 'draft-' || draft.id
        WHERE owner = ${owner} AND expires > ${instant(now)} AND draft.id >= ${from} ORDER BY draft.id LIMIT ${count}`;
      return Promise.all(rows.map(async (row) => this.boxes.line(row, await this.keyOf(row))));
    });
  }

  override replace(line: DraftLine, { owner, now }: DraftOwner, texts: DraftTexts): Promise<number | undefined> {
    const { id, expiresAt } = line;
    const revision = line.revision + 1;
    return this.database.together(async (sql) => {
      const [key] = await sql<KeyOfRow[]>`SELECT id AS "keyId", kek, wrapped FROM data_key WHERE name = ${keyName(id)}`;
      if (key === undefined) return undefined;
      const { label, value } = this.boxes.seal({ id, owner, expiresAt, revision }, texts, await this.keyOf(key));
      const done = await sql`
        UPDATE draft SET revision = ${revision}, label = ${label}, value = ${value}
        WHERE id = ${id} AND owner = ${owner} AND revision = ${line.revision} AND expires > ${instant(now)} RETURNING id`;
      return done.length === 0 ? undefined : revision;
    });
  }

  override async remove(id: string, { owner }: DraftOwner): Promise<boolean> {
    const removed = await this.database.together(async (sql) =>
      removeWhere(sql, await sql`DELETE FROM draft WHERE id = ${id} AND owner = ${owner} RETURNING id`),
    );
    await this.makeRoom(removed);
    return removed > 0;
  }

  override async removeExpired(now: number): Promise<number> {
    const removed = await this.database.together(async (sql) => {
      const [turn] = await sql<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${sweepLock}) AS mine`;
      if (turn?.mine !== true) return 0;
      return removeWhere(sql, await sql`DELETE FROM draft WHERE expires <= ${instant(now)} RETURNING id`);
    });
    await this.makeRoom(removed);
    return removed;
  }

  /** The server gives the room of what was deleted to what comes next: now, or later by itself. */
  private async makeRoom(removed: number): Promise<void> {
    if (removed > 0)
      await this.database.read((sql) => sql`VACUUM (SKIP_LOCKED) draft, data_key`).catch(() => undefined);
  }

  private async newKey(sql: Transaction, draft: string): Promise<DataKey> {
    const keyId = this.entropy.uuid();
    const { kek, wrapped } = await this.wrapping.fresh(sql, keyPurpose(keyId));
    await sql`INSERT INTO data_key (id, name, kek, wrapped) VALUES (${keyId}, ${keyName(draft)}, ${kek}, ${wrapped})`;
    return this.keyOf({ keyId, kek, wrapped });
  }

  private async keyOf({ keyId, kek, wrapped }: KeyOfRow): Promise<DataKey> {
    return { id: keyId, bytes: await this.wrapping.unwrap(keyPurpose(keyId), { kek, wrapped }) };
  }
}

/** The keys of drafts that were deleted go with them; how many there were. */
async function removeWhere(sql: Transaction, deleted: readonly { readonly id?: string }[]): Promise<number> {
  for (const { id = '' } of deleted) await sql`DELETE FROM data_key WHERE name = ${keyName(id)}`;
  return deleted.length;
}

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

const columns = (sql: Transaction) => sql`
  draft.id, owner, (extract(epoch FROM expires) * 1000)::float8 AS "expiresAt", revision, label, data_key.id AS "keyId", kek, wrapped`;
