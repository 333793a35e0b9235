/**
 * What the host must provide: hashing, Ed25519, inflating, base64, and chance. The condition `browser` chooses `platform.web.ts`, every other
 * host gets `platform.node.ts`; here and nowhere else.
 */
export {
  byteFinder,
  crc32,
  decodeBase64,
  decodeUtf8,
  deflateRaw,
  deflateRawPieces,
  encodeBase64,
  encodeUtf8,
  inflateRaw,
  isAsciiText,
  randomWord,
  readBase64,
  sha256,
  sha256OfPieces,
  SignatureBatch,
  verifyEd25519,
} from '#platform';
