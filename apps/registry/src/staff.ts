import { type Role, roles } from '#libs/ledger';

const outside: readonly Role[] = ['auditor', 'partner_agency', 'addressee', 'public', 'operator', 'clock'];

/** Those who work in the registry of the Special Procedures. */
export const staffRoles: readonly Role[] = roles.filter((role) => !outside.includes(role));

/** Those who check the registry's work, and take no part in it. */
export const auditors: readonly Role[] = ['auditor'];
