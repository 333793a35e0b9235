import { Injectable } from '@nestjs/common';

import {
  addresseeCodes,
  addresseeName,
  isAddresseeCode,
  isOtherActor,
  knownActors,
  otherActorCode,
} from '#libs/domain';
import { LedgerError } from '#libs/ledger';

import { type ActorName, type Sight, ViewsReader } from '../views/views-reader.js';

/** Whom letters are sent to. Other actors share the code `OTH`; each has an id and a kind of its own. */
export interface Addressee {
  readonly code: string;
  readonly name: string;
  readonly id?: string;
  readonly kind?: string;
}

const actorId = /^(?=.{1,64}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The States, and the other actors as far as the reader may see that letters were sent to them. */
@Injectable()
export class Addressees {
  constructor(private readonly views: ViewsReader) {}

  async all(sight: Sight): Promise<readonly Addressee[]> {
    const addressed = new Map((await this.views.actors(sight)).map((actor) => [actor.id, otherActor(actor)]));
    const known = knownActors.filter(({ id }) => !addressed.has(id)).map(fromReferenceData);
    const actors = [...addressed.values(), ...known].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
    return [...addresseeCodes.map(state), ...actors];
  }

  /**
   * A State by its code, an other actor by its id. Throws `ADDRESSEE_SHARED` for `OTH`, `ADDRESSEE_NOT_FOUND` for what is neither, and for an
   * actor of whom the reader may see nothing.
   */
  async one(named: string, sight: Sight): Promise<Addressee> {
    if (isAddresseeCode(named)) return state(named);
    if (isOtherActor(named))
      throw new LedgerError('ADDRESSEE_SHARED', { path: 'addressee', reason: 'name one by its id' });
    const actor = actorId.test(named) ? await this.views.actor(named, sight) : undefined;
    if (actor !== undefined) return otherActor(actor);
    const known = knownActors.find(({ id }) => id === named);
    if (known !== undefined) return fromReferenceData(known);
    throw new LedgerError('ADDRESSEE_NOT_FOUND', {
      path: 'addressee',
      reason: 'a State has three capital letters, such as KHM, and an other actor an id, such as asean',
    });
  }
}

const state = (code: string): Addressee => ({ code, name: addresseeName(code) ?? code });

/** By the name that the reference data has for it, else by the one that letters print. */
function otherActor({ id, kind, name }: ActorName): Addressee {
  const known = knownActors.find((actor) => actor.id === id);
  return known === undefined ? { code: otherActorCode, id, kind, name } : fromReferenceData(known);
}

const fromReferenceData = ({ id, kind, names }: (typeof knownActors)[number]): Addressee => ({
  ...{ code: otherActorCode, id, kind, name: names[0] ?? id },
});
