import { Injectable } from '@nestjs/common';

import { foldPressRelease } from '#libs/domain';
import { type RecordedEvent, streamKind } from '#libs/ledger';

import { LedgerIndex } from '../ledger-index.js';
import type { LookedUp } from '../look-up-freshness.js';
import type { Facts } from '../recorder.js';
import { type Agreed, NamesInClear, nobody } from './names-in-clear.js';
import type { SealedNames } from './sealed-names.js';

/** An allegation that comes to stand behind letters, by their streams. */
export interface Joining {
  readonly allegation: string;
  readonly letters: readonly string[];
}

/** What is read already of letters, and must hold none of the names that come to stand behind them. */
export interface TextsSoFar {
  readonly streams: readonly string[];
  readonly lookedUp: readonly LookedUp[];
  /** Throws `NAME_UNMARKED` with the stream and the place. */
  refuse(facts: Facts): void;
}

/** Who may be named in what is read of a letter, by the kind of stream that it stands in. */
const agreedIn: Readonly<Record<'communication' | 'press_release' | 'follow_up', Agreed>> = {
  communication: nobody,
  press_release: ({ press }) => press,
  follow_up: ({ publish }) => publish,
};
type Kind = keyof typeof agreedIn;
const kinds = Object.keys(agreedIn) as Kind[];

/** Finds what was recorded of letters for others to read: of the letters themselves, and in press releases and follow-ups that name them. */
@Injectable()
export class RecordedTexts {
  constructor(
    private readonly names: NamesInClear,
    private readonly index: LedgerIndex,
  ) {}

  async of({ allegation, letters }: Joining): Promise<TextsSoFar> {
    await this.index.upToDate();
    const { size } = this.index.heads;
    const streams = [...letters, ...this.index.texts.namingLetters(letters)];
    const found = await Promise.all(
      kinds.map(async (kind) => [kind, await this.names.of(allegation, agreedIn[kind])] as const),
    );
    const names = new Map(found.map(([kind, { names: sealed }]) => [kind, sealed]));
    const published: LookedUp = { size, isOldBy: ({ stream }) => /^(?:press_release|follow_up)-/.test(stream) };
    return {
      streams,
      lookedUp: [published, ...found.flatMap(([, { lookedUp }]) => lookedUp)],
      refuse: (facts) => streams.forEach((stream) => refuseIn(stream, names, facts)),
    };
  }
}

function refuseIn(stream: string, names: ReadonlyMap<string, SealedNames>, facts: Facts): void {
  const kind = streamKind(stream) ?? '';
  const events = facts.events(stream);
  names.get(kind)?.refuse(
    readIn(kind, events).map(({ data }) => data),
    stream,
  );
}

/** What an agency recorded is for staff only and was held against no name: it keeps no allegation from its letter. */
function readIn(kind: string, events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  if (kind === 'press_release') return inForce(events);
  return kind === 'follow_up' ? events.filter(({ by }) => by.role !== 'partner_agency') : events;
}

/** A release that was corrected or withdrawn says no more what it said. */
function inForce(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const release = foldPressRelease(events);
  return release.withdrawn ? [] : events.filter(({ id }) => id === release.inForce);
}
