import { Injectable } from '@nestjs/common';

import {
  type AccessApproved,
  type AccessRequested,
  accessStream,
  approveAccess,
  foldAccess,
  foldPolicy,
  recordedBy,
  requestAccess,
} from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { Clock, policyStream, type RecordedEvent, type Role } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { type Registered, Registrar } from '../registrar.js';
import { auditors } from '../staff.js';

const dayMs = 86_400_000;

/** Openings and exports that a second person must agree to. */
@Injectable()
export class AccessRequests {
  constructor(
    private readonly registrar: Registrar,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Auditors ask for the whole ledger as they may read it, and for nothing else; nobody asks for it in their place. */
  async request(command: CommandRequest, body: AccessRequested): Promise<Registered> {
    const opened = await this.event(body.opening?.event);
    return this.registrar.register(command, {
      type: 'AccessRequested',
      data: body,
      roles: askersFor(body),
      plan: () => ({
        streams: [...this.streams(), policyStream],
        sealedUnder: [],
        decide: (data, facts) =>
          requestAccess(data, { ...facts, opened, codes: foldPolicy(facts.events(policyStream)).codes }),
      }),
    });
  }

  async approve(command: CommandRequest, body: AccessApproved): Promise<Registered> {
    const [today = ''] = this.streams();
    const stream = (await this.streamOf(body.request)) ?? today;
    return this.registrar.register(command, {
      type: 'AccessApproved',
      data: body,
      plan: () => ({
        streams: [stream],
        sealedUnder: [],
        decide: (data, facts) =>
          approveAccess(data, { ...facts, stream, ps: facts.pseudonym(stream) }, foldAccess(facts.events(stream))),
      }),
    });
  }

  /** The stream of the UTC day, and of the next in case midnight passes before the decision is made. */
  streams(): string[] {
    return [0, dayMs].map((later) => accessStream(this.clock.now() + later));
  }

  /** The stream in which the request with this id stands, if there is one. */
  async streamOf(request: string | undefined): Promise<string | undefined> {
    const event = await this.event(request);
    return event?.type === 'AccessRequested' ? event.stream : undefined;
  }

  private async event(id: string | undefined): Promise<RecordedEvent | undefined> {
    const [entry] = id === undefined ? [] : await this.store.find([id]);
    return entry === undefined ? undefined : recordedEvent(entry.position, entry.payload);
  }
}

const askersFor = ({ export: scope }: AccessRequested): readonly Role[] =>
  recordedBy('AccessRequested').filter((role) => auditors.includes(role) === (scope?.audience === 'auditor'));
