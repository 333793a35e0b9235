import { describe, expect, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import {
  ann,
  bo,
  eventId,
  type Fact,
  given,
  handlingStream as stream,
  history,
  khm as reference,
  letterFile,
  letterStream,
  payloadExamples,
  told,
  worked,
} from '#libs/testing';
import { publishLetter } from '../communication/publish-letter.js';
import { approveRedaction, proposeRedaction } from './redact.js';

const sent = told('LetterSent');
const corrected = told('LetterCorrected', { corrects: eventId(0) });
const proposal = { ...payloadExamples.RedactionProposed, letter: eventId(0) };
const proposed = worked('RedactionProposed', proposal);
const approved = worked('RedactionApproved', { on: '2025-04-25', proposal: eventId(1) }, bo);
const context = { now: Date.parse('2025-05-10T09:00:00Z'), today: '2025-05-10', reference, ps: bo };
type Past = readonly RecordedEvent[];

describe('a redaction', () => {
  const proposing = (letter: string) => (past: Past) =>
    proposeRedaction({ ...proposal, letter }, context, letterFile(past));
  const approving = (ps: string) => (past: Past) =>
    approveRedaction({ on: '2025-04-25', proposal: eventId(1) }, { ...context, ps }, letterFile(past));

  it('is proposed for the letter as last recorded, out of sight of the addressee', () =>
    given(sent)
      .when(proposing(eventId(0)))
      .then({ stream, type: 'RedactionProposed', data: proposal, codes: [] }));

  it('of an earlier record is refused', () =>
    given(sent, corrected)
      .when(proposing(eventId(0)))
      .thenRefused('EVENT_UNKNOWN'));

  it('may be proposed of a published letter, to replace the rendition that everyone sees', () =>
    given(sent, told('LetterPublished'))
      .when(proposing(eventId(0)))
      .then({ stream, type: 'RedactionProposed', data: proposal }));

  it('of no letter is refused', () =>
    given()
      .when(proposing(eventId(0)))
      .thenRefused('LETTER_NOT_SENT'));

  it('is approved by a second person', () =>
    given(sent, proposed)
      .when(approving(bo))
      .then({
        stream,
        type: 'RedactionApproved',
        data: { on: '2025-04-25', proposal: eventId(1) },
        codes: [],
      }));

  it('of a record that was corrected since is not approved', () =>
    given(sent, proposed, corrected).when(approving(bo)).thenRefused('REDACTION_NOT_PROPOSED'));

  it('from before a correction is not approved after that was recorded in error either: another one is proposed', () => {
    const takenBack = told('RecordedInError', { event: eventId(2) });
    given(sent, proposed, corrected, takenBack).when(approving(bo)).thenRefused('REDACTION_NOT_PROPOSED');
    const approval = { on: '2025-04-25', proposal: eventId(4) };
    given(sent, proposed, corrected, takenBack, proposed)
      .when((past) => approveRedaction(approval, context, letterFile(past)))
      .then({ stream, type: 'RedactionApproved', data: approval });
  });

  it('of a reply is approved although the letter was corrected since', () =>
    given(sent, { ...proposed, data: { ...proposal, reply: eventId(9) } }, corrected)
      .when(approving(bo))
      .then({
        stream,
        type: 'RedactionApproved',
        data: { on: '2025-04-25', proposal: eventId(1) },
      }));

  it('that has not seen a correction publishes nothing, also when that was recorded in error since', () => {
    const takenBack = (event: number): Fact => told('RecordedInError', { event: eventId(event) });
    const data = { ...payloadExamples.LetterPublished, on: '2025-05-10' };
    const publishing = (approval: string) => (past: Past) =>
      publishLetter({ ...data, approval }, { ...context, ps: bo }, letterFile(past));
    given(sent, proposed, approved, corrected, takenBack(3))
      .when(publishing(eventId(2)))
      .thenRefused('REDACTION_NOT_APPROVED');
    given(sent, proposed, corrected, takenBack(2), approved)
      .when(publishing(eventId(4)))
      .thenRefused('REDACTION_NOT_APPROVED');
    const another = worked('RedactionApproved', { on: '2025-04-25', proposal: eventId(4) }, bo);
    given(sent, proposed, corrected, takenBack(2), proposed, another)
      .when(publishing(eventId(5)))
      .then({ stream: letterStream, type: 'LetterPublished', data: { ...data, approval: eventId(5) } });
  });

  it('is not approved by the person who proposed it', () =>
    given(sent, proposed).when(approving(ann)).thenRefused('FOUR_EYES'));

  it('that was approved last is the last one, in whatever order they were proposed', () => {
    const approvedAs = (n: number): Fact => ({
      ...{ stream, type: 'RedactionApproved' },
      data: { on: '2025-04-25', proposal: eventId(n) },
    });
    const { proposals } = letterFile(history([sent, proposed, proposed, approvedAs(2), approvedAs(1)])).handling;
    expect(proposals.map(({ id, approval }) => [id, approval])).toEqual([
      [eventId(2), eventId(3)],
      [eventId(1), eventId(4)],
    ]);
  });

  it('is approved once, and only when there is one', () => {
    given(sent, proposed, approved).when(approving(bo)).thenRefused('REDACTION_NOT_PROPOSED');
    given(sent).when(approving(bo)).thenRefused('REDACTION_NOT_PROPOSED');
  });
});
