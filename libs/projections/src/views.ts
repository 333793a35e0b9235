import { canonicalJson, type RecordedEvent } from '#libs/ledger';

import { type AddresseeFiles, noFiles } from './addressee-file.js';
import { auditTrail, auditTrailOf } from './audit-trail.projection.js';
import { FileOutline, type FileSource } from './file-outline.js';
import { fold, type Projection } from './projection.js';
import { stateTimeline, timelineOf } from './state-timeline.projection.js';

interface FileView {
  readonly projection: Projection<AddresseeFiles>;
  readonly entries: (files: AddresseeFiles, code: string) => readonly object[];
  /** The same as JCS texts, one by one. */
  readonly texts: (outline: FileOutline) => AsyncIterable<string>;
}

/** Every fold that a released bundle may contain. One is added beside the others, none is ever changed. */
const views: readonly FileView[] = [
  { projection: stateTimeline, entries: timelineOf, texts: (outline) => outline.timeline() },
  { projection: auditTrail, entries: auditTrailOf, texts: (outline) => outline.auditTrail() },
];

const fileName = ({ name, version }: Projection<AddresseeFiles>): string => `views/${name}.${version}.json`;

/**
 * The view files of an addressee's bundle, by name: JCS `{"code","entries","version","view"}`, folded from the bundle's own events alone
 * (`events` in ascending position, with whatever other streams the bundle holds). Codes and fields only: no sentence, name or policy text.
 * Throws `JSON_VALUE` for events no ledger could have recorded.
 */
export function viewFiles(code: string, events: Iterable<RecordedEvent>): ReadonlyMap<string, string> {
  const all = [...events];
  return new Map(
    views.map(({ projection, entries }) => {
      const files = fold(projection, all, noFiles);
      const { name: view, version } = projection;
      return [fileName(projection), canonicalJson({ code, entries: entries(files, code), version, view })] as const;
    }),
  );
}

/** A view file of any length, piece by piece. */
export interface LongView {
  readonly name: string;
  readonly pieces: AsyncIterable<string>;
}

/** The same files, byte for byte, from events that are kept elsewhere: of each only its place is in memory. */
export async function longViewFiles(code: string, source: FileSource): Promise<readonly LongView[]> {
  const outline = await FileOutline.of(code, source);
  return views.map(({ projection, texts }) => ({
    name: fileName(projection),
    pieces: viewPieces(code, projection, texts(outline)),
  }));
}

/** As `canonicalJson` writes `{code, entries, version, view}`. */
async function* viewPieces(
  code: string,
  { name, version }: Projection<AddresseeFiles>,
  entries: AsyncIterable<string>,
): AsyncGenerator<string> {
  yield `{"code":${canonicalJson(code)},"entries":[`;
  let between = '';
  for await (const entry of entries) {
    yield between + entry;
    between = ',';
  }
  yield `],"version":${version},"view":${canonicalJson(name)}}`;
}
