import type { KeyObject } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { addKey, foldKeys } from '#libs/domain';
import { type IntakeKey, IntakeKeyFolder } from '#libs/keyring';
import { keysStream } from '#libs/ledger';

import { IssuerKey } from '../ledger/issuer-key.js';
import { Operator } from '../ledger/operator.js';
import { Recorder } from '../recorder.js';

/** The keys that submissions are sealed to. The registry makes one when the first agency is added, and another once that one is ended. */
@Injectable()
export class Intake {
  private readonly opened = new Map<string, KeyObject>();

  constructor(
    private readonly folder: IntakeKeyFolder,
    private readonly operator: Operator,
    private readonly recorder: Recorder,
    private readonly issuer: IssuerKey,
  ) {}

  /** Puts a key of this registry on record, unless one is in force. */
  async ensure(): Promise<void> {
    const [held, keys] = [await this.folder.all(), await this.operator.keys()];
    const recorded = new Map(keys.map(({ kid, state }) => [kid, state]));
    if (held.some(({ kid }) => recorded.get(kid) === 'current')) return;
    await this.add(held.find(({ kid }) => !recorded.has(kid)) ?? (await this.folder.make()));
  }

  /** The private key of an intake key; `undefined` for one that is another registry's. */
  async privateKey(kid: string): Promise<KeyObject | undefined> {
    if (!this.opened.has(kid))
      for (const { kid: id, privateKey } of await this.folder.all()) this.opened.set(id, privateKey);
    return this.opened.get(kid);
  }

  private async add({ kid, publicJwk }: IntakeKey): Promise<void> {
    const person = { issuer: 'ledger:operator', subject: this.issuer.kid };
    await this.recorder.record(
      { role: 'operator', scope: 'operator', key: `KeyAdded:${kid}`, req: null, person },
      {
        streams: [keysStream],
        decide: (facts) =>
          addKey(
            { on: facts.today, kid, jwk: publicJwk, purpose: 'intake' },
            facts,
            foldKeys(facts.events(keysStream)),
          ),
      },
    );
  }
}
