import { headsStream, type Json } from '#libs/ledger';
import { fileNames } from '../bundle/file-names.js';
import { type DisclosureLine, parseDisclosureLine, textLines } from '../bundle/lines.js';
import type { BundleManifest } from '../bundle/manifest.js';
import { releaseKey, releasesOf } from '../bundle/releases.js';
import { type Disclosure, disclosureDigest, readDisclosure } from '../disclosure.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import { type SealedPlace, sealedPlaces } from './sealed-places.js';
import type { Statement } from './statements.js';

/** A sealed field that the bundle opens. */
export interface OpenedField {
  readonly text: string;
  readonly digest: string;
  /** Path of the object it belongs in: empty for `data`, else `persons/0`. */
  readonly place: string;
  readonly name: string;
  readonly value: Json;
}

/** Opened fields by the position of their statement. */
export type Disclosures = ReadonlyMap<number, readonly OpenedField[]>;

/**
 * Reads `disclosures.jsonl`: each line belongs to one digest of one statement here, and puts one new member in its place. What
 * publications have released must be there, and in a public bundle nothing else.
 */
export function checkDisclosures(
  files: BundleFiles,
  statements: readonly Statement[],
  findings: Findings,
): Disclosures {
  const byPosition = new Map(statements.map((statement) => [statement.position, statement]));
  const opened = new Map<number, OpenedField[]>();
  for (const line of disclosureLines(files, findings)) {
    const statement = byPosition.get(line.position);
    const field = openField(line, statement, opened.get(line.position) ?? [], findings);
    if (field) opened.set(line.position, [...(opened.get(line.position) ?? []), field]);
  }
  checkReleases(statements, opened, files.manifest, findings);
  return opened;
}

/** Lines by position, then by digest. */
function* disclosureLines(files: BundleFiles, findings: Findings): Generator<DisclosureLine> {
  let last = { position: -1, digest: '' };
  for (const text of textLines(files.read(fileNames.disclosures) ?? new Uint8Array())) {
    if (findings.isFull) return;
    const line = text === undefined ? undefined : parseDisclosureLine(text);
    if (line === undefined) {
      findings.add('LINE', '"disclosures.jsonl" has a malformed line', last.position < 0 ? {} : last);
      continue;
    }
    const next = { position: line.position, digest: disclosureDigest(line.disclosure) };
    const isLater = next.position > last.position || (next.position === last.position && next.digest >= last.digest);
    if (!isLater) findings.add('LINE', '"disclosures.jsonl" is not in its order', { position: line.position });
    last = next;
    yield line;
  }
}

function openField(
  { position, disclosure: text }: DisclosureLine,
  statement: Statement | undefined,
  before: readonly OpenedField[],
  findings: Findings,
): OpenedField | undefined {
  const digest = disclosureDigest(text);
  const place = statement && sealedPlaces(statement.event.data).find(({ digests }) => digests.includes(digest));
  if (statement === undefined || place === undefined) {
    findings.add('DISCLOSURE_UNREFERENCED', 'a disclosure belongs to no statement here', { position });
    return undefined;
  }
  if (before.some((field) => field.digest === digest)) {
    findings.add('DISCLOSURE_DUPLICATE', 'the same disclosure stands twice', statement);
    return undefined;
  }
  const parsed = readDisclosure(text);
  const names = new Set(before.filter((field) => field.place === place.path).map(({ name }) => name));
  if (parsed === undefined || isReserved(parsed) || names.has(parsed.name) || isMember(statement, place, parsed.name)) {
    findings.add(
      'DISCLOSURE_FORM',
      'a disclosure is not of its form, or names a member that is already there',
      statement,
    );
    return undefined;
  }
  return { text, digest, place: place.path, name: parsed.name, value: parsed.value };
}

/** Names with a meaning of their own, and digests of sealed fields inside a sealed field (RFC 9901 §4.2.1, design 7.2). */
const isReserved = ({ name, value }: Disclosure): boolean =>
  name === '_sd' || name === '...' || JSON.stringify(value).includes('"_sd":');

function isMember({ event }: Statement, { path }: SealedPlace, name: string): boolean {
  const [array = '', index = ''] = path.split('/');
  const elements = event.data[array];
  const object = Array.isArray(elements) ? (elements[Number(index)] as object) : event.data;
  return Object.hasOwn(object, name);
}

function checkReleases(
  statements: readonly Statement[],
  opened: Disclosures,
  { audience, code }: BundleManifest,
  findings: Findings,
): void {
  const releases = releasesOf(statements.map(({ event }) => event));
  const byId = new Map(statements.map((statement) => [statement.event.id, statement]));
  for (const { event, digest, isWithdrawn, publishedAt } of releases) {
    const fields = opened.get(byId.get(event)?.position ?? -1) ?? [];
    if (!isWithdrawn && !fields.some((field) => field.digest === digest))
      findings.add('DISCLOSURE_MISSING', 'a field that was released is not here', { position: publishedAt });
  }
  if (code === undefined) return;
  const released = new Set(releases.map(({ event, digest }) => releaseKey(event, digest)));
  for (const { event, stream, position } of statements)
    for (const { digest, name } of opened.get(position) ?? []) {
      const isAnothers = stream === headsStream && name !== code;
      const isClosed = stream !== headsStream && audience === 'public' && !released.has(releaseKey(event.id, digest));
      if (isAnothers || isClosed)
        findings.add('AUDIENCE', 'a field is opened that these readers may not see', { stream, position });
    }
}
