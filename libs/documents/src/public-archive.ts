import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing, removeDurably, writeDurably } from '#libs/files';
import { disclosureDigest, sha256, toHex, utf8 } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** What was published, in clear, by its own digest: renditions of documents and released disclosures. Withdrawal deletes. */
export class PublicArchive {
  constructor(private readonly folder: string) {}

  /** Keeps a public rendition; the answer is its SHA-256 in hex. */
  async putDocument(bytes: Uint8Array): Promise<string> {
    const digest = toHex(sha256(bytes));
    await this.put(this.documentPath(digest), bytes);
    return digest;
  }

  /** Throws `DOCUMENT_DAMAGED` when what is kept there has another digest: nothing altered is handed out. */
  async getDocument(digest: string): Promise<Uint8Array | undefined> {
    const bytes = await read(this.documentPath(digest));
    if (bytes !== undefined && toHex(sha256(bytes)) !== digest) throw damaged(digest);
    return bytes;
  }

  deleteDocument(digest: string): Promise<void> {
    return removeDurably(this.documentPath(digest));
  }

  /** Keeps a released disclosure; the answer is its digest as it stands in `_sd`. */
  async putDisclosure(text: string): Promise<string> {
    const digest = disclosureDigest(text);
    await this.put(this.disclosurePath(digest), utf8(text));
    return digest;
  }

  /** The same of a released disclosure. */
  async getDisclosure(digest: string): Promise<string | undefined> {
    const bytes = await read(this.disclosurePath(digest));
    if (bytes === undefined) return undefined;
    const text = Buffer.from(bytes).toString('utf8');
    if (disclosureDigest(text) !== digest) throw damaged(digest);
    return text;
  }

  deleteDisclosure(digest: string): Promise<void> {
    return removeDurably(this.disclosurePath(digest));
  }

  /** Whether something is kept under this digest, of a document or of a disclosure. */
  async holds(digest: string): Promise<boolean> {
    const path = documentForm.test(digest) ? this.documentPath(digest) : this.disclosurePath(digest);
    try {
      await stat(path);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Reads all that is kept and gives the digest of each whose bytes are others, or cannot be read. */
  async *damaged(): AsyncGenerator<string> {
    for (const name of await namesIn(join(this.folder, 'documents')))
      if (documentForm.test(name) && (await isDamaged(this.documentPath(name), () => this.getDocument(name))))
        yield name;
    for (const name of await namesIn(join(this.folder, 'disclosures')))
      if (disclosureForm.test(name) && (await isDamaged(this.disclosurePath(name), () => this.getDisclosure(name))))
        yield name;
  }

  private async put(path: string, bytes: Uint8Array): Promise<void> {
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    await writeDurably(`${path}.${randomUUID()}`, parts(bytes), () => Promise.resolve(path));
  }

  private documentPath(digest: string): string {
    return join(this.folder, 'documents', demand(digest, documentForm));
  }

  private disclosurePath(digest: string): string {
    return join(this.folder, 'disclosures', demand(digest, disclosureForm));
  }
}

const documentForm = /^[0-9a-f]{64}$/;
const disclosureForm = /^[A-Za-z0-9_-]{43}$/;

const damaged = (digest: string): LedgerError => new LedgerError('DOCUMENT_DAMAGED', `published as ${digest}`);

async function isDamaged(path: string, read: () => Promise<unknown>): Promise<boolean> {
  try {
    // Reading something else than a file might wait for ever.
    if (!(await stat(path)).isFile()) return true;
    await read();
    return false;
  } catch {
    return true;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** What is no digest names no file. */
const demand = (digest: string, form: RegExp): string => (form.test(digest) ? digest : 'none');

async function* parts(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}

async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
