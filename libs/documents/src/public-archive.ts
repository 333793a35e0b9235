import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing, removeDurably, writeDurably } from '#libs/files';
import { disclosureDigest, sha256, toHex, utf8 } from '#libs/integrity';

/** What was published, in clear, by its own digest: renditions of documents and released disclosures. Withdrawal deletes. */
export class PublicArchive {
  constructor(private readonly folder: string) {}

  /** Keeps a public rendition; the answer is its SHA-256 in hex. */
  async putDocument(bytes: Uint8Array): Promise<string> {
    const digest = toHex(sha256(bytes));
    await this.put(this.documentPath(digest), bytes);
    return digest;
  }

  getDocument(digest: string): Promise<Uint8Array | undefined> {
    return read(this.documentPath(digest));
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

  async getDisclosure(digest: string): Promise<string | undefined> {
    const bytes = await read(this.disclosurePath(digest));
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  deleteDisclosure(digest: string): Promise<void> {
    return removeDurably(this.disclosurePath(digest));
  }

  private async put(path: string, bytes: Uint8Array): Promise<void> {
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    await writeDurably(`${path}.${randomUUID()}`, parts(bytes), () => Promise.resolve(path));
  }

  private documentPath(digest: string): string {
    return join(this.folder, 'documents', demand(digest, /^[0-9a-f]{64}$/));
  }

  private disclosurePath(digest: string): string {
    return join(this.folder, 'disclosures', demand(digest, /^[A-Za-z0-9_-]{43}$/));
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
