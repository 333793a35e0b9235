import { describe, expect, it } from '@jest/globals';

import { ann, eventId, type Fact, given, letterFile, payloadExamples } from '#libs/testing';
import type { RecordedEvent } from '#libs/ledger';
import { foundingCodes } from '../reference-data/addressees.js';
import { foldCommunication } from './communication.js';
import type { AddresseePrinted } from './letter-parts.js';
import { actorsOf } from './other-actors.js';
import { correctLetter, sendLetter } from './send-letter.js';

const streamAt = (serial: number): string => `communication-OTH-${serial}-2025`;
const stream = streamAt(3);
const letter = payloadExamples.LetterSent;
const mining = { name: 'Invented Mining Ltd', kind: 'company' } as const;
const army = { name: 'Armed Forces of Myanmar', kind: 'armed_forces' } as const;
const sentTo = (addressee: AddresseePrinted, serial = 1): Fact => ({
  ...{ stream: streamAt(serial), type: 'LetterSent', data: { ...letter, addressee } },
});
type Past = readonly RecordedEvent[];
const contextOf = (past: Past) => ({
  ...{ now: Date.parse('2025-10-02T09:00:00Z'), today: '2025-10-02', codes: new Set(foundingCodes) },
  reference: { code: 'OTH', serial: 3, year: 2025 },
  actors: actorsOf(
    [1, 2, 3].map((serial) => foldCommunication(past.filter((event) => event.stream === streamAt(serial)))),
  ),
  letterId: eventId(9),
  acts: [],
});
const onLetter = (past: Past) => foldCommunication(past.filter((event) => event.stream === stream));
const sending = (addressee: AddresseePrinted) => (past: Past) =>
  sendLetter({ ...letter, addressee }, contextOf(past), onLetter(past));
const correcting = (addressee: AddresseePrinted) => (past: Past) => {
  const corrects = onLetter(past).letter?.id ?? '';
  return correctLetter(
    { ...letter, addressee, corrects, reason: 'misread' },
    { ...contextOf(past), ps: ann },
    {
      ...letterFile([]),
      communication: onLetter(past),
    },
  );
};
const recorded = (addressee: AddresseePrinted) =>
  ({ stream, type: 'LetterSent', data: { ...letter, addressee }, codes: ['OTH'] }) as const;

describe('a letter to an actor that is no State', () => {
  it('gives an actor that nobody has written to before the id of its own event', () =>
    given()
      .when(sending(mining))
      .then(recorded({ ...mining, id: eventId(9) })));

  it('gives a known actor the id of the reference data, in whatever language its name is printed', () => {
    given()
      .when(sending(army))
      .then(recorded({ ...army, id: 'armed-forces-of-myanmar' }));
    const printed = { ...army, name: 'las Fuerzas Armadas de Myanmar' };
    given()
      .when(sending(printed))
      .then(recorded({ ...printed, id: 'armed-forces-of-myanmar' }));
  });

  it('is to the same actor as an earlier letter when it prints the same name, or names its id', () => {
    const first = sentTo({ ...mining, id: eventId(4) });
    const again = { ...mining, name: 'INVENTED  Mining Ltd.' };
    given(first)
      .when(sending(again))
      .then(recorded({ ...again, id: eventId(4) }));
    const renamed = { ...mining, name: 'Invented Minerals Ltd', id: eventId(4) };
    given(first).when(sending(renamed)).then(recorded(renamed));
    given(first, sentTo(renamed, 2))
      .when(sending({ ...mining, name: 'Invented Minerals Ltd' }))
      .then(recorded({ ...mining, name: 'Invented Minerals Ltd', id: eventId(4) }));
  });

  it('finds the actor of a letter that was recorded before actors had ids', () =>
    given(sentTo(mining))
      .when(sending(mining))
      .then(recorded({ ...mining, id: eventId(0) })));

  it('is refused for an id that no actor has, and for a name that is another actor’s', () => {
    given()
      .when(sending({ ...mining, id: 'invented' }))
      .thenRefused('ADDRESSEE_UNKNOWN');
    given()
      .when(sending({ ...army, id: 'asean' }))
      .thenRefused('ADDRESSEE_NAME_TAKEN');
    given(sentTo({ ...mining, id: eventId(4) }))
      .when(sending({ ...mining, id: 'asean' }))
      .thenRefused('ADDRESSEE_NAME_TAKEN');
  });

  it('is refused for another kind than the actor has, and for a name that stands for all of them', () => {
    given()
      .when(sending({ ...army, kind: 'company' }))
      .thenRefused('ADDRESSEE_UNKNOWN');
    given()
      .when(sending({ name: 'Otros actores', kind: 'other' }))
      .thenRefused('ADDRESSEE_UNKNOWN');
  });

  it('that counts no longer leaves nobody with an id', () => {
    const mistaken: Fact = {
      stream: streamAt(1),
      type: 'RecordedInError',
      data: { ...payloadExamples.RecordedInError, event: eventId(0) },
    };
    given(sentTo({ ...mining, id: eventId(0) }), mistaken)
      .when(sending({ ...mining, id: eventId(0) }))
      .thenRefused('ADDRESSEE_UNKNOWN');
  });

  it('stays with its actor when its name was misread, and goes to another one that is named', () => {
    const first = sentTo({ ...mining, id: eventId(0) }, 3);
    const corrected = (addressee: AddresseePrinted) => ({
      ...{ stream, type: 'LetterCorrected' as const },
      data: { ...letter, addressee, corrects: eventId(0), reason: 'misread' },
    });
    given(first)
      .when(correcting({ ...mining, name: 'Invented Milling Ltd', id: eventId(0) }))
      .then(corrected({ ...mining, name: 'Invented Milling Ltd', id: eventId(0) }));
    given(first)
      .when(correcting(army))
      .then(corrected({ ...army, id: 'armed-forces-of-myanmar' }));
  });

  it('is not made one to another, or its actor another, by a correction that only prints another name or kind', () => {
    const asean = { name: 'ASEAN', kind: 'regional_body', id: 'asean' } as const;
    const first = sentTo(asean, 3);
    for (const printed of [
      { name: 'Invented Union', kind: 'regional_body' },
      { name: 'Invented Union', kind: 'company' },
      { name: 'Invented Union', kind: 'company', id: 'asean' },
      { name: 'ASEAN', kind: 'company' },
    ] as const)
      given(first).when(correcting(printed)).thenRefused('ADDRESSEE_UNKNOWN');
    given(sentTo({ ...mining, id: eventId(0) }, 3))
      .when(correcting({ ...mining, kind: 'armed_group', id: eventId(0) }))
      .thenRefused('ADDRESSEE_UNKNOWN');
  });

  it('can be corrected to an actor that nobody has written to before, whose id is that of the letter', () => {
    const first = sentTo({ name: 'ASEAN', kind: 'regional_body', id: 'asean' }, 3);
    const addressee = { ...mining, id: eventId(0) };
    given(first)
      .when(correcting(addressee))
      .then({
        stream,
        type: 'LetterCorrected',
        data: { ...letter, addressee, corrects: eventId(0), reason: 'misread' },
      });
  });

  it('that was once given another kind leaves the actor what it was, and can be put right', () => {
    const asean = { name: 'ASEAN', kind: 'regional_body', id: 'asean' } as const;
    const wrong: Fact = {
      ...{ stream, type: 'LetterCorrected' },
      data: {
        ...letter,
        addressee: { ...asean, name: 'Invented Union', kind: 'company' },
        corrects: eventId(0),
        reason: '',
      },
    };
    const past = [sentTo(asean, 3), wrong];
    given(...past)
      .when(correcting(asean))
      .then({
        stream,
        type: 'LetterCorrected',
        data: { ...letter, addressee: asean, corrects: eventId(1), reason: 'misread' },
      });
    given(
      ...[
        sentTo({ ...mining, id: eventId(0) }, 3),
        { ...wrong, data: { ...wrong.data, addressee: { ...mining, kind: 'armed_group', id: eventId(0) } } },
      ],
    )
      .when(correcting({ ...mining, id: eventId(0) }))
      .then({
        stream,
        type: 'LetterCorrected',
        data: { ...letter, addressee: { ...mining, id: eventId(0) }, corrects: eventId(1), reason: 'misread' },
      });
  });
});

describe('a letter to a State', () => {
  it('names no id', () => {
    const state = { name: 'Cambodia', kind: 'state', id: 'asean' } as const;
    const context = { ...contextOf([]), reference: { code: 'KHM', serial: 1, year: 2025 } };
    expect(() => sendLetter({ ...letter, addressee: state }, context, foldCommunication([]))).toThrow('addressee/id');
  });
});
