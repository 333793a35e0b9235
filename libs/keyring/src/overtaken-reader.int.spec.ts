import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { freshDatabase } from '#libs/testing';

import { FileKeyEncryption } from './file-key-encryption.js';
import type { KeyStore } from './key-store.js';
import { openKeyStore } from './open-key-store.js';
import { SystemEntropy } from './system-entropy.js';

const entropy = new SystemEntropy();

/** The files, where the next unwrapping waits until `meanwhile` is over: its row was read before, and is an old one after. */
class DelayedFiles extends FileKeyEncryption {
  meanwhile: (() => Promise<void>) | undefined;

  constructor(protected readonly kept: string) {
    super(kept, entropy);
  }

  override async unwrap(id: string, purpose: string, wrapped: Uint8Array): Promise<Uint8Array> {
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    return super.unwrap(id, purpose, wrapped);
  }
}

/** Stops where a key-encryption key is overwritten and its file not yet removed. */
class OverwrittenFiles extends DelayedFiles {
  override async destroy(id: string): Promise<void> {
    writeFileSync(join(this.kept, `${id}.kek`), entropy.bytes(32));
  }
}

describe('Whoever reads a key while another person’s is destroyed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-overtaken-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['is gone', (): DelayedFiles => new DelayedFiles(folder)],
    ['is overwritten but not yet gone', (): DelayedFiles => new OverwrittenFiles(folder)],
  ])('is given it although the key-encryption key of the row that was read %s', async (_, make) => {
    const files = make();
    const store = await openKeyStore({ url: await freshDatabase('overtaken'), keyEncryptionKeys: files, entropy });
    const [survivor, gone] = [await store.keyFor('subject-survivor'), await store.keyFor('subject-gone')];
    const secret = await store.secret('K_id');
    files.meanwhile = () => shred(store, 'subject-gone');
    expect(await store.keyFor('subject-survivor')).toEqual(survivor);
    files.meanwhile = () => shred(store, 'subject-second');
    expect(await store.secret('K_id')).toEqual(secret);
    files.meanwhile = () => shred(store, 'subject-survivor');
    expect(await store.keys([survivor.id, gone.id])).toEqual(new Map());
    await store.close();
  });

  const shred = async (store: KeyStore, name: string): Promise<void> => {
    await store.beginShred(name);
    await store.finishShred(name);
  };
});
