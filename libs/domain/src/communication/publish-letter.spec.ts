import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, history, payloadExamples } from '#libs/testing';
import { foldHandling } from '../handling/handling.js';
import { type CommunicationState, foldCommunication, noCommunication } from './communication.js';
import type { LetterPublished } from './publication.js';
import { importLetterPublication, publishLetter } from './publish-letter.js';

const stream = 'communication-KHM-1-2025';
const handling = 'handling-KHM-1-2025';
const reference = { code: 'KHM', serial: 1, year: 2025 };
const [ann, bo] = ['ann-in-this-stream', 'bo-in-this-stream'];

const sent: Fact = { stream, type: 'LetterSent', data: payloadExamples.LetterSent };
const corrected: Fact = {
  stream,
  type: 'LetterCorrected',
  data: { ...payloadExamples.LetterSent, corrects: eventId(0), reason: 'misread' },
};
const proposal = { ...payloadExamples.RedactionProposed, letter: eventId(0) };
const proposed: Fact = {
  stream: handling,
  type: 'RedactionProposed',
  data: proposal,
  by: { ps: ann, role: 'redactor' },
};
const approved: Fact = {
  stream: handling,
  type: 'RedactionApproved',
  data: { on: '2025-04-25', proposal: eventId(1) },
  by: { ps: bo, role: 'redactor' },
};
const published: Fact = { stream, type: 'LetterPublished', data: payloadExamples.LetterPublished };
const data = { ...payloadExamples.LetterPublished, on: '2025-05-10', approval: eventId(2) };

const context = { now: Date.parse('2025-05-10T09:00:00Z'), today: '2025-05-10', reference, ps: bo };
type Past = readonly RecordedEvent[];
const facts = (past: Past) => ({
  communication: foldCommunication(past.filter((event) => event.stream === stream)),
  handling: foldHandling(past.filter((event) => event.stream === handling)),
  isLinked: true,
  named: new Map<string, CommunicationState>(),
  linked: new Map(),
});
const publishing =
  (change: Partial<typeof context> = {}) =>
  (past: Past) =>
    publishLetter(data, { ...context, ...change }, facts(past));

describe('publishing a letter', () => {
  it('is done when the window is over and a second person approved the redaction', () =>
    given(sent, proposed, approved)
      .when(publishing())
      .then({ stream, type: 'LetterPublished', data, codes: ['KHM'] }));

  it('names no letter that is known here and not public, but may name itself and what this ledger does not know', () => {
    const naming = (key: string, state: CommunicationState) => (past: Past) =>
      publishLetter(data, context, { ...facts(past), named: new Map([[key, state]]) });
    const unpublished = foldCommunication(history([sent]));
    const past = [sent, proposed, approved];
    given(...past)
      .when(naming('LAO 2/2025', unpublished))
      .thenRefused('LETTER_NOT_PUBLISHED');
    for (const allowed of [
      naming('LAO 2/2025', { ...unpublished, published: true }),
      naming('KHM 1/2025', unpublished),
      naming('LAO 2/2025', noCommunication),
    ])
      given(...past)
        .when(allowed)
        .then({ stream, type: 'LetterPublished', data, codes: ['KHM'] });
  });

  it('shows the summary that was approved last in its language, where any was approved', () => {
    const approving = (text: string, language = 'en'): Fact => ({
      ...{ stream: handling, type: 'SummaryApproved', data: { on: '2025-04-26', summary: { language, text } } },
    });
    const { text = '' } = data.summary ?? {};
    const done = { stream, type: 'LetterPublished', data, codes: ['KHM'] } as const;
    given(sent, proposed, approved, approving(text)).when(publishing()).then(done);
    given(sent, proposed, approved, approving('another'), approving(text), approving('autre', 'fr'))
      .when(publishing())
      .then(done);
    for (const others of [[approving('another')], [approving(text), approving('another')], [approving(text, 'fr')]])
      given(sent, proposed, approved, ...others)
        .when(publishing())
        .thenRefused('SUMMARY_NOT_APPROVED');
  });

  it('that rests on allegations waits until one is linked to it, so that those in it were asked for their consent', () => {
    const unlinked = (past: Past) => publishLetter(data, context, { ...facts(past), isLinked: false });
    given(sent, proposed, approved).when(unlinked).thenRefused('LINK_MISSING');
    for (const restsOn of ['own_motion', 'public_reports', 'law', 'import'] as const)
      given({ ...sent, data: { ...payloadExamples.LetterSent, restsOn } }, proposed, approved)
        .when(unlinked)
        .then({ stream, type: 'LetterPublished', data });
  });

  it('is refused on the last day of the window', () =>
    given(sent, proposed, approved)
      .when(publishing({ now: Date.parse('2025-05-09T21:59:59Z'), today: '2025-05-09' }))
      .thenRefused('WINDOW_OPEN'));

  it('is refused when a reply came early: no reply moves the window', () =>
    given(sent, proposed, approved, { stream, type: 'ReplyReceived', data: payloadExamples.ReplyReceived })
      .when(publishing({ now: Date.parse('2025-05-09T09:00:00Z'), today: '2025-05-09' }))
      .thenRefused('WINDOW_OPEN'));

  it('is refused without an approved redaction', () => {
    given(sent).when(publishing()).thenRefused('REDACTION_NOT_APPROVED');
    given(sent, proposed).when(publishing()).thenRefused('REDACTION_NOT_APPROVED');
  });

  it('is refused on the approval of a reply’s redaction', () =>
    given(sent, { ...proposed, data: { ...proposal, reply: eventId(9) } }, approved)
      .when(publishing())
      .thenRefused('REDACTION_NOT_APPROVED'));

  it('is refused when the letter was corrected after its redaction was approved', () =>
    given(sent, proposed, approved, corrected).when(publishing()).thenRefused('REDACTION_NOT_APPROVED'));

  it('is not for the person who proposed the redaction', () =>
    given(sent, proposed, approved)
      .when(publishing({ ps: ann }))
      .thenRefused('FOUR_EYES'));

  it('happens once', () =>
    given(sent, proposed, approved, published).when(publishing()).thenRefused('ALREADY_PUBLISHED'));

  it('needs a letter', () => given().when(publishing()).thenRefused('LETTER_NOT_SENT'));

  it('is blocked by a hold, and free again when the last hold is lifted', () => {
    const held: Fact = { stream: handling, type: 'PublicationHeld', data: payloadExamples.PublicationHeld };
    const lifted = (hold: number): Fact => ({
      stream: handling,
      type: 'PublicationHoldLifted',
      data: { on: '2025-05-09', hold: eventId(hold) },
    });
    given(sent, proposed, approved, held).when(publishing()).thenRefused('PUBLICATION_HELD');
    given(sent, proposed, approved, held, held, lifted(3)).when(publishing()).thenRefused('PUBLICATION_HELD');
    given(sent, proposed, approved, held, held, lifted(3), lifted(4))
      .when(publishing())
      .then({ stream, type: 'LetterPublished', data });
  });

  it('has a rendition and a summary, and releases fields of this letter only', () => {
    const without = (change: Partial<LetterPublished>) => (past: Past) =>
      publishLetter({ ...data, ...change }, context, facts(past));
    const bare = { on: data.on, released: data.released, approval: data.approval };
    given(sent, proposed, approved)
      .when((past) => publishLetter(bare, context, facts(past)))
      .thenRefused('BODY_INVALID');
    given(sent, proposed, approved)
      .when(without({ released: [{ event: eventId(9), digests: [] }] }))
      .thenRefused('EVENT_UNKNOWN');
  });

  it('is refused under a void number', () =>
    given(sent, proposed, approved, { stream, type: 'ReferenceVoided', data: payloadExamples.ReferenceVoided })
      .when(publishing())
      .thenRefused('LETTER_VOID'));
});

describe('a letter that was published before the ledger', () => {
  const imported = {
    on: '2025-04-20',
    released: [],
    publishedElsewhere: { url: 'https://example.org/letter', on: '2025-04-20' },
  };
  const taken: Fact = { ...sent, by: { ps: ann, role: 'importer' } };
  const importing = (past: Past) => importLetterPublication(imported, context, facts(past));
  const silence = { stream, type: 'ResponseWindowElapsed', data: payloadExamples.ResponseWindowElapsed } as const;
  const over = {
    stream,
    type: 'ConfidentialityWindowElapsed',
    data: payloadExamples.ConfidentialityWindowElapsed,
  } as const;
  const publication = { stream, type: 'LetterPublished', data: imported } as const;

  it('is imported with where and when instead of window and approval, its windows with their old days', () =>
    given(taken).when(importing).then(silence, over, publication));

  it('tells of no silence when a reply had come, and of no window twice', () => {
    const reply: Fact = { stream, type: 'ReplyReceived', data: payloadExamples.ReplyReceived };
    given(taken, reply).when(importing).then(over, publication);
    given(taken, silence, over).when(importing).then(publication);
  });

  it('tells of no window that is still open', () =>
    given(taken)
      .when((past) =>
        importLetterPublication(
          imported,
          { ...context, now: Date.parse('2025-05-01T09:00:00Z'), today: '2025-05-01' },
          facts(past),
        ),
      )
      .then(publication));

  it('was imported: nobody can say so of one that was sent from here, also where that record was an error since', () => {
    given(sent).when(importing).thenRefused('NOT_IMPORTED');
    given(sent, corrected).when(importing).thenRefused('NOT_IMPORTED');
    const mistaken: Fact = {
      ...{ stream, type: 'RecordedInError' },
      data: { ...payloadExamples.RecordedInError, event: eventId(0) },
    };
    given(sent, mistaken, taken).when(importing).thenRefused('NOT_IMPORTED');
  });

  it('is one of this house from when anybody but the importer corrected it', () =>
    given(taken, corrected).when(importing).thenRefused('NOT_IMPORTED'));

  it('was published by now', () => {
    const tomorrow = { ...imported, publishedElsewhere: { ...imported.publishedElsewhere, on: '2199-01-01' } };
    given(taken)
      .when((past) => importLetterPublication(tomorrow, context, facts(past)))
      .thenRefused('DATE_IN_FUTURE');
  });

  it('is not published while a hold on it is in force', () => {
    const held: Fact = { stream: handling, type: 'PublicationHeld', data: payloadExamples.PublicationHeld };
    given(taken, held).when(importing).thenRefused('PUBLICATION_HELD');
  });

  it('must say where, and is published once', () => {
    const nowhere = { on: imported.on, released: [] };
    given(taken)
      .when((past) => importLetterPublication(nowhere, context, facts(past)))
      .thenRefused('BODY_INVALID');
    given(taken, publication).when(importing).thenRefused('ALREADY_PUBLISHED');
    given().when(importing).thenRefused('LETTER_NOT_SENT');
  });
});
