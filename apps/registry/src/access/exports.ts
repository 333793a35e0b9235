import { Injectable } from '@nestjs/common';

import { foldAccess, recordExport, type RecordsExported } from '#libs/domain';
import { headsValue } from '#libs/integrity';
import { type CommandRequest, requireRole } from '#libs/service';

import { LedgerIndex } from '../ledger-index.js';
import { Recorder } from '../recorder.js';
import { staffRoles } from '../staff.js';
import { AccessRequests } from './access-requests.js';

interface Export {
  readonly audience: 'addressee' | 'public';
  readonly code: string;
}

/** Records that sealed fields leave the ledger in clear, before they do. */
@Injectable()
export class Exports {
  constructor(
    private readonly recorder: Recorder,
    private readonly requests: AccessRequests,
    private readonly index: LedgerIndex,
  ) {}

  /** The file of one addressee, for that addressee, made by staff; what is public already is nobody's opening. */
  async record(command: CommandRequest, { audience, code }: Export): Promise<void> {
    if (audience === 'public') return;
    const role = requireRole(command.identity, staffRoles);
    await this.index.upToDate();
    const count = headsValue(this.index.heads.list(code, 'addressee')).events;
    const streams = this.requests.streams();
    await this.recorder.record(this.recorder.causeOf(command, role), {
      streams,
      decide: (facts) => {
        const on = new Date(facts.now).toISOString();
        const data: RecordsExported = { on, purpose, export: { audience: 'addressee', code }, count };
        const context = { ...facts, ps: '', requestStream: undefined };
        return recordExport(data, context, foldAccess([]));
      },
    });
  }
}

const purpose = 'the addressee’s own file';
