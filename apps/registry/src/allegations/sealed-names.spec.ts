import { describe, expect, it } from '@jest/globals';

import { SealedNames } from './sealed-names.js';

const names = new SealedNames({
  people: ['Aïcha  Quillon', 'q.marwick@source.example', 'Dad', 'face'],
  perpetrators: ['Invented Mining Ltd'],
});
const refusalOf = (...payloads: readonly object[]): unknown => {
  try {
    names.refuse(payloads);
    return undefined;
  } catch (error) {
    return error;
  }
};
const placesOf = (...payloads: readonly object[]) =>
  (refusalOf(...payloads) as { details?: readonly { path: string }[] } | undefined)?.details?.map(({ path }) => path);

describe('names that must not stand in a clear text', () => {
  it('are found in every text of a payload, at its place, however they are written', () => {
    const payload = {
      subject: 'What AICHA\u00a0QUILLON saw',
      questions: [{ text: 'Where?' }, { text: 'Where is Ai\u0308cha\n \u200bQuillon?' }],
      summary: { text: 'by Q.Marwick@Source.example' },
    };
    expect(placesOf(payload)).toEqual(['subject', 'questions/1/text', 'summary/text']);
  });

  it('are not said in the refusal, and a place is named once for an act of many events', () => {
    const payload = { reason: 'asked by Aïcha Quillon' };
    expect(refusalOf(payload, payload)).toMatchObject({ code: 'NAME_UNMARKED', details: [{ path: 'reason' }] });
    expect(JSON.stringify(refusalOf(payload)).toLowerCase()).not.toContain('quillon');
  });

  it('of a company that is alleged to have done something may stand where companies are named by nature, nowhere else', () => {
    const name = 'Invented Mining Ltd.';
    const named = { addressee: { name }, businesses: [name], otherRecipients: [{ printed: name }] };
    expect(placesOf({ ...named, subject: `what ${name} did` })).toEqual(['subject']);
    const person = 'Aïcha Quillon';
    expect(placesOf({ addressee: { name: person }, otherRecipients: [{ printed: person }] })).toEqual([
      'addressee/name',
      'otherRecipients/0/printed',
    ]);
  });

  it('are not looked for among mandate holders, in sealed fields, ids and digests, nor when they are too short', () => {
    const name = 'Aïcha Quillon';
    expect(
      placesOf({
        ...{ documents: [{ name }], signatories: [{ name }] },
        ...{ approval: '00000000-0000-8000-8000-00000000face', digest: `face${'0'.repeat(60)}`, text: 'Dad was heard' },
      }),
    ).toBeUndefined();
    expect(placesOf({ text: 'face to face' })).toEqual(['text']);
  });
});
