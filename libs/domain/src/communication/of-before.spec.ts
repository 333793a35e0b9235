import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import {
  eventId,
  type Fact,
  given,
  khm,
  letterFile,
  letterStream as stream,
  payloadExamples,
  told,
} from '#libs/testing';
import { importHistory } from './import-history.js';
import type { LetterSent } from './letter.js';
import { importLetterPublication } from './publish-letter.js';
import { importReplyPublication } from './publish-reply.js';

type Past = readonly RecordedEvent[];
const clerk = { ps: 'cy', role: 'mandate_clerk' } as const;
const importer = { ps: 'ann', role: 'importer' } as const;
/** Of before the rules that give a letter without a printed number of days a window that ends. */
const old = { on: '2015-03-10', publicationWindow: null, replyAskedBy: null };
const here = (change: Partial<LetterSent> = {}): Fact => told('LetterSent', { ...old, ...change }, clerk);
const brought = (change: Partial<LetterSent> = {}): Fact => told('LetterSent', { ...old, ...change }, importer);
const inError = (event: number): Fact => told('RecordedInError', { event: eventId(event) }, clerk);

const published = {
  on: '2016-02-01',
  released: [],
  publishedElsewhere: { url: 'https://example.org/letter', on: '2016-02-01' },
};
const at = (instant: string) => ({ now: Date.parse(instant), today: instant.slice(0, 10), reference: khm });
const today = at('2025-10-02T09:00:00Z');
const silence = { on: '2015-05-10', dueOn: '2015-05-09', policy: 'response-al.2011.json' };
const saying =
  (context = today, data = published) =>
  (past: Past) =>
    importLetterPublication(data, context, { ...letterFile(past), linked: new Map() });
const isSaid = [
  { stream, type: 'ResponseWindowElapsed', data: silence },
  { stream, type: 'LetterPublished', data: published },
] as const;

describe('a letter of before the confidentiality rules, of whose number something was recorded from here', () => {
  it('is said to have been published elsewhere once all of that was in error', () => {
    given(here(), inError(0), brought())
      .when(saying())
      .then(...isSaid);
    given(here(), inError(0), here({ type: 'OL' }), inError(2), brought())
      .when(saying())
      .then(...isSaid);
  });

  it('is so after a correction of it that was an error, too', () => {
    const corrected = told('LetterCorrected', { ...old, corrects: eventId(0) }, clerk);
    given(brought(), corrected).when(saying()).thenRefused('NOT_IMPORTED');
    given(here(), inError(0), brought(), told('LetterCorrected', { ...old, corrects: eventId(2) }, clerk))
      .when(saying())
      .thenRefused('NOT_IMPORTED');
    given(brought(), corrected, inError(1))
      .when(saying())
      .then(...isSaid);
  });

  it('is imported with all that followed, as if there had been no error', () => {
    const letter = { ...payloadExamples.LetterSent, ...old, restsOn: 'import', documents: [] } as const;
    const whole = { letter, replies: [], publishedElsewhere: published.publishedElsewhere };
    const own = { id: eventId, letterId: eventId(9), codes: new Set(['KHM']), actors: [], others: new Map() };
    const reference = { ...khm, year: 2015 };
    const importing = (past: Past) => importHistory(whole, { ...today, ...own, reference }, letterFile(past));
    const taken = [{ type: 'LetterSent', data: letter } as const, ...isSaid];
    given(here(), inError(0))
      .when(importing)
      .then(...taken.map((event) => ({ ...event, stream: 'communication-KHM-1-2015' })));
    given(here()).when(importing).thenRefused('LETTER_ALREADY_SENT');
  });

  it('is the importer’s to speak of with its replies: one that was received here is not', () => {
    const elsewhere = { stream, type: 'LetterPublished', data: published } as const;
    const reply = (by: typeof clerk | typeof importer) => told('ReplyReceived', { on: '2015-04-10' }, by);
    const data = { ...published, reply: eventId(3) };
    const answering = (past: Past) => importReplyPublication(data, today, letterFile(past));
    given(here(), inError(0), brought(), reply(importer), elsewhere)
      .when(answering)
      .then({ stream, type: 'ReplyPublished', data });
    given(here(), inError(0), brought(), reply(clerk), elsewhere).when(answering).thenRefused('NOT_IMPORTED');
  });

  it('is not, while the window of what was recorded from here in error runs', () => {
    const longer = { days: 9000, printed: 'within 9000 days' };
    given(here({ publicationWindow: longer }), inError(0), brought())
      .when(saying())
      .thenRefused('NOT_IMPORTED');
    const ended = { days: 60, printed: 'within 60 days' };
    given(here({ publicationWindow: ended }), inError(0), brought())
      .when(saying())
      .then(...isSaid);
  });

  it('is not before the report to whose session it belonged has taken its last reply', () => {
    const past = [here(), inError(0), brought()];
    const data = {
      ...published,
      on: '2015-06-01',
      publishedElsewhere: { ...published.publishedElsewhere, on: '2015' },
    };
    given(...past)
      .when(saying(at('2015-07-31T21:59:59Z'), data))
      .thenRefused('NOT_IMPORTED');
    given(...past)
      .when(saying(at('2015-07-31T22:00:00Z'), data))
      .then(isSaid[0], { ...isSaid[1], data });
  });

  it('is not while a hold is in force, or when nobody but a clerk recorded it', () => {
    const held: Fact = { ...told('PublicationHeld'), stream: 'handling-KHM-1-2025' };
    given(here(), inError(0), brought(), held).when(saying()).thenRefused('PUBLICATION_HELD');
    given(here()).when(saying()).thenRefused('NOT_IMPORTED');
    given(brought(), inError(0), here()).when(saying()).thenRefused('NOT_IMPORTED');
  });
});

describe('a letter whose window ends, of whose number something was recorded from here', () => {
  it('is published from here, also when that was in error: it has a day from which that is possible', () => {
    const later = { on: '2019-03-11' };
    given(here(later), inError(0), brought(later))
      .when(saying(today, { ...published, on: '2020-02-01' }))
      .thenRefused('NOT_IMPORTED');
    given(here(), inError(0), brought({ publicationWindow: { days: 60, printed: 'within 60 days' } }))
      .when(saying())
      .thenRefused('NOT_IMPORTED');
  });
});
