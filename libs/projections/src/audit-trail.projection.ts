import type { Actor, RecordedEvent } from '#libs/ledger';

import { type AddresseeFiles, filed, fileOf, noFiles } from './addressee-file.js';
import type { Projection } from './projection.js';

/** One thing that was recorded, by whom and where it stands in the ledger. */
export interface AuditEntry {
  readonly position: number;
  /** Event id (`jti`). */
  readonly event: string;
  readonly type: string;
  readonly ver: number;
  readonly stream: string;
  readonly revision: number;
  /** Occurred on. */
  readonly on: string;
  /** Recorded at. */
  readonly time: string;
  readonly by: Actor;
}

/** What was recorded with regard to each addressee; read one file with `auditTrailOf`. */
export const auditTrail: Projection<AddresseeFiles> = {
  name: 'audit-trail',
  version: 1,
  initial: noFiles,
  apply: filed,
};

/** The audit trail of one addressee by position. */
export const auditTrailOf = (files: AddresseeFiles, code: string): readonly AuditEntry[] =>
  fileOf(files, code).map(auditEntry);

export function auditEntry(event: RecordedEvent): AuditEntry {
  const { position, id, type, version, stream, revision, time, by, data } = event;
  const on: unknown = data.on;
  return {
    position,
    event: id,
    type,
    ver: version,
    stream,
    revision,
    on: typeof on === 'string' ? on : time,
    time,
    by,
  };
}
