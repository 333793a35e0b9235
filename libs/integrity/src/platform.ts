/**
 * What the host must provide: hashing, Ed25519, inflating and base64. The condition `browser` chooses `platform.web.ts`, every other
 * host gets `platform.node.ts`; here and nowhere else.
 */
export {
  crc32,
  decodeBase64,
  decodeUtf8,
  deflateRaw,
  deflateRawPieces,
  encodeBase64,
  encodeUtf8,
  inflateRaw,
  sha256,
  sha256OfPieces,
  verifyEd25519,
} from '#platform';
