import type { DocumentKey } from './document-file.js';

export interface StoredDocument {
  /** The address: SHA-256 of the encrypted bytes, lowercase hex. */
  readonly file: string;
  /** Size of the encrypted file; stands in clear beside `file`. */
  readonly bytes: number;
  /** SHA-256 of the plaintext, lowercase hex: to be sealed, never shown beside `file`. */
  readonly digest: string;
}

export type DocumentState = 'whole' | 'damaged' | 'missing';

/** Encrypted files addressed by what they hold encrypted, so that an address tells nothing about the document. */
export abstract class DocumentStore {
  /** Encrypts under the keys of all subjects named in the document and keeps it durably. */
  abstract put(plaintext: AsyncIterable<Uint8Array>, keys: readonly DocumentKey[]): Promise<StoredDocument>;
  /**
   * The plaintext, chunk by chunk, each authenticated before it is handed out. `DOCUMENT_UNKNOWN` when there is no such file,
   * `DOCUMENT_DAMAGED` when it is not what was stored or the keys are others.
   */
  abstract get(file: string, keys: readonly DocumentKey[]): AsyncIterable<Uint8Array>;
  abstract has(file: string): Promise<boolean>;
  /** Whether it is there with the bytes of its address; one that cannot be read is damaged. Never throws. */
  abstract state(file: string): Promise<DocumentState>;
  /** Does nothing when the file is gone already. */
  abstract delete(file: string): Promise<void>;
}
