import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

import { type ErrorDetail, LedgerError } from '#libs/ledger';

/** Bodies are taken as the event's own payload class: unknown members are refused and nothing is converted implicitly. */
export const bodyValidation = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new LedgerError('BODY_INVALID', details(errors, '')),
  });

function details(errors: readonly ValidationError[], prefix: string): ErrorDetail[] {
  return errors.flatMap((error) => {
    const path = prefix === '' ? error.property : `${prefix}/${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((reason) => ({ path, reason }));
    return [...own, ...details(error.children ?? [], path)];
  });
}
