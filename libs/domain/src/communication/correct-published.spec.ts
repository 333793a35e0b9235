import { describe, expect, it } from '@jest/globals';

import { LedgerError, type RecordedEvent } from '#libs/ledger';
import {
  ann,
  bo,
  eventId,
  type Fact,
  given,
  history,
  khm,
  letterFile,
  letterStream as stream,
  payloadExamples,
  publishedLetter,
  told,
  worked,
} from '#libs/testing';
import { foundingCodes } from '../reference-data/addressees.js';
import { recordError } from './record-error.js';
import { correctLetter } from './send-letter.js';

const letter = { ...payloadExamples.LetterSent, on: '2025-03-10' };
const cy = 'cy-in-this-stream';
const context = {
  ...{ now: Date.parse('2025-10-02T09:00:00Z'), today: '2025-10-02', reference: khm },
  ...{ codes: new Set(foundingCodes), actors: [], letterId: eventId(9), acts: [], elsewhere: [] },
};
type Past = readonly RecordedEvent[];
const correcting = (corrects: number, ps = cy) => {
  const data = { ...letter, subject: 'Another subject', corrects: eventId(corrects), reason: 'misread' };
  const act = (past: Past) => correctLetter(data, { ...context, ps }, letterFile(past));
  return { act, done: { stream, type: 'LetterCorrected', data } as const };
};
/** The letter is event 0, its publication 3; a redaction of it is proposed as event `at` by Ann and approved by Bo. */
const agreed = (at: number, of = 0): readonly Fact[] => [
  worked('RedactionProposed', { letter: eventId(of) }),
  worked('RedactionApproved', { proposal: eventId(at) }, bo),
];
const publication = { publication: eventId(3) };

describe('correcting a letter that everyone reads', () => {
  const { act, done } = correcting(0);

  it('is one person’s act as long as nobody but staff and the addressee read it', () =>
    given(told('LetterSent')).when(act).then(done));

  it('waits until two others have proposed and approved a redaction of the letter as last recorded', () => {
    given(...publishedLetter)
      .when(act)
      .thenRefused('REDACTION_NOT_APPROVED');
    given(...publishedLetter, worked('RedactionProposed', { letter: eventId(0) }))
      .when(act)
      .thenRefused('REDACTION_NOT_APPROVED');
    given(...publishedLetter, ...agreed(4))
      .when(act)
      .then(done);
  });

  it('says who does what, and what is still missing', () => {
    const reasonsOf = (past: readonly Fact[], ps = cy): readonly string[] => {
      try {
        correcting(0, ps).act(history(past));
        return [];
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        expect(error.details.map(({ path }) => path)).toEqual(['corrects']);
        return error.details.map(({ reason }) => reason);
      }
    };
    const three =
      /^everyone reads the letter, so three persons change its record: a redactor proposes .+, another redactor or a publisher approves it .+, and a mandate clerk who did neither records the change; /;
    const withdrawn = told('PublicationWithdrawn', { ...publication, extent: 'publication' });
    const [proposed, approved] = agreed(4) as [Fact, Fact];
    const missing: readonly (readonly [readonly string[], string])[] = [
      [reasonsOf(publishedLetter), 'none was proposed since it was last published, changed or shown anew'],
      [reasonsOf([...publishedLetter, withdrawn]), 'stays public after the withdrawal'],
      [reasonsOf([...publishedLetter, proposed]), `the redaction ${eventId(4)} awaits approval`],
      [reasonsOf([...publishedLetter, proposed, approved], ann), `you proposed the redaction ${eventId(4)}`],
      [reasonsOf([...publishedLetter, proposed, approved], bo), `you approved the redaction ${eventId(4)}`],
    ];
    for (const [reasons, words] of missing) {
      expect(reasons).toEqual([expect.stringMatching(three)]);
      expect(reasons.join()).toContain(words);
    }
  });

  it('is not for whoever proposed or approved it', () => {
    for (const ps of [ann, bo])
      given(...publishedLetter, ...agreed(4))
        .when(correcting(0, ps).act)
        .thenRefused('FOUR_EYES');
    const bySomeElse = [
      worked('RedactionProposed', { letter: eventId(0) }, 'di-in-this-stream'),
      worked('RedactionApproved', { proposal: eventId(6) }, cy),
    ];
    given(...publishedLetter, ...agreed(4), ...bySomeElse)
      .when(act)
      .then(done);
  });

  it('is not done on what was approved before it was published, replaced or corrected last', () => {
    const early = worked('RedactionProposed', { letter: eventId(0) });
    given(told('LetterSent'), ...publishedLetter.slice(1, 3), early, told('LetterPublished', { approval: eventId(2) }))
      .when(act)
      .thenRefused('REDACTION_NOT_APPROVED');
    const approvedLate = worked('RedactionApproved', { proposal: eventId(3) }, bo);
    const published = told('LetterPublished', { approval: eventId(2) });
    given(told('LetterSent'), ...publishedLetter.slice(1, 3), early, published, approvedLate)
      .when(act)
      .thenRefused('REDACTION_NOT_APPROVED');
    given(...publishedLetter, ...agreed(4), told('RenditionReplaced', { ...publication, approval: eventId(5) }))
      .when(act)
      .thenRefused('REDACTION_NOT_APPROVED');
    given(...publishedLetter, ...agreed(4), told('LetterCorrected', { corrects: eventId(0) }))
      .when(correcting(6).act)
      .thenRefused('REDACTION_NOT_APPROVED');
  });

  it('goes on after the rendition of a reply was replaced', () => {
    const reply = told('ReplyPublished', { reply: eventId(9) });
    const replaced = told('RenditionReplaced', { publication: eventId(4), approval: eventId(8) });
    given(...publishedLetter, reply, ...agreed(5), replaced)
      .when(act)
      .then(done);
  });

  it('waits also after the publication was withdrawn: what was recorded of the letter stays public', () => {
    const withdrawn = told('PublicationWithdrawn', { ...publication, extent: 'publication' });
    given(...publishedLetter, withdrawn)
      .when(act)
      .thenRefused('REDACTION_NOT_APPROVED');
    given(...publishedLetter, withdrawn, ...agreed(5))
      .when(act)
      .then(done);
  });

  it('is blocked by a hold, as a publication is', () =>
    given(...publishedLetter, ...agreed(4), worked('PublicationHeld'))
      .when(act)
      .thenRefused('PUBLICATION_HELD'));
});

describe('taking a correction back of a letter that everyone reads', () => {
  const error = { ...payloadExamples.RecordedInError, event: eventId(6) };
  const erring = (past: Past) => recordError(error, { ...context, ps: cy }, letterFile(past));
  const past = [...publishedLetter, ...agreed(4), told('LetterCorrected', { corrects: eventId(0) })];

  it('is a correction like any other', () => {
    given(...past)
      .when(erring)
      .thenRefused('REDACTION_NOT_APPROVED');
    given(...past, ...agreed(7, 6))
      .when(erring)
      .then({ stream, type: 'RecordedInError', data: error });
  });

  it('uses the agreement up', () =>
    given(...past, ...agreed(7, 6), told('RecordedInError', { event: eventId(6) }))
      .when(correcting(0).act)
      .thenRefused('REDACTION_NOT_APPROVED'));
});

describe('correcting a letter that was published before this ledger', () => {
  it('is for three like any other, for whoever corrects it makes it this house’s', () => {
    const elsewhere: Fact = {
      ...{ stream, type: 'LetterPublished' },
      data: {
        ...{ on: '2025-04-20', released: [] },
        publishedElsewhere: { url: 'https://example.org/letter', on: '2025-04-20' },
      },
    };
    const taken = [told('LetterSent', {}, { ps: ann, role: 'importer' }), elsewhere];
    const { act, done } = correcting(0);
    given(...taken)
      .when(act)
      .thenRefused('REDACTION_NOT_APPROVED');
    given(...taken, ...agreed(2))
      .when(act)
      .then(done);
  });
});
