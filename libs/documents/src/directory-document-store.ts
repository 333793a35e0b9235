import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isMissing, removeDurably, syncFolder, writeDurably } from '#libs/files';
import { type Entropy, LedgerError } from '#libs/ledger';

import { decryptDocument, type DocumentKey, encryptDocument } from './document-file.js';
import { type DocumentState, DocumentStore, type StoredDocument } from './document-store.js';

const address = /^[0-9a-f]{64}$/;

/** Documents as files of one folder: `<first two digits>/<address>`, and `incoming/` for those still being written. */
export class DirectoryDocumentStore extends DocumentStore {
  constructor(
    private readonly folder: string,
    private readonly entropy: Entropy,
  ) {
    super();
  }

  override async put(plaintext: AsyncIterable<Uint8Array>, keys: readonly DocumentKey[]): Promise<StoredDocument> {
    const incoming = join(this.folder, 'incoming');
    await makeFolder(incoming);
    const clear = new Measure();
    const encrypted = new Measure();
    const stream = encrypted.of(encryptDocument(clear.of(plaintext), keys, this.entropy));
    await writeDurably(join(incoming, this.entropy.uuid()), stream, async () => {
      const target = this.path(encrypted.digest);
      await makeFolder(dirname(target));
      return target;
    });
    return { file: encrypted.digest, bytes: encrypted.bytes, digest: clear.digest };
  }

  /** Reads the file twice from one descriptor: its address is checked before anything of it is handed out. */
  override async *get(file: string, keys: readonly DocumentKey[]): AsyncGenerator<Uint8Array> {
    const handle = await open(this.path(file), 'r').catch((error: unknown) => {
      throw isMissing(error) ? unknownDocument() : error;
    });
    try {
      const measure = new Measure();
      await measure.drain(handle.createReadStream({ start: 0, autoClose: false }));
      if (measure.digest !== file) throw new LedgerError('DOCUMENT_DAMAGED', 'its bytes do not have its address');
      yield* decryptDocument(handle.createReadStream({ start: 0, autoClose: false }), keys);
    } finally {
      await handle.close();
    }
  }

  override async has(file: string): Promise<boolean> {
    return stat(this.path(file)).then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return false;
        throw error;
      },
    );
  }

  override async state(file: string): Promise<DocumentState> {
    if (!address.test(file)) return 'missing';
    try {
      const path = this.path(file);
      // Reading something else than a file might wait for ever.
      if (!(await stat(path)).isFile()) return 'damaged';
      const measure = new Measure();
      await measure.drain(createReadStream(path));
      return measure.digest === file ? 'whole' : 'damaged';
    } catch (error) {
      return isMissing(error) ? 'missing' : 'damaged';
    }
  }

  override async delete(file: string): Promise<void> {
    await removeDurably(this.path(file));
  }

  /** An address is checked before it becomes part of a path. */
  private path(file: string): string {
    if (!address.test(file)) throw unknownDocument();
    return join(this.folder, file.slice(0, 2), file);
  }
}

/** Digest and length of a stream that passes through. */
class Measure {
  bytes = 0;
  private readonly hash = createHash('sha256');
  private hex: string | undefined;

  async *of(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const part of source) {
      this.hash.update(part);
      this.bytes += part.length;
      yield part;
    }
  }

  async drain(source: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const part of source) this.hash.update(part);
  }

  get digest(): string {
    return (this.hex ??= this.hash.digest('hex'));
  }
}

async function makeFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  if (made !== undefined) await syncFolder(dirname(made));
}

const unknownDocument = (): LedgerError => new LedgerError('DOCUMENT_UNKNOWN');
