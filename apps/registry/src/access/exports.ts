import { Injectable } from '@nestjs/common';

import { type ExportScope, foldAccess, recordExport, type RecordsExported } from '#libs/domain';
import { headsValue } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import { type CommandRequest, requireRole } from '#libs/service';

import type { BundleOrder } from '../bundles/bundle-order.js';
import { LedgerIndex } from '../ledger-index.js';
import { type Cause, Recorder } from '../recorder.js';
import { auditors, staffRoles } from '../staff.js';
import { AccessRequests } from './access-requests.js';

/** Records that something leaves the ledger which is not for everyone, before it does. */
@Injectable()
export class Exports {
  constructor(
    private readonly recorder: Recorder,
    private readonly requests: AccessRequests,
    private readonly index: LedgerIndex,
  ) {}

  /**
   * The file of one addressee, for that addressee, is made by staff; the whole ledger by an auditor, on a request of their own that a
   * second person approved; what is public already is nobody's opening, and not recorded. Throws `FORBIDDEN`, `ACCESS_NOT_APPROVED`, and
   * `POSITION_UNKNOWN`, whoever asks, when it is to continue more than there is: nothing is recorded of what cannot be made, and an approval
   * is not used up by it. Of an auditor's order that was on record before, gives the size at which it was: the approval was for a bundle of
   * then.
   */
  async record(command: CommandRequest, order: BundleOrder, request?: string): Promise<number | undefined> {
    const { audience, code = null } = order;
    if (audience === 'public') {
      await this.requireWithin(order);
      return undefined;
    }
    const isAudit = audience === 'auditor';
    const role = requireRole(command.identity, isAudit ? auditors : staffRoles);
    await this.requireWithin(order);
    const cause = this.recorder.causeOf(command, role);
    const [before] = (isAudit ? await this.recorder.earlier(cause) : undefined) ?? [];
    await this.append(cause, { audience, code }, request);
    return before && before.position + 1;
  }

  private async append(cause: Cause, scope: ExportScope, request: string | undefined): Promise<void> {
    const { heads } = this.index;
    const count = scope.code === null ? heads.size : headsValue(heads.list(scope.code, 'addressee')).events;
    const requestStream = await this.requests.streamOf(request);
    await this.recorder.record(cause, {
      streams: requestStream === undefined ? this.requests.streams() : [requestStream],
      decide: (facts) => {
        const on = new Date(facts.now).toISOString();
        const purpose = purposes[scope.audience];
        const data: RecordsExported = { on, purpose, export: scope, count, ...(request !== undefined && { request }) };
        const ps = requestStream === undefined ? '' : facts.pseudonym(requestStream);
        const state = foldAccess(requestStream === undefined ? [] : facts.events(requestStream));
        return recordExport(data, { ...facts, ps, requestStream }, state);
      },
    });
  }

  private async requireWithin({ since = 0 }: BundleOrder): Promise<void> {
    await this.index.upToDate();
    if (since > this.index.heads.size)
      throw new LedgerError('POSITION_UNKNOWN', { path: 'since', reason: 'the ledger is not as large as that' });
  }
}

const purposes = { addressee: 'the addressee’s own file', auditor: 'the whole ledger, for an auditor' } as const;
