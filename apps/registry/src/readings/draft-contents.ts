import type { Reading } from '#libs/letters';

import type { LetterMediaType } from './letter-reader.js';
import type { CorrectedReading } from './reading-request.js';

/** What is sealed of a letter that was read. */
export interface DraftContents {
  /** Fingerprint of the request that began it, hex: the same one is answered again. */
  readonly request: string;
  /** Fingerprint of the request that corrected it last, hex. */
  readonly corrected?: string;
  readonly mediaType: LetterMediaType;
  /** The file as it was given. */
  readonly file: Uint8Array;
  /** The text that was read, in which evidence has its places. */
  readonly text: string;
  readonly reading: Reading;
  /** What a person put in place of what was read. */
  readonly correction: CorrectedReading;
}

export const encodeContents = ({ file, ...rest }: DraftContents): Uint8Array =>
  Buffer.from(JSON.stringify({ ...rest, file: Buffer.from(file).toString('base64') }), 'utf8');

export function decodeContents(value: Uint8Array): DraftContents {
  const kept = JSON.parse(Buffer.from(value).toString('utf8')) as Omit<DraftContents, 'file'> & { file: string };
  return { ...kept, file: Buffer.from(kept.file, 'base64') };
}
