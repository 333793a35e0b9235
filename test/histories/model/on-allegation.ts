import { type AllegationState, allegationStream, foldAllegation } from '#libs/domain';
import type { ErrorCode } from '#libs/ledger';

import { broken, type Choice, isFuture, momentIn, nobody, pick } from './attempt.js';
import { frozen, type MemoryLedger } from './memory-ledger.js';
import type { AllegationNoted, Model } from './model.js';

/** An act on one of the allegations, or on none. */
interface OnAllegation {
  readonly allegation: AllegationNoted | undefined;
  readonly id: string;
  readonly unknown: ErrorCode[];
  readonly ended: ErrorCode[];
  readonly stateIn: (ledger: MemoryLedger) => AllegationState;
  readonly contextIn: (ledger: MemoryLedger) => MemoryLedger['time'] & { readonly allegationId: string };
}

export function onAllegation(model: Model, choice: Choice): OnAllegation {
  const allegation = choice.odd === 4 ? undefined : pick([...model.allegations].reverse(), choice.n % 3);
  const id = allegation?.id ?? nobody;
  const unknown = broken({
    ALLEGATION_UNKNOWN: allegation === undefined,
    DATE_IN_FUTURE: isFuture(model, momentIn(model, choice)),
  });
  return {
    ...{ allegation, id, unknown },
    ended: [...unknown, ...broken({ ALLEGATION_ENDED: allegation?.ended === true })],
    stateIn: (ledger) => frozen(foldAllegation(ledger.events(allegationStream(id)))),
    contextIn: (ledger) => ({ ...ledger.time, allegationId: id }),
  };
}
