import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing, writeDurably } from '#libs/files';
import { LedgerError } from '#libs/ledger';

/** Names for documents that no event names yet: a name stays the same when the same document is sent again. */
export class StagedLinks {
  constructor(private readonly folder: string) {}

  /** `name` is 64 digits of hex; a link that exists already is replaced. */
  async put(name: string, file: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeDurably(join(this.folder, randomUUID()), lineOf(file), () => Promise.resolve(this.path(name)));
  }

  /** The address of the staged file; `undefined` when nothing of that name is staged. */
  async get(name: string): Promise<string | undefined> {
    try {
      return await readFile(this.path(name), 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async delete(name: string): Promise<void> {
    await rm(this.path(name), { force: true });
  }

  private path(name: string): string {
    if (!/^[0-9a-f]{64}$/.test(name)) throw new LedgerError('DOCUMENT_UNKNOWN');
    return join(this.folder, name);
  }
}

async function* lineOf(file: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(file);
}
