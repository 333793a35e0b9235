import { describe, expect, it } from '@jest/globals';

import { LedgerError, type RecordedEvent } from '#libs/ledger';
import {
  bo,
  eventId,
  type Fact,
  given,
  history,
  khm as reference,
  letterFile,
  letterStream as stream,
  payloadExamples,
  publishedLetter,
  told,
  worked,
} from '#libs/testing';
import type { PublicationFacts } from './publication-rules.js';
import { importLetterPublication, publishLetter } from './publish-letter.js';

const day = (today: string) => ({ now: Date.parse(`${today}T09:00:00Z`), today });
const data = { ...payloadExamples.LetterPublished, on: '2025-05-10', approval: eventId(2), released: [] };
const ready = publishedLetter.slice(0, 3);
const link = (key: string): Fact => told('LettersLinked', { reference: key, relation: 'same_case' });
/** Another letter, whose window of sixty days ends in the night after the day given with its own. */
const other = (...facts: readonly Fact[]): PublicationFacts => letterFile(history(facts));
const sentOn = (on: string): Fact => told('LetterSent', { on });
const elsewhere = { on: '2025-05-01', publishedElsewhere: { url: 'https://example.org/letter', on: '2025-05-01' } };

type Past = readonly RecordedEvent[];
const publishing =
  (linked: Readonly<Record<string, PublicationFacts>>, today = '2025-05-10') =>
  (past: Past) => {
    const facts = { ...letterFile(past), linked: new Map(Object.entries(linked)) };
    return publishLetter(data, { ...day(today), reference, ps: bo }, facts);
  };
const published = { stream, type: 'LetterPublished', data } as const;

describe('a letter that is linked to another one', () => {
  const past = [...ready, link('LAO 2/2025')];

  it('is not published while the other one is known here and inside its window: everyone would learn of it', () => {
    given(...past)
      .when(publishing({ 'LAO 2/2025': other(sentOn('2025-03-20')) }))
      .thenRefused('LINK_CONFIDENTIAL');
    given(...past)
      .when(publishing({ 'LAO 2/2025': other(sentOn('2025-03-20')) }, '2025-05-20'))
      .then(published);
  });

  it('is not published while the other one is held, whatever its window', () => {
    const held = [sentOn('2025-03-01'), worked('PublicationHeld')];
    given(...past)
      .when(publishing({ 'LAO 2/2025': other(...held) }))
      .thenRefused('LINK_CONFIDENTIAL');
    given(...past)
      .when(publishing({ 'LAO 2/2025': other(...held, worked('PublicationHoldLifted', { hold: eventId(1) })) }))
      .then(published);
  });

  it('is published when the other one is public, or unknown here, or the link was recorded in error', () => {
    given(...past)
      .when(publishing({ 'LAO 2/2025': other(sentOn('2025-05-01'), told('LetterPublished')) }))
      .then(published);
    given(...past)
      .when(publishing({ 'LAO 2/2025': other() }))
      .then(published);
    given(...past, told('RecordedInError', { event: eventId(3) }))
      .when(publishing({ 'LAO 2/2025': other(sentOn('2025-05-01')) }))
      .then(published);
  });

  it('waits for no publication of the other one, so that two that name each other can both be published', () =>
    given(...past)
      .when(publishing({ 'LAO 2/2025': other(sentOn('2025-03-10'), link('KHM 1/2025')) }))
      .then(published));

  it.each(['2025-03-01', '2025-05-01'])(
    'waits for no hold on a void number and no window of it (sent %s), for it can never be published',
    (on) =>
      given(...past)
        .when(publishing({ 'LAO 2/2025': other(sentOn(on), worked('PublicationHeld'), told('ReferenceVoided')) }))
        .then(published),
  );

  it('is refused with every letter that hinders, and why', () => {
    const linked = {
      'LAO 2/2025': other(sentOn('2025-05-01')),
      'THA 3/2025': other(sentOn('2025-03-01'), worked('PublicationHeld')),
      'VNM 4/2025': other(),
    };
    const facts = history([...ready, ...Object.keys(linked).map(link), link('LAO 2/2025')]);
    const refused = (): unknown => publishing(linked)(facts);
    expect(refused).toThrow(LedgerError);
    expect(refused).toThrow(
      expect.objectContaining({
        details: [
          { path: 'links', reason: 'LAO 2/2025 is inside its window' },
          { path: 'links', reason: 'THA 3/2025 is held' },
        ],
      }),
    );
  });

  describe('of before 2018, which print no window', () => {
    const importer = { ps: bo, role: 'importer' } as const;
    const old = (by: Fact['by'], ...facts: readonly Fact[]) =>
      [told('LetterSent', { on: '2015-03-10', publicationWindow: null }, by), ...facts] as const;
    const importing = (linked: PublicationFacts) => (events: Past) => {
      const facts = { ...letterFile(events), linked: new Map([['LAO 2/2025', linked]]) };
      return importLetterPublication({ ...elsewhere, released: [] }, { ...day('2025-05-02'), reference }, facts);
    };
    const said = { stream, type: 'LetterPublished', data: { ...elsewhere, released: [] } } as const;
    const silence = { on: '2015-05-10', dueOn: '2015-05-09', policy: 'response-al.2011.json' };
    const taken = old(importer, link('LAO 2/2025'));

    it('is said to have been published elsewhere although the other one has no end of its window either', () => {
      given(...taken)
        .when(importing(other(...old(importer, link('KHM 1/2025')))))
        .then({ stream, type: 'ResponseWindowElapsed', data: silence }, said);
    });

    it('is not, while the other one was sent from here or is held', () => {
      given(...taken)
        .when(importing(other(...old(undefined))))
        .thenRefused('LINK_CONFIDENTIAL');
      given(...taken)
        .when(importing(other(...old(importer, worked('PublicationHeld')))))
        .thenRefused('LINK_CONFIDENTIAL');
    });

    it('hinders the publication of a letter here', () =>
      given(...past)
        .when(publishing({ 'LAO 2/2025': other(...old(importer)) }))
        .thenRefused('LINK_CONFIDENTIAL'));
  });

  it('is not said to have been published elsewhere either', () => {
    const taken = [told('LetterSent', {}, { ps: bo, role: 'importer' }), link('LAO 2/2025')];
    const importing = (state: PublicationFacts) => (events: Past) => {
      const facts = { ...letterFile(events), linked: new Map([['LAO 2/2025', state]]) };
      return importLetterPublication({ ...elsewhere, released: [] }, { ...day('2025-05-02'), reference }, facts);
    };
    given(...taken)
      .when(importing(other(sentOn('2025-04-20'))))
      .thenRefused('LINK_CONFIDENTIAL');
    given(...taken)
      .when(importing(other(sentOn('2025-02-20'))))
      .then({ stream, type: 'LetterPublished', data: { ...elsewhere, released: [] } });
  });
});
