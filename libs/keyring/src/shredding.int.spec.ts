import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres, { type Sql } from 'postgres';

import { LedgerError } from '#libs/ledger';
import { freshDatabase } from '#libs/testing';

import { FileKeyEncryption } from './file-key-encryption.js';
import { KeyEncryption } from './key-encryption.js';
import type { KeyStore, Shredding } from './key-store.js';
import { openKeyStore } from './open-key-store.js';
import { SystemEntropy } from './system-entropy.js';

const entropy = new SystemEntropy();

/** When the power goes: before or after the n-th time that a key-encryption key is touched, and how. */
interface Cut {
  readonly touch: number;
  readonly moment: 'before' | 'after';
  readonly strike: () => Promise<void>;
}

/** The files, until the cut; from then on nothing answers any more. */
class InterruptedKeys extends KeyEncryption {
  touches = 0;
  struck = false;

  constructor(
    private readonly files: KeyEncryption,
    private readonly cut?: Cut,
  ) {
    super();
  }

  override create(id: string): Promise<void> {
    return this.touched(() => this.files.create(id));
  }

  override wrap(id: string, purpose: string, secret: Uint8Array): Promise<Uint8Array> {
    return this.touched(() => this.files.wrap(id, purpose, secret));
  }

  override unwrap(id: string, purpose: string, wrapped: Uint8Array): Promise<Uint8Array> {
    return this.touched(() => this.files.unwrap(id, purpose, wrapped));
  }

  override destroy(id: string): Promise<void> {
    return this.touched(() => this.files.destroy(id));
  }

  override ids(): Promise<string[]> {
    return this.files.ids();
  }

  private async touched<T>(act: () => Promise<T>): Promise<T> {
    if (this.struck) throw new LedgerError('INTERNAL', 'the power is gone');
    const now = ++this.touches === this.cut?.touch ? this.cut : undefined;
    if (now?.moment === 'before') await this.strike(now);
    const result = await act();
    if (now?.moment === 'after') await this.strike(now);
    return result;
  }

  private async strike({ strike }: Cut): Promise<void> {
    this.struck = true;
    await strike();
  }
}

/** A copy of a row of `data_key`, as an old backup or a forgotten page of the disk would hold it. */
interface OldRow {
  readonly id: string;
  readonly kek: string;
  readonly wrapped: Uint8Array;
}

describe('Destroying the key of a person', () => {
  let url: string;
  let sql: Sql;
  let root: string;
  let files: FileKeyEncryption;
  let survivors: ReadonlyMap<string, Uint8Array>;
  let secrets: readonly Uint8Array[];
  const names = ['subject-one', 'subject-two', 'communication-KHM-1-2025'];
  beforeAll(async () => {
    url = await freshDatabase('shredding');
    // One connection: a second one would be ended with the store's, and be used once more before that is noticed.
    sql = postgres(url, { max: 1, onnotice: () => undefined });
    root = mkdtempSync(join(tmpdir(), 'ledger-shredding-'));
    files = new FileKeyEncryption(join(root, 'kek'), entropy);
    await withStore(files, async (store) => {
      const keys = await Promise.all(names.map((name) => store.keyFor(name)));
      survivors = new Map(keys.map(({ id, bytes }) => [id, bytes]));
      secrets = [await store.secret('K_id'), await store.secret('K_ps')];
    });
  });
  afterAll(async () => {
    await sql.end();
    rmSync(root, { recursive: true, force: true });
  });

  const withStore = async <T>(encryption: KeyEncryption, use: (store: KeyStore) => Promise<T>): Promise<T> => {
    const store = await openKeyStore({ url, keyEncryptionKeys: encryption, entropy });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  };

  const enrol = (name: string): Promise<OldRow> =>
    withStore(files, async (store) => {
      const { id } = await store.keyFor(name);
      const [row] = await sql<OldRow[]>`SELECT id, kek, wrapped FROM data_key WHERE id = ${id}`;
      return row ?? Promise.reject(new LedgerError('INTERNAL', `there is no row of ${name}`));
    });

  const shred = (store: KeyStore, name: string): Promise<Shredding> =>
    store.beginShred(name).then(() => store.finishShred(name));

  /** Nobody and nothing opens the old row; everything else opens as before. */
  const expectErased = async (name: string, old: OldRow): Promise<void> => {
    await withStore(files, async (store) => {
      expect(await store.keys([old.id, ...survivors.keys()])).toEqual(survivors);
      expect([await store.secret('K_id'), await store.secret('K_ps')]).toEqual(secrets);
      await expect(store.keyFor(name)).rejects.toMatchObject({ code: 'SUBJECT_SHREDDED' });
      expect(await store.keysNamed([name])).toEqual(new Map());
      const step = 'key-encryption-key-destroyed';
      expect(await store.shreddings()).toContainEqual({ name, keyId: old.id, step });
    });
    const purpose = `data-key ${old.id}`;
    const missing = { code: 'KEY_ENCRYPTION_KEY_MISSING' };
    await expect(files.unwrap(old.kek, purpose, old.wrapped)).rejects.toMatchObject(missing);
    for (const kek of await files.ids())
      await expect(files.unwrap(kek, purpose, old.wrapped)).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
    const inUse = await sql<{ kek: string }[]>`SELECT kek FROM data_key UNION SELECT kek FROM secret`;
    expect(inUse).toHaveLength(1);
  };

  it('leaves no copy of it that can be read, and every other key as it was', async () => {
    const old = await enrol('subject-gone');
    await withStore(files, async (store) => {
      const begun = { name: 'subject-gone', keyId: old.id, step: 'survivors-rewrapped' };
      expect(await store.beginShred('subject-gone')).toEqual(begun);
      expect(await store.beginShred('subject-gone')).toEqual(begun);
      expect(await files.ids()).toHaveLength(2);
      const finished = { ...begun, step: 'key-encryption-key-destroyed' };
      expect(await store.finishShred('subject-gone')).toEqual(finished);
      expect(await shred(store, 'subject-gone')).toEqual(finished);
    });
    expect(readdirSync(join(root, 'kek'))).toHaveLength(1);
    await expectErased('subject-gone', old);
  });

  it('is not finished before it has begun', async () => {
    await withStore(files, async (store) => {
      await expect(store.finishShred('subject-one')).rejects.toMatchObject({ code: 'SHRED_NOT_APPROVED' });
      expect(await store.keys([...survivors.keys()])).toEqual(survivors);
    });
  });

  it('takes the name of a person who never had a key, so that none is made later', async () => {
    await withStore(files, async (store) => {
      expect(await shred(store, 'subject-never')).toMatchObject({ keyId: null });
      await expect(store.keyFor('subject-never')).rejects.toMatchObject({ code: 'SUBJECT_SHREDDED' });
    });
  });

  it.each([
    ['the process ends', (): Promise<void> => Promise.reject(new LedgerError('INTERNAL', 'the power is gone'))],
    ['the database loses its connections', (): Promise<void> => loseConnections()],
  ])('is resumed to the same end when %s at any point of it', async (how, strike) => {
    const counted = new InterruptedKeys(files);
    const first = `subject-${how.replaceAll(' ', '_')}`;
    await enrol(first);
    await withStore(counted, (store) => shred(store, first));
    expect(counted.touches).toBe(2 * (names.length + secrets.length) + 2);
    for (let touch = 1; touch <= counted.touches; touch++)
      for (const moment of ['before', 'after'] as const) {
        const name = `${first}_${touch}_${moment}`;
        const old = await enrol(name);
        const keys = new InterruptedKeys(files, { touch, moment, strike });
        await withStore(keys, (store) => expect(shred(store, name)).rejects.toBeInstanceOf(LedgerError));
        expect(keys.struck).toBe(true);
        await withStore(files, async (store) => {
          expect(await store.keys([...survivors.keys()])).toEqual(survivors);
          await shred(store, name);
        });
        await expectErased(name, old);
      }
  });

  const loseConnections = async (): Promise<void> => {
    await sql`
      SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  };

  it('is finished for each of several persons whose destruction stopped half-way at the same time', async () => {
    const [a, b, c] = [await enrol('subject-a'), await enrol('subject-b'), await enrol('subject-c')];
    const rewrapping = {
      touch: 2,
      moment: 'before',
      strike: () => Promise.reject(new LedgerError('INTERNAL')),
    } as const;
    await withStore(new InterruptedKeys(files, rewrapping), (store) =>
      expect(store.beginShred('subject-a')).rejects.toBeInstanceOf(LedgerError),
    );
    await withStore(files, async (store) => {
      await store.beginShred('subject-b');
      await expect(store.finishShred('subject-a')).rejects.toMatchObject({ code: 'SHRED_NOT_APPROVED' });
      await shred(store, 'subject-c');
      expect(await store.keys([...survivors.keys()])).toEqual(survivors);
      await store.finishShred('subject-b');
      await shred(store, 'subject-a');
    });
    for (const [name, old] of Object.entries({ 'subject-a': a, 'subject-b': b, 'subject-c': c }))
      await expectErased(name, old);
  });

  it('disturbs nobody who makes or uses other keys meanwhile, in this process or another', async () => {
    const doomed = await Promise.all(Array.from({ length: 8 }, (_, n) => enrol(`subject-busy_${n}`)));
    await withStore(files, (one) =>
      withStore(files, async (two) => {
        let running = true;
        const made: { id: string; bytes: Uint8Array }[] = [];
        const busy = async (): Promise<void> => {
          for (let n = 0; running; n++) {
            made.push(await two.keyFor(`subject-new_${n}`));
            expect(await two.keys([...survivors.keys()])).toEqual(survivors);
          }
        };
        const working = busy();
        await Promise.all(doomed.map((_, n) => shred(n % 2 === 0 ? one : two, `subject-busy_${n}`)));
        running = false;
        await working;
        expect(made.length).toBeGreaterThan(0);
        expect(await one.keys(made.map(({ id }) => id))).toEqual(new Map(made.map(({ id, bytes }) => [id, bytes])));
      }),
    );
    for (const [n, old] of doomed.entries()) await expectErased(`subject-busy_${n}`, old);
  });
});
