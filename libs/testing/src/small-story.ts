import { createHash } from 'node:crypto';
import { policyStream } from '#libs/ledger';
import { disclosureDigest } from '#libs/integrity';
import { SmallLedger } from './small-ledger.js';

/** A ledger with a little of everything, and where in it things stand. */
export interface SmallStory {
  readonly ledger: SmallLedger;
  /** Position of the heads for addressees, and of those for the public. */
  readonly addresseeHeads: number;
  readonly publicHeads: number;
  /** Plaintext of the first letter, whose sealed fields were released. */
  readonly letter: Uint8Array;
}

export const letterSlots: readonly string[] = ['documents/*/digest', 'documents/*/mediaType', 'documents/*/name'];
const letters = (serial: number): string => `communication-KHM-${serial}-2025`;

/**
 * Two letters to one addressee, the first published; what staff keep to themselves; a press release and a follow-up; the heads of
 * both audiences; and, after them, a reminder and a letter that no list names yet. Its bytes are pinned by test/vectors/bundle.json:
 * what a spec needs besides, it records after the story.
 */
export async function smallStory(ledger?: SmallLedger): Promise<SmallStory> {
  const told = ledger ?? (await SmallLedger.founded());
  const letter = Buffer.from('The letter as it was sent.');
  await told.record({ stream: policyStream, type: 'PolicyAdopted', data: { file: 'a.json', digest: 'ab'.repeat(32) } });
  const sent = await sendLetter(told, 1, letter);
  await told.record({ stream: letters(1), type: 'DispatchConfirmed', codes: ['KHM'], role: 'dispatcher' });
  await sendLetter(told, 3, Buffer.from('Another letter.'));
  await told.record({ stream: 'handling-KHM-1-2025', type: 'CaseAssigned' });
  await told.record({
    stream: 'allegation-a1',
    type: 'AllegationReceived',
    data: { narrative: 'What is alleged.', source: 'Who said so.' },
    slots: ['narrative', 'source'],
  });
  await told.record({ stream: letters(1), type: 'ReplyReceived', codes: ['KHM'] });
  const released = [{ event: sent.event.id, digests: sent.disclosures.map(disclosureDigest).sort() }];
  await told.record({
    stream: letters(1),
    type: 'LetterPublished',
    codes: ['KHM'],
    data: { released },
    role: 'publisher',
  });
  await told.record({
    stream: 'press_release-p1',
    type: 'PressReleaseIssued',
    codes: ['KHM'],
    data: { title: 'Alarm' },
  });
  await told.record({ stream: 'follow_up-f1', type: 'FollowUpRecorded', data: { audience: 'staff' } });
  const addresseeHeads = (await told.recordHeads('addressee')).event.position;
  const publicHeads = (await told.recordHeads('public')).event.position;
  await told.record({ stream: letters(1), type: 'ReminderSent', codes: ['KHM'] });
  await sendLetter(told, 4, Buffer.from('A later letter.'));
  return { ledger: told, addresseeHeads, publicHeads, letter };
}

function sendLetter(ledger: SmallLedger, serial: number, plaintext: Uint8Array) {
  const digest = createHash('sha256').update(plaintext).digest('hex');
  const document = {
    file: 'cd'.repeat(32),
    bytes: plaintext.length,
    digest,
    mediaType: 'text/plain',
    name: 'letter.txt',
  };
  return ledger.record({
    stream: letters(serial),
    type: 'LetterSent',
    codes: ['KHM'],
    data: { documents: [document], type: 'AL' },
    slots: letterSlots,
  });
}
