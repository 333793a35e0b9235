import { describe, expect, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type PastEvent, recorded } from '#libs/testing';

import { communicationStatus, letterState, replyState } from './communication-status.projection.js';
import type { Deadlines } from './obligations.projection.js';
import { fold, foldTo } from './projection.js';

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

describe('where a letter stands', () => {
  const status = (...given: Given[]): string => {
    const state = fold(communicationStatus, history({ type: 'LetterSent', data: letter }, ...given));
    return `${letterState(state, deadlines)} ${replyState(state, 'letter_and_work')}`;
  };
  const reply = (kind: string): Given => ({
    type: 'ReplyReceived',
    data: { kind, language: 'en', confidential: false },
  });
  const over: Given = { type: 'ConfidentialityWindowElapsed', data: { dueOn: '2025-05-09' } };
  const confidentialReply: Given = { type: 'ReplyReceived', data: { kind: 'substantive', confidential: true } };

  it('tells no reply, an acknowledgement, a confidential reply and a published one apart', () => {
    expect(status()).toBe('confidential no_reply');
    expect(status(reply('acknowledgement'))).toBe('confidential acknowledged');
    expect(status(confidentialReply)).toBe('confidential reply_confidential');
    expect(status(over, reply('interim'))).toBe('window_over reply_received');
    expect(status(reply('refusal'), { type: 'LetterPublished' })).toBe('published reply_received');
    expect(status(reply('interim'), { type: 'ReplyPublished', data: { reply: eventId(1) } })).toBe(
      'confidential reply_published',
    );
  });

  it('tells a reply that awaits translation from one that can be read, to those who see the work on it', () => {
    const arabic: Given = { type: 'ReplyReceived', data: { kind: 'interim', language: 'ar', confidential: false } };
    const translated = (language: string): Given => ({
      type: 'ReplyTranslated',
      stream: handlingStream,
      data: { reply: eventId(1), language },
    });
    expect(status(arabic)).toBe('confidential reply_awaiting_translation');
    expect(status(arabic, translated('ru'))).toBe('confidential reply_awaiting_translation');
    expect(status(arabic, translated('fr'))).toBe('confidential reply_received');
    const state = fold(communicationStatus, history({ type: 'LetterSent', data: letter }, arabic));
    expect(replyState(state, 'letter')).toBe('reply_received');
  });

  it('shows a withheld reply as received and confidential, never as none', () =>
    expect(
      status(reply('substantive'), { type: 'ReplyWithheld', data: { reply: eventId(1), reason: 'person_at_risk' } }),
    ).toBe('confidential reply_confidential'));

  it('says that a number is void, and that a letter recorded in error was not sent', () => {
    expect(status({ type: 'ReferenceVoided' })).toBe('void no_reply');
    expect(status({ type: 'RecordedInError', data: { event: eventId(0) } })).toBe('not_sent no_reply');
    expect(status(reply('interim'), { type: 'RecordedInError', data: { event: eventId(1) } })).toBe(
      'confidential no_reply',
    );
  });

  it('never shows what was withdrawn as published', () => {
    const published: Given[] = [
      reply('interim'),
      { type: 'LetterPublished' },
      { type: 'ReplyPublished', data: { reply: eventId(1) } },
    ];
    const withdrawn = (event: number, extent: string): Given => ({
      type: 'PublicationWithdrawn',
      data: { publication: eventId(event), extent },
    });
    expect(status(...published)).toBe('published reply_published');
    expect(status(...published, withdrawn(3, 'publication'))).toBe('published reply_received');
    expect(status(...published, withdrawn(2, 'publication'))).toBe('withdrawn reply_published');
    expect(status(...published, withdrawn(2, 'fields'))).toBe('published reply_published');
  });

  it('says that the window is open again when a correction moved its last day', () => {
    const moving: Deadlines = {
      ...deadlines,
      publication: ({ on }) => ({ dueOn: on === '2025-03-10' ? '2025-05-09' : '2025-05-11', rule }),
    };
    const events = history(
      { type: 'LetterSent', data: letter },
      over,
      { type: 'LetterCorrected', on: '2025-03-12', data: { ...letter, corrects: eventId(0) } },
      { type: 'ConfidentialityWindowElapsed', data: { dueOn: '2025-05-11' } },
    );
    const states = [1, 2, 3].map((position) => letterState(foldTo(communicationStatus, events, position), moving));
    expect(states).toEqual(['window_over', 'confidential', 'window_over']);
  });

  it('keeps every version of the record, the last one counting', () => {
    const events = history(
      { type: 'LetterSent', data: letter },
      { type: 'LetterCorrected', data: { ...letter, type: 'UA', corrects: eventId(0), reason: 'label misread' } },
    );
    const { versions } = fold(communicationStatus, events);
    expect(versions.map(({ fields }) => fields['type'])).toEqual(['AL', 'UA']);
  });
});
