import { Injectable } from '@nestjs/common';

import {
  addKey,
  adoptCodes,
  adoptPolicy,
  type CodesAdopted,
  type EventName,
  foldKeys,
  foldPolicy,
  type KeyAdded,
  type KeyRetired,
  type KeyRevoked,
  type PolicyAdopted,
  policyFiles,
  retireKey,
  revokeKey,
} from '#libs/domain';
import { isEd25519Jwk, recordedEvent, sha256, thumbprint, toHex, verifyKeyProof } from '#libs/integrity';
import { canonicalJson, keysStream, LedgerError, policyStream, type ProposedEvent } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { LedgerIdentity } from '../ledger-identity.js';
import { type Facts, Recorder } from '../recorder.js';
import type { Registered } from '../registrar.js';
import { IssuerKey } from './issuer-key.js';
import { Intake } from '../submissions/intake.js';
import { Operator } from './operator.js';

/** An operator's write, with the proof that comes with it. */
export interface Asked {
  readonly command: CommandRequest;
  readonly proof: string | undefined;
}

interface OperatorAct {
  readonly type: EventName;
  readonly stream: string;
  /** Kid or digest: with the type, what the event's id derives from. */
  readonly subject: string;
  readonly data: object;
  /** What it is refused with when the same subject stands on record with other particulars. */
  readonly taken: 'KEY_ALREADY_ADDED' | 'KEY_ENDED' | 'CODES_DROPPED' | 'POLICY_CHANGED';
  /** What is held against it once the operator is known, before it is decided. */
  readonly check?: () => Promise<void> | void;
  readonly decide: (facts: Facts) => readonly ProposedEvent[];
}

/** The ledger's own keys, codes and policies. The ids of these events derive from what they say, so that none is recorded twice. */
@Injectable()
export class OperatorActs {
  constructor(
    private readonly recorder: Recorder,
    private readonly operator: Operator,
    private readonly identity: LedgerIdentity,
    private readonly issuer: IssuerKey,
    private readonly intake: Intake,
  ) {}

  /**
   * Throws `KEY_UNPROVEN` unless the id is the key's thumbprint and the proof its signature for this ledger and purpose. An agency needs a key
   * that it can seal to: it is made before the agency's own is added, so that a repetition after a crash finds or makes it.
   */
  addKey(asked: Asked, data: KeyAdded): Promise<Registered> {
    return this.act(asked, {
      ...{ type: 'KeyAdded', stream: keysStream, subject: data.kid, data, taken: 'KEY_ALREADY_ADDED' },
      check: async () => {
        await this.refuseUnproven(data);
        if (data.purpose === 'agency') await this.intake.ensure();
      },
      decide: (facts) => addKey(data, facts, foldKeys(facts.events(keysStream))),
    });
  }

  retireKey(asked: Asked, data: KeyRetired): Promise<Registered> {
    return this.act(asked, {
      ...{ type: 'KeyRetired', stream: keysStream, subject: data.kid, data, taken: 'KEY_ENDED' },
      decide: (facts) => retireKey(data, { ...facts, signedBy: this.issuer.kid }, foldKeys(facts.events(keysStream))),
    });
  }

  revokeKey(asked: Asked, data: KeyRevoked): Promise<Registered> {
    return this.act(asked, {
      ...{ type: 'KeyRevoked', stream: keysStream, subject: data.kid, data, taken: 'KEY_ENDED' },
      decide: (facts) => revokeKey(data, { ...facts, signedBy: this.issuer.kid }, foldKeys(facts.events(keysStream))),
    });
  }

  adoptCodes(asked: Asked, data: CodesAdopted): Promise<Registered> {
    const subject = toHex(sha256(data.codes.join()));
    return this.act(asked, {
      ...{ type: 'CodesAdopted', stream: policyStream, subject, data, taken: 'CODES_DROPPED' },
      decide: (facts) => adoptCodes(data, facts, foldPolicy(facts.events(policyStream))),
    });
  }

  /** Throws `POLICY_UNKNOWN` for a file that this software could not apply. */
  adoptPolicy(asked: Asked, data: PolicyAdopted): Promise<Registered> {
    return this.act(asked, {
      ...{ type: 'PolicyAdopted', stream: policyStream, subject: data.digest, data, taken: 'POLICY_CHANGED' },
      check: () => refuseUnknownPolicy(data),
      decide: (facts) => adoptPolicy(data, facts, foldPolicy(facts.events(policyStream))),
    });
  }

  private async act({ command, proof }: Asked, act: OperatorAct): Promise<Registered> {
    const cause = await this.operator.causeOf(command, proof, `${act.type}:${act.subject}`);
    await act.check?.();
    const entries = await this.recorder.record(cause, { streams: [act.stream], decide: act.decide });
    if (act.stream === keysStream) await this.issuer.refresh();
    const said = entries.map(({ position, payload }) => recordedEvent(position, payload).data);
    if (said.some((data) => withoutDate(data) !== withoutDate(act.data))) throw new LedgerError(act.taken);
    return { events: entries.map((entry) => Recorder.answerOf(entry)) };
  }

  private async refuseUnproven({ kid, jwk, purpose, proof }: KeyAdded): Promise<void> {
    const { crv, kty, x } = jwk;
    const plain = { crv, kty, x };
    if (kid !== thumbprint(plain)) throw new LedgerError('KEY_UNPROVEN', 'kid');
    if (!isEd25519Jwk(plain) || proof === undefined) return;
    if (!(await verifyKeyProof(proof, plain, this.identity.origin, purpose)))
      throw new LedgerError('KEY_UNPROVEN', 'proof');
  }
}

const withoutDate = (data: object): string => canonicalJson({ ...data, on: undefined });

function refuseUnknownPolicy({ file, digest }: PolicyAdopted): void {
  const held = policyFiles().find((one) => one.file === file);
  if (held === undefined || toHex(sha256(held.text)) !== digest) throw new LedgerError('POLICY_UNKNOWN');
}
