export { ByteSource } from './byte-source.js';
export {
  concat,
  equalBytes,
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  toBase64,
  toBase64url,
  toHex,
  utf8,
} from './bytes.js';
export {
  type Checkpoint,
  cosignatureInput,
  cosignedAt,
  formatCheckpoint,
  formatCosignature,
  formatSignedCheckpoint,
  parseSignedCheckpoint,
  type SignedCheckpoint,
} from './checkpoint.js';
export {
  conceal,
  type ConcealedField,
  type Disclosure,
  disclosureDigest,
  disclosureText,
  parseDisclosure,
  readDisclosure,
} from './disclosure.js';
export { formatHeadsList, HeadsLedger, type HeadsList, headsValue, parseHeadsList } from './heads.js';
export type { HeadsAudience, HeadsValue } from './heads-file.js';
export { eventIdInput, pseudonym, pseudonymInput, requestInput, uuidFromHmac } from './identifiers.js';
export {
  type Ed25519Jwk,
  isEd25519Jwk,
  isX25519Jwk,
  keyProof,
  keyProofInput,
  type KeyPurpose,
  publicKeyBytes,
  thumbprint,
  verifyKeyProof,
  type X25519Jwk,
} from './keys.js';
export {
  formatNote,
  formatVerifierKey,
  hasRepeatedSignature,
  isBy,
  type Note,
  noteKeyTypes,
  type NoteSignature,
  parseNote,
  verifierKey,
  type VerifierKey,
  verifyNote,
} from './note.js';
export { type OperatorRequest, operatorProofInput, verifyOperatorProof } from './operator-proof.js';
export { sha256, sha256OfPieces, verifyEd25519 } from './platform.js';
export { formatReceipt, looksLikeReceipt } from './receipt.js';
export { boxDigest, ciphertextsDigest, type SealedBox, slotAad } from './sealing.js';
export { readSignedMessage, type SignedMessage, signedMessageInput } from './signed-message.js';
export { Signer } from './signer.js';
export {
  type Claims,
  type CompactJwt,
  compactJwt,
  encodePayload,
  leafHash,
  parseCompactJwt,
  recordedEvent,
  signingInput,
  statementHeader,
} from './statement.js';
export { type FullTile } from './tile-edges.js';
export { type LeafSource, TileStore, TileTree } from './tile-tree.js';
export {
  formatEntryTile,
  hashTileBytes,
  hashTiles,
  parseEntryTile,
  parseHashTile,
  parseTilePath,
  type Tile,
  tilePath,
} from './tiles.js';
export { formatHashes, formatTlogProof, parseHashes, parseTlogProof, type TlogProof } from './tlog-proof.js';
export { MerkleTree, type TreeHead, verifyConsistency, verifyInclusion } from './tree.js';
export { nodeHash } from './tree-paths.js';
export { formatTrust, parseTrust, type Trust, trustDigest, type TrustFields } from './trust.js';
export { hasQuorum, parseWitnessPolicy, type WitnessPolicy } from './witness-policy.js';
export { AuditorsChoice } from './bundle/auditors-choice.js';
export { type BundleContents, type BundleOutline, type BundleParts, composeBundle } from './bundle/compose.js';
export { documentFile, fileNames } from './bundle/file-names.js';
export {
  type CiphertextsLine,
  ciphertextsLineText,
  type DisclosureLine,
  disclosureLineText,
  type StatementLine,
  statementText,
} from './bundle/lines.js';
export { type BundleAudience, type BundleManifest } from './bundle/manifest.js';
export { readmeDigests, readmeText } from './bundle/readme.js';
export { type Release, releaseKey, releasesOf } from './bundle/releases.js';
export { type Readers, ReadersChoice, type Selection, selectForReaders } from './bundle/selection.js';
export { zippedBundle } from './bundle/zipped-bundle.js';
export { type ShownCheckpoint, verifyCheckpoint } from './verify/checkpoint-check.js';
export type { KeyRing } from './verify/key-ring.js';
export { readKeyRing } from './verify/read-key-ring.js';
export type { Disclosures } from './verify/disclosures.js';
export type { OpenedField } from './verify/opening.js';
export { type CheckName, type Finding, type FindingCode, findingCodes, printable } from './verify/finding.js';
export type { BundleSummary, CheckResult, ReceiptSummary, VerifyResult } from './verify/result.js';
export type { Slots } from './verify/sealed-places.js';
export { mostSerialsNamed } from './verify/missing-serials.js';
export { verifyBundle, type VerifyOptions } from './verify/verify-bundle.js';
export { largestReceipt, type ReceiptOptions, verifyReceipt } from './verify/verify-receipt.js';
export { type HistoryOptions, type MirroredHistory, verifyHistory } from './verify/verify-history.js';
export type { RecomputeViews, ViewSource, WholeFold } from './verify/views.js';
export { differentLedgers } from './verify/checkpoint-check.js';
export { otherFirstKey } from './verify/genesis.js';
export { noZipFile, type ZipProblem } from './zip/zip-problem.js';
export { openZip } from './zip/zip-reader.js';
export { type LongFile, type NamedFile, type ZippedFile, zipBytes } from './zip/zip-writer.js';
