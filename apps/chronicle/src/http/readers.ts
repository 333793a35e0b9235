import { type Role, roles } from '#libs/ledger';
import type { Identity } from '#libs/service';

import type { Sight } from '../views/views-reader.js';

const seeingOnlyWhatIsPublic: ReadonlySet<Role> = new Set([
  'partner_agency',
  'addressee',
  'public',
  'operator',
  'clock',
]);

/** The staff of the Special Procedures and auditors, who may read every stream's clear part. */
export const readerRoles: readonly Role[] = roles.filter((role) => !seeingOnlyWhatIsPublic.has(role));

export const sightOf = ({ roles: held }: Identity): Sight =>
  held.some((role) => readerRoles.includes(role)) ? 'everything' : 'public';
