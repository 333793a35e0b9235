import { canonicalJson, type RecordedEvent } from '#libs/ledger';

import { type AddresseeFiles, noFiles } from './addressee-file.js';
import { auditTrail, auditTrailOf } from './audit-trail.projection.js';
import { fold, type Projection } from './projection.js';
import { stateTimeline, timelineOf } from './state-timeline.projection.js';

interface FileView {
  readonly projection: Projection<AddresseeFiles>;
  readonly entries: (files: AddresseeFiles, code: string) => readonly object[];
}

/** Every fold that a released bundle may contain. One is added beside the others, none is ever changed. */
const views: readonly FileView[] = [
  { projection: stateTimeline, entries: timelineOf },
  { projection: auditTrail, entries: auditTrailOf },
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
