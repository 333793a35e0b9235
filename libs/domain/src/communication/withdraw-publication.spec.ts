import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import {
  ann,
  bo,
  eventId,
  given,
  khm,
  letterFile,
  letterStream as stream,
  payloadExamples,
  publishedLetter,
  told,
  worked,
} from '#libs/testing';
import { publishLetter } from './publish-letter.js';
import { replaceRendition, type Withdrawal, withdrawPublication } from './withdraw-publication.js';

const context = { now: Date.parse('2025-10-02T09:00:00Z'), today: '2025-10-02', reference: khm, ps: bo };
type Past = readonly RecordedEvent[];
const digest = '5xfNcuplB_MxJYsvVVPYtOxBf2kI23PjzT4sPScdI1M';
const fields = [{ event: eventId(0), digests: [digest] }];
const order = { on: '2025-06-26', publication: eventId(3), reason: 'person_at_risk', reviewOn: '2025-12-31' } as const;
const withdrawing =
  (change: Partial<Withdrawal> = {}) =>
  (past: Past) =>
    withdrawPublication({ ...order, ...change }, context, letterFile(past).communication);
const whole = { ...order, extent: 'publication', withdrawn: fields } as const;

describe('withdrawing a publication', () => {
  it('names every field that had been released, so that nobody need show them any more', () =>
    given(...publishedLetter)
      .when(withdrawing())
      .then({ stream, type: 'PublicationWithdrawn', data: whole, codes: ['KHM'] }));

  it('of the letter takes its published replies back too, before it', () =>
    given(...publishedLetter, told('ReplyReceived'), told('ReplyPublished', { reply: eventId(4), released: [] }))
      .when(withdrawing())
      .then(
        { stream, type: 'PublicationWithdrawn', data: { ...whole, publication: eventId(5), withdrawn: [] } },
        { stream, type: 'PublicationWithdrawn', data: whole },
      ));

  it('of a reply leaves the letter public', () =>
    given(...publishedLetter, told('ReplyReceived'), told('ReplyPublished', { reply: eventId(4), released: [] }))
      .when(withdrawing({ publication: eventId(5) }))
      .then({ stream, type: 'PublicationWithdrawn', data: { ...whole, publication: eventId(5), withdrawn: [] } }));

  it('of single fields leaves the rest public, and names only fields that are shown', () => {
    given(...publishedLetter)
      .when(withdrawing({ withdrawn: fields }))
      .then({ stream, type: 'PublicationWithdrawn', data: { ...whole, extent: 'fields' } });
    given(...publishedLetter, told('PublicationWithdrawn', { ...whole, extent: 'fields' }))
      .when(withdrawing({ withdrawn: fields }))
      .thenRefused('NOT_RELEASED');
    given(...publishedLetter, told('PublicationWithdrawn', { ...whole, extent: 'fields' }))
      .when(withdrawing())
      .then({ stream, type: 'PublicationWithdrawn', data: { ...whole, withdrawn: [] } });
    given(...publishedLetter)
      .when(withdrawing({ withdrawn: [] }))
      .thenRefused('NOT_RELEASED');
  });

  it('happens once, and not to what was never published', () => {
    given(...publishedLetter, told('PublicationWithdrawn', whole))
      .when(withdrawing())
      .thenRefused('NOT_PUBLISHED');
    given(told('LetterSent')).when(withdrawing()).thenRefused('NOT_PUBLISHED');
  });

  it('is reviewed on a day that is not before it', () =>
    given(...publishedLetter)
      .when(withdrawing({ reviewOn: '2025-06-25' }))
      .thenRefused('DATE_BEFORE_LETTER'));
});

describe('a letter whose publication was withdrawn', () => {
  const publishing = (approval: number) => (past: Past) =>
    publishLetter(
      { ...payloadExamples.LetterPublished, released: [], approval: eventId(approval) },
      context,
      letterFile(past),
    );

  it('is published again only on another approval', () => {
    const withdrawn = [...publishedLetter, told('PublicationWithdrawn', whole)];
    given(...withdrawn)
      .when(publishing(2))
      .thenRefused('REDACTION_NOT_APPROVED');
    given(
      ...withdrawn,
      worked('RedactionProposed', { letter: eventId(0) }),
      worked('RedactionApproved', { proposal: eventId(5) }, bo),
    )
      .when(publishing(6))
      .then({
        stream,
        type: 'LetterPublished',
        data: { ...payloadExamples.LetterPublished, released: [], approval: eventId(6) },
      });
  });
});

describe('replacing a public rendition', () => {
  const again = [
    worked('RedactionProposed', { letter: eventId(0) }),
    worked('RedactionApproved', { proposal: eventId(4) }, bo),
  ];
  const data = { ...payloadExamples.RenditionReplaced, publication: eventId(3), approval: eventId(5) };
  const replacing =
    (change: Partial<typeof data> = {}, ps = bo) =>
    (past: Past) =>
      replaceRendition({ ...data, ...change }, { ...context, ps }, letterFile(past));

  it('needs another redaction, approved by a second person', () => {
    given(...publishedLetter, ...again)
      .when(replacing())
      .then({ stream, type: 'RenditionReplaced', data, codes: ['KHM'] });
    given(...publishedLetter)
      .when(replacing({ approval: eventId(2) }))
      .thenRefused('REDACTION_NOT_APPROVED');
    given(...publishedLetter, ...again)
      .when(replacing({}, ann))
      .thenRefused('FOUR_EYES');
  });

  it('is blocked by a hold', () =>
    given(...publishedLetter, ...again, worked('PublicationHeld'))
      .when(replacing())
      .thenRefused('PUBLICATION_HELD'));

  it('is not possible once the publication was withdrawn, or where nothing is shown here', () => {
    given(...publishedLetter, ...again, told('PublicationWithdrawn', whole))
      .when(replacing())
      .thenRefused('NOT_PUBLISHED');
    const elsewhere = {
      on: '2025-05-12',
      released: [],
      publishedElsewhere: { url: 'https://example.org', on: '2025' },
    };
    given(...publishedLetter.slice(0, 3), { stream, type: 'LetterPublished', data: elsewhere }, ...again)
      .when(replacing())
      .thenRefused('NOT_PUBLISHED');
  });
});
