import {
  type EventName,
  foldCommunication,
  foldHandling,
  type LetterPublicationFacts,
  type Payload,
  payloadExamples,
} from '#libs/domain';
import { type Actor, type RecordedEvent, streamKind } from '#libs/ledger';
import { eventId, type Fact } from './specification.js';

/** `AL KHM 1/2025`, the letter that specifications are about. */
export const khm = { code: 'KHM', serial: 1, year: 2025 } as const;
export const letterStream = 'communication-KHM-1-2025';
export const handlingStream = 'handling-KHM-1-2025';

/** Two people by their pseudonyms in the handling stream. */
export const [ann, bo] = ['ann-in-this-stream', 'bo-in-this-stream'];

/** Something in the letter's own stream: the example of its type with changes. */
export const told = <T extends EventName>(type: T, change: Partial<Payload<T>> = {}, by?: Actor): Fact => ({
  stream: letterStream,
  type,
  data: { ...payloadExamples[type], ...change },
  ...(by === undefined ? {} : { by }),
});

/** Something in the stream of the work on the letter. */
export const worked = <T extends EventName>(type: T, change: Partial<Payload<T>> = {}, ps = ann): Fact => ({
  ...told(type, change, { ps, role: 'redactor' }),
  stream: handlingStream,
});

/** The letter's file: what decisions about it rest on. An allegation stands behind it. */
export const letterFile = (past: readonly RecordedEvent[]): LetterPublicationFacts => {
  const own = (kind: string) =>
    past.filter(({ stream }) => streamKind(stream) === kind && stream.endsWith('-KHM-1-2025'));
  const communication = foldCommunication(own('communication'));
  return {
    communication,
    handling: foldHandling(own('handling')),
    isLinked: true,
    named: new Map(),
    linked: new Map(),
  };
};

/** A letter that was published: 0 the letter, 1 the redaction by Ann, 2 its approval by Bo, 3 the publication. */
export const publishedLetter: readonly Fact[] = [
  told('LetterSent'),
  worked('RedactionProposed', { letter: eventId(0) }),
  worked('RedactionApproved', { proposal: eventId(1) }, bo),
  told('LetterPublished', {
    on: '2025-05-12',
    approval: eventId(2),
    released: [{ event: eventId(0), digests: ['5xfNcuplB_MxJYsvVVPYtOxBf2kI23PjzT4sPScdI1M'] }],
  }),
];
