import type { Actor, Role } from '#libs/ledger';
import { communicationKey, printedReference } from '#libs/projections';

import type { EventRow } from '../views/page-rows.js';

/** One line of an audit trail; its leaf hash and proof are the reader's to make from the statement. */
export interface AuditLine {
  readonly position: number;
  readonly eventId: string;
  readonly type: string;
  readonly ver: number;
  readonly stream: string;
  /** Of the letter that the stream is about. */
  readonly reference?: string;
  readonly revision: number;
  readonly on: string;
  readonly time: string;
  readonly by: Actor;
}

export function auditLine({ position, id, type, version, stream, ...row }: EventRow): AuditLine {
  const { revision, on, time, role, ps, label } = row;
  const by: Actor = { ...(ps === null ? {} : { ps }), role: role as Role };
  const key = communicationKey(stream);
  const reference = key === undefined ? {} : { reference: printedReference(key, label ?? undefined) };
  return { position, eventId: id, type, ver: version, stream, ...reference, revision, on, time, by };
}
