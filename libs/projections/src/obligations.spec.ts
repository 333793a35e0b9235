import { describe, expect, it } from '@jest/globals';

import { answersLetter, replyKinds } from '#libs/domain';
import type { JsonObject, RecordedEvent } from '#libs/ledger';
import { eventId, type PastEvent, recorded } from '#libs/testing';

import { type Deadlines, isOpen, obligations } from './obligations.projection.js';
import { obligationsOn } from './obligations-on-day.js';
import { fold } from './projection.js';

const letterStream = 'communication-KHM-1-2025';
const handlingStream = 'handling-KHM-1-2025';

type Given = Omit<PastEvent, 'stream'> & { readonly stream?: string };

/** What happened, in the letter's own stream unless another one is named. */
const history = (...given: readonly Given[]): RecordedEvent[] =>
  recorded(...given.map((fact) => ({ stream: letterStream, ...fact })));

const letter = { type: 'AL', publicationWindow: { days: 60, printed: 'within 60 days' }, replyAskedBy: null };
const rule = { id: 'rule.json', sentence: 'sixty days' };
const deadlines: Deadlines = {
  reply: () => ({ dueOn: '2025-05-09', rule }),
  publication: () => ({ dueOn: '2025-05-09', rule }),
};

describe('what is owed with regard to a letter', () => {
  const sent = { type: 'LetterSent', data: letter };
  const owed = (events: RecordedEvent[], day: string): string[] =>
    obligationsOn(fold(obligations, events), day, deadlines).map(
      ({ kind, state, next }) => `${kind} ${state}: ${next}`,
    );

  it('is a reply and a publication from the day it was sent, overdue the day after the last', () => {
    expect(owed(history(sent), '2025-03-10')).toEqual(['reply due: await_reply', 'publication due: propose_redaction']);
    expect(owed(history(sent), '2025-05-09')).toContain('reply due: await_reply');
    expect(owed(history(sent), '2025-05-10')).toEqual([
      'reply overdue: send_reminder',
      'redaction overdue: propose_redaction',
      'publication overdue: propose_redaction',
    ]);
  });

  it('is the approval of a redaction from day 45', () => {
    expect(owed(history(sent), '2025-04-23').some((line) => line.startsWith('redaction'))).toBe(false);
    expect(owed(history(sent), '2025-04-24')).toContain('redaction due: propose_redaction');
  });

  it('is no reply any more once the addressee has answered; an acknowledgement is no answer', () => {
    for (const kind of replyKinds) {
      const lines = owed(history(sent, { type: 'ReplyReceived', data: { kind } }), '2025-03-20');
      expect(lines.some((line) => line.startsWith('reply'))).toBe(!answersLetter(kind));
    }
  });

  it('is the publication itself once the redaction is approved and the window is over', () => {
    const events = history(
      sent,
      { type: 'RedactionProposed', stream: handlingStream, data: { letter: eventId(0) } },
      { type: 'RedactionApproved', stream: handlingStream, data: { proposal: eventId(1) } },
    );
    expect(owed(events, '2025-05-09')).toContain('publication due: await_window_end');
    expect(owed(events, '2025-05-10')).toContain('publication overdue: publish_letter');
    expect(owed(events, '2025-05-10').some((line) => line.startsWith('redaction'))).toBe(false);
  });

  it('is another redaction after the letter was corrected, and nothing to publish once it is published', () => {
    const given: Given[] = [
      sent,
      { type: 'RedactionProposed', stream: handlingStream, data: { letter: eventId(0) } },
      { type: 'RedactionApproved', stream: handlingStream, data: { proposal: eventId(1) } },
      { type: 'LetterCorrected', data: { ...letter, corrects: eventId(0) } },
    ];
    expect(owed(history(...given), '2025-05-10')).toContain('publication overdue: propose_redaction');
    expect(owed(history(...given, { type: 'LetterPublished' }), '2025-05-10')).toEqual([
      'reply overdue: send_reminder',
    ]);
  });

  const work = (type: string, data: JsonObject): Given => ({ type, stream: handlingStream, data });
  const mistaken = (event: number): Given => ({ type: 'RecordedInError', data: { event: eventId(event) } });

  it('is another redaction also after a correction that was recorded in error since', () => {
    const given: Given[] = [
      sent,
      work('RedactionProposed', { letter: eventId(0) }),
      work('RedactionApproved', { proposal: eventId(1) }),
      { type: 'LetterCorrected', data: { ...letter, corrects: eventId(0) } },
      mistaken(3),
    ];
    expect(owed(history(...given), '2025-05-10')).toContain('publication overdue: propose_redaction');
    const again = [
      work('RedactionProposed', { letter: eventId(0) }),
      work('RedactionApproved', { proposal: eventId(5) }),
    ];
    expect(owed(history(...given, ...again), '2025-05-10')).toContain('publication overdue: publish_letter');
  });

  it('is another redaction also where one still awaited approval when such a correction came', () => {
    const waiting = [sent, work('RedactionProposed', { letter: eventId(0) })];
    const corrected: Given = { type: 'LetterCorrected', data: { ...letter, corrects: eventId(0) } };
    expect(owed(history(...waiting), '2025-05-10')).toContain('publication overdue: approve_redaction');
    expect(owed(history(...waiting, corrected, mistaken(2)), '2025-05-10')).toContain(
      'publication overdue: propose_redaction',
    );
  });

  it('is nothing under a void number, nor for a letter that was recorded in error', () => {
    expect(owed(history(sent, { type: 'ReferenceVoided' }), '2025-05-10')).toEqual([]);
    expect(owed(history(sent, mistaken(0)), '2025-05-10')).toEqual([]);
    expect(isOpen(fold(obligations, history(sent, { type: 'ReferenceVoided' })))).toBe(false);
    expect(isOpen(fold(obligations, history(sent, mistaken(0))))).toBe(false);
  });

  it('is a reply again when the one that seemed to come was another letter’s', () => {
    const reply: Given = { type: 'ReplyReceived', data: { kind: 'substantive' } };
    expect(owed(history(sent, reply, mistaken(1)), '2025-03-20')).toContain('reply due: await_reply');
  });

  it('is no reply once the addressee was told that the case is closed', () => {
    const told = (notice: string) => history(sent, { type: 'AddresseeNotified', data: { notice } });
    expect(owed(told('closed'), '2025-05-10').some((line) => line.startsWith('reply'))).toBe(false);
    expect(owed(told('more_asked'), '2025-05-10')).toContain('reply overdue: send_reminder');
  });

  it('is the lifting of a hold before the publication, and the review of the hold on its day', () => {
    const held = [
      sent,
      work('RedactionProposed', { letter: eventId(0) }),
      work('RedactionApproved', { proposal: eventId(1) }),
      work('PublicationHeld', { reviewOn: '2025-06-01' }),
    ];
    expect(owed(history(...held), '2025-05-10')).toEqual([
      'reply overdue: send_reminder',
      'publication overdue: lift_hold',
      'review due: review_hold',
    ]);
    const lifted = history(...held, work('PublicationHoldLifted', { hold: eventId(3) }));
    expect(owed(lifted, '2025-05-10')).toContain('publication overdue: publish_letter');
    expect(owed(lifted, '2025-06-02').some((line) => line.startsWith('review'))).toBe(false);
  });

  it('is not the redaction of a letter where only a reply was redacted', () =>
    expect(
      owed(history(sent, work('RedactionProposed', { letter: eventId(0), reply: eventId(9) })), '2025-05-10'),
    ).toContain('publication overdue: propose_redaction'));

  it('is, after a withdrawal, its review and no publication', () => {
    const past: Given[] = [
      sent,
      { type: 'ReplyReceived', data: { kind: 'refusal' } },
      { type: 'LetterPublished' },
      {
        type: 'PublicationWithdrawn',
        data: { publication: eventId(2), extent: 'publication', reviewOn: '2025-12-01' },
      },
    ];
    expect(owed(history(...past), '2025-12-02')).toEqual(['review overdue: review_withdrawal']);
    expect(isOpen(fold(obligations, history(...past)))).toBe(true);
    expect(owed(history(...past, { type: 'LetterPublished' }), '2025-12-02')).toEqual([]);
    const fields = { publication: eventId(2), extent: 'fields', reviewOn: '2025-12-01' };
    expect(owed(history(...past.slice(0, 3), { type: 'PublicationWithdrawn', data: fields }), '2025-12-02')).toEqual(
      [],
    );
  });

  it('is no reminder of a letter whose reply was overdue before it was imported', () => {
    const imported: Given = { ...sent, by: { ps: 'imp', role: 'importer' } };
    const past: Deadlines = { ...deadlines, reply: () => ({ dueOn: '2025-03-10', rule }) };
    const kinds = (events: RecordedEvent[]) =>
      obligationsOn(fold(obligations, events), '2025-05-10', past).map(({ kind }) => kind);
    expect(kinds(history(imported))).not.toContain('reply');
    expect(kinds(history(sent))).toContain('reply');
  });
});
