import { Sealed } from './sealed.js';
import { Count, HexDigest, MediaType, Text } from './validation.js';

/** A document of an event: the address and size of its encrypted file in clear; what it is, sealed (design page 3.4). */
export class DocumentEntry {
  /** SHA-256 of the encrypted bytes. */
  @HexDigest()
  readonly file: string;

  /** Size of the encrypted file. */
  @Count()
  readonly bytes: number;

  /** SHA-256 of the document itself. */
  @Sealed()
  @HexDigest()
  readonly digest: string;

  @Sealed()
  @Text(255)
  readonly name: string;

  @Sealed()
  @MediaType()
  readonly mediaType: string;
}
