import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

import { type ErrorDetail, LedgerError } from '#libs/ledger';

/** As many faults as a person mends before sending again. */
const mostFaults = 50;

/** Bodies are taken as the event's own payload class: unknown members are refused and nothing is converted implicitly. */
export const bodyValidation = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new LedgerError('BODY_INVALID', details(errors, '').slice(0, mostFaults)),
  });

function details(errors: readonly ValidationError[], prefix: string): ErrorDetail[] {
  return errors.flatMap((error) => {
    const { whitelistValidation: unknown, ...constraints } = error.constraints ?? {};
    const path = joined(prefix, unknown === undefined ? error.property : sayable(error.property));
    const own = Object.values(constraints).map((reason) => ({ path, reason }));
    if (unknown !== undefined) own.push({ path, reason: 'is no member of this' });
    return [...own, ...details(error.children ?? [], path)];
  });
}

const joined = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}/${name}`);

/** A name that came with the body can be anything, a confidential text too: only what looks like a member or a place in a list is said again. */
export const sayable = (name: string): string => (/^(?:[a-z][A-Za-z_]{0,31}|\d{0,6})$/.test(name) ? name : '…');
