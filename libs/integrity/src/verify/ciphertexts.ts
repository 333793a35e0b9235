import { fromHex } from '../bytes.js';
import { fileNames } from '../bundle/file-names.js';
import { type CiphertextsLine, parseCiphertextsLine, textLines } from '../bundle/lines.js';
import { digestOfBoxDigests } from '../sealing.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import { sealedPlaces, type Slots } from './sealed-places.js';
import type { Statement } from './statements.js';

/** An auditor's bundle lists the digest of every ciphertext: together they are what each statement committed to (`ct`). */
export function checkCiphertexts(
  files: BundleFiles,
  statements: readonly Statement[],
  slots: Slots,
  findings: Findings,
): void {
  const lines = new Map<number, CiphertextsLine>();
  let last = -1;
  for (const text of textLines(files.read(fileNames.ciphertexts) ?? new Uint8Array())) {
    const line = text === undefined ? undefined : parseCiphertextsLine(text);
    if (findings.isFull) return;
    if (line === undefined || line.position <= last) findings.add('LINE', '"ciphertexts.jsonl" has a malformed line');
    else lines.set((last = line.position), line);
  }
  for (const statement of statements) {
    const line = lines.get(statement.position);
    lines.delete(statement.position);
    if (statement.ct === undefined && line === undefined) continue;
    if (line === undefined) findings.add('CIPHERTEXTS', 'the digests of its ciphertexts are missing', statement);
    else if (!isCommitted(statement, line) || !areSlots(statement, line, slots))
      findings.add('CIPHERTEXTS', 'its ciphertexts are not those signed', statement);
  }
  for (const position of lines.keys())
    findings.add('CIPHERTEXTS', 'ciphertexts belong to no statement here', { position });
}

/** What was signed are the digests in the order of their paths: the paths themselves follow from the type, where it is known. */
function areSlots({ event }: Statement, { digests }: CiphertextsLine, slots: Slots): boolean {
  const type = `${event.type}/${event.version}`;
  const own = Object.hasOwn(slots, type) ? slots[type] : undefined;
  return own === undefined || Object.keys(digests).every((path) => own.includes(path.replace(/\/\d+\//, '/*/')));
}

function isCommitted({ ct, event }: Statement, line: CiphertextsLine): boolean {
  const digests = Object.entries(line.digests).map(([path, hex]) => ({
    path,
    digest: fromHex(hex) ?? new Uint8Array(),
  }));
  const pathsAt = (place: string): number =>
    digests.filter(({ path }) => path.slice(0, path.lastIndexOf('/') + 1) === place).length;
  const places = sealedPlaces(event.data).map(({ path, digests: sealed }) => ({
    prefix: path === '' ? '' : `${path}/`,
    count: sealed.length,
  }));
  const isOnePerDigest =
    places.every(({ prefix, count }) => pathsAt(prefix) === count) &&
    places.reduce((sum, { count }) => sum + count, 0) === digests.length;
  return isOnePerDigest && ct === digestOfBoxDigests(digests);
}
