import { createCipheriv, createDecipheriv } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createDurably, destroyDurably, isMissing } from '#libs/files';
import { type Entropy, LedgerError } from '#libs/ledger';

import { KeyEncryption } from './key-encryption.js';

const keyLength = 32;
const ivLength = 12;
const tagLength = 16;
const keyId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const suffix = '.kek';

/**
 * Key-encryption keys as files `<id>.kek` of 32 bytes in one folder, readable for their owner only. Nothing is kept in memory, so that a
 * destroyed key is gone everywhere at once. Overwriting does not reach copies made by backups, snapshots or the disk itself.
 */
export class FileKeyEncryption extends KeyEncryption {
  constructor(
    private readonly folder: string,
    private readonly entropy: Entropy,
  ) {
    super();
  }

  override async create(id: string): Promise<void> {
    const temporary = join(this.folder, `.${this.entropy.uuid()}`);
    await createDurably(this.path(id), temporary, this.entropy.bytes(keyLength));
  }

  override async wrap(id: string, purpose: string, secret: Uint8Array): Promise<Uint8Array> {
    const iv = this.entropy.bytes(ivLength);
    const cipher = createCipheriv('aes-256-gcm', await this.read(id), iv);
    cipher.setAAD(binding(id, purpose));
    return Buffer.concat([iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  }

  override async unwrap(id: string, purpose: string, wrapped: Uint8Array): Promise<Uint8Array> {
    const key = await this.read(id);
    if (wrapped.length < ivLength + tagLength) throw new LedgerError('SEAL_BROKEN', 'a wrapped key is cut short');
    const iv = wrapped.subarray(0, ivLength);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength });
    decipher.setAAD(binding(id, purpose));
    decipher.setAuthTag(wrapped.subarray(-tagLength));
    try {
      return Buffer.concat([decipher.update(wrapped.subarray(ivLength, -tagLength)), decipher.final()]);
    } catch {
      throw new LedgerError('SEAL_BROKEN', 'a wrapped key does not belong to its row');
    }
  }

  override async destroy(id: string): Promise<void> {
    await destroyDurably(this.path(id), this.entropy.bytes(keyLength));
  }

  override async ids(): Promise<string[]> {
    try {
      const names = await readdir(this.folder);
      const ids = names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
      return ids.filter((id) => keyId.test(id)).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  private async read(id: string): Promise<Uint8Array> {
    const key = await readFile(this.path(id)).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
      throw new LedgerError('KEY_ENCRYPTION_KEY_MISSING', { path: id, reason: 'no such file' });
    });
    if (key.length === keyLength) return key;
    throw new LedgerError('KEY_ENCRYPTION_KEY_MISSING', { path: id, reason: 'the file does not hold 32 bytes' });
  }

  private path(id: string): string {
    if (!keyId.test(id)) throw new LedgerError('INTERNAL', 'the id of a key-encryption key is a UUID');
    return join(this.folder, `${id}${suffix}`);
  }
}

const binding = (id: string, purpose: string): Uint8Array => Buffer.from(`kek/1 ${id} ${purpose}`, 'utf8');
