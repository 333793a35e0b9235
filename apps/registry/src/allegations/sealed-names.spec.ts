import { describe, expect, it } from '@jest/globals';

import { SealedNames } from './sealed-names.js';

const names = new SealedNames({
  people: {
    names: ['Aïcha  Quillon', 'q.marwick@source.example', 'An', 'face', '李娜', "Tove O'Lark-Reyes", 'Łukasz Øst'],
    numbers: ['+999 (12) 345-678', '0555-1234'],
  },
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

  it('stand in no capacity of a mandate holder, who may bear a part of one but not the whole', () => {
    const signatories = [
      { name: 'Aïcha Quillon Senior', capacity: 'Special Rapporteur' },
      { name: 'AICHA QUILLON', capacity: 'Special Rapporteur' },
      { name: 'Somebody Else', capacity: 'on behalf of Aïcha Quillon' },
    ];
    expect(placesOf({ signatories })).toEqual(['signatories/1/name', 'signatories/2/capacity']);
  });

  it('are not looked for in sealed fields, ids and digests', () => {
    const digest = `face${'0'.repeat(60)}`;
    const ids = { approval: '00000000-0000-8000-8000-00000000face', digest };
    expect(placesOf({ documents: [{ name: 'Aïcha Quillon' }], ...ids })).toBeUndefined();
    expect(placesOf({ text: 'face to face' })).toEqual(['text']);
  });

  it.each([
    ['an invisible character', 'Aï\u200bcha Quil\u00adlon\u200e'],
    ['wide letters', 'Ａｉｃｈａ　Ｑｕｉｌｌｏｎ'],
    ['look-alikes among Latin letters', 'Аicha Quіllοn'],
    ['capitals that only look Latin', 'AICΗA QUILLОΝ'],
    ['the path of an address', 'https://news.example/2025/aicha-quillon_speaks'],
    ['an address with escapes', 'https://news.example/?q=A%C3%AFcha+Quillon'],
    ['another apostrophe and dash', 'Tove O’Lark‑Reyes'],
    ['letters that are no accented ones', 'Lukasz Ost'],
    ['a script without spaces', '据悉李娜被拘留'],
    ['a short name that is a word', 'that An was heard'],
    ['a short name of somebody who has something', 'in An’s house'],
    ['a number as it is dialled from abroad', 'call 00999 12 34 56 78'],
    ['a number as it is dialled at home', 'call (012) 345.678 today'],
    ['a number in digits of another script', 'តាម ០១២ ៣៤៥ ៦៧៨'],
    ['a short number', 'tel. 555 1234'],
  ])('are found in %s', (_, text) => expect(placesOf({ text })).toEqual(['text']));

  it.each(['an apple for Andrew and Nan', 'in KHM 1/2025 of 2025-03-12, 12 to 34', '李先生和王娜'])(
    'are not found in "%s"',
    (text) => expect(placesOf({ text })).toBeUndefined(),
  );

  it('cost a letter nothing where there are none', () => {
    const none = new SealedNames({ people: { names: [], numbers: [] }, perpetrators: [] });
    const unread = Object.defineProperty({}, 'text', {
      enumerable: true,
      get: () => expect(undefined).toBe('never read'),
    });
    expect(() => none.refuse([unread])).not.toThrow();
  });
});
