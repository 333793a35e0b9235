import { Injectable, type PipeTransform } from '@nestjs/common';

import { LedgerError } from '#libs/ledger';

/** A path parameter that must have the form of an event id. */
@Injectable()
export class EventIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return value;
    throw new LedgerError('REQUEST_INVALID', { path: 'id', reason: 'must be an event id' });
  }
}
