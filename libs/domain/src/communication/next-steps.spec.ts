import { describe, expect, it } from '@jest/globals';

import { ann, bo, eventId, history, khm as reference, letterFile, payloadExamples, told, worked } from '#libs/testing';
import { approveRedaction } from '../handling/redact.js';
import { publishLetter } from './publish-letter.js';

const proposed = worked('RedactionProposed', { letter: eventId(0) }, ann);
const ofReply = worked('RedactionProposed', { letter: eventId(0), reply: eventId(1) }, ann);
const context = { now: Date.parse('2025-07-10T09:00:00Z'), today: '2025-07-10', reference, ps: bo };

describe('who is refused is told what to do next', () => {
  it('of a letter on allegations: link one, or say on what else it rests', () => {
    const past = history([
      told('LetterSent'),
      proposed,
      worked('RedactionApproved', { on: '2025-04-25', proposal: eventId(1) }, bo),
    ]);
    const facts = { ...letterFile(past), isLinked: false, named: new Map() };
    const data = { ...payloadExamples.LetterPublished, on: '2025-07-01', approval: eventId(2) };
    expect(() => publishLetter(data, context, facts)).toThrow(
      /^The letter rests .*: record an AllegationLinked .* rests$/,
    );
  });

  it.each([
    ['that there is not', [told('LetterSent'), proposed], 8, 'record a RedactionProposed first'],
    ['of the letter that was approved', [told('LetterSent'), proposed], 1, 'this one of the letter has been approved'],
    [
      'of a reply that was approved',
      [told('LetterSent'), told('ReplyReceived'), ofReply],
      2,
      'this one of the reply has been approved',
    ],
  ] as const)('of the approval of a redaction %s', (_, facts, proposal, said) => {
    const approval = worked('RedactionApproved', { on: '2025-07-02', proposal: eventId(facts.length - 1) }, bo);
    const again = { on: '2025-07-03', proposal: eventId(proposal) };
    expect(() => approveRedaction(again, context, letterFile(history([...facts, approval])))).toThrow(
      `No redaction of the letter or reply awaits approval: proposal: `,
    );
    expect(() => approveRedaction(again, context, letterFile(history([...facts, approval])))).toThrow(said);
  });
});
