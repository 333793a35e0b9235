import { Injectable } from '@nestjs/common';

import { foldAccess, recordRead } from '#libs/domain';
import { type Entry } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { type Json, LedgerError, type RecordedEvent, type Role } from '#libs/ledger';
import { type CommandRequest, requireRole } from '#libs/service';

import { AccessRequests } from '../access/access-requests.js';
import { LedgerIndex } from '../ledger-index.js';
import { Recorder } from '../recorder.js';
import { SealedFields } from '../sealed-fields.js';
import { staffRoles } from '../staff.js';
import type { OpeningRequest } from './opening-request.js';

export interface OpenedField {
  readonly path: string;
  readonly value: Json;
}

/** Who came forward, and who is named, is opened by these alone; documents and redactions by all staff (design page 3.6). */
const guardians: readonly Role[] = ['intake_officer', 'protection_focal_point'];
const readersOf = (event: RecordedEvent): readonly Role[] =>
  event.stream.startsWith('allegation-') ? guardians : staffRoles;

@Injectable()
export class Openings {
  constructor(
    private readonly recorder: Recorder,
    private readonly fields: SealedFields,
    private readonly requests: AccessRequests,
    private readonly index: LedgerIndex,
  ) {}

  /**
   * Records the opening, then answers with the values. Throws `EVENT_UNKNOWN`, `FIELD_NOT_SEALED`, `SUBJECT_SHREDDED`, or
   * `ACCESS_NOT_APPROVED` for a source, and records nothing then.
   */
  async open(command: CommandRequest, request: OpeningRequest): Promise<{ fields: readonly OpenedField[] }> {
    const roles = [...new Set([...guardians, ...staffRoles])];
    requireRole(command.identity, roles);
    const entry = await this.fields.entry(request.event);
    const opened = recordedEvent(entry.position, entry.payload);
    const role = requireRole(command.identity, readersOf(opened));
    const fields = await this.valuesOf(entry, request.paths);
    const requestStream = await this.requests.streamOf(request.request);
    const streams = requestStream === undefined ? this.requests.streams() : [requestStream];
    await this.recorder.record(this.recorder.causeOf(command, role), {
      streams,
      decide: (facts) => {
        const ps = requestStream === undefined ? '' : facts.pseudonym(requestStream);
        const state = foldAccess(requestStream === undefined ? [] : facts.events(requestStream));
        const on = new Date(facts.now).toISOString();
        return recordRead({ on, ...request }, { ...facts, opened, ps, requestStream }, state);
      },
    });
    return { fields };
  }

  private async valuesOf(entry: Entry, paths: readonly string[]): Promise<OpenedField[]> {
    return Promise.all(paths.map(async (path) => ({ path, value: await this.valueOf(entry, path) })));
  }

  /** Of what is lost with a person's key it is said where it was recorded again without that person. */
  private async valueOf(entry: Entry, path: string): Promise<Json> {
    try {
      return (await this.fields.open(entry, path)).value;
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'SUBJECT_SHREDDED') throw error;
      const { id: event } = recordedEvent(entry.position, entry.payload);
      const again = this.index.restatementsOf({ event, path }).at(-1);
      if (again === undefined) throw error;
      throw new LedgerError('SUBJECT_SHREDDED', { path, reason: `restated in event ${again.event}` }, { cause: error });
    }
  }
}
