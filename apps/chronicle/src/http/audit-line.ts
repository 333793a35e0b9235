import type { Actor, Role } from '#libs/ledger';

import type { EventRow } from '../views/page-rows.js';

/** One line of an audit trail; its leaf hash and proof are the reader's to make from the statement. */
export interface AuditLine {
  readonly position: number;
  readonly eventId: string;
  readonly type: string;
  readonly ver: number;
  readonly stream: string;
  readonly revision: number;
  readonly on: string;
  readonly time: string;
  readonly by: Actor;
}

export function auditLine({ position, id, type, version, stream, revision, on, time, role, ps }: EventRow): AuditLine {
  const by: Actor = { ...(ps === null ? {} : { ps }), role: role as Role };
  return { position, eventId: id, type, ver: version, stream, revision, on, time, by };
}
