import { describe, expect, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import { foldCommunication } from '../communication/communication.js';
import { parseReference, streamOf } from '../communication/reference.js';
import { lettersNamed } from '../public-references.js';
import { referencesIn } from '../references-in-text.js';
import {
  correctPressRelease,
  issuePressRelease,
  linkPressRelease,
  withdrawPressRelease,
} from './issue-press-release.js';
import type { PressReleaseCorrected, PressReleaseIssued, PressReleaseLinked } from './press-release.events.js';
import { foldPressRelease } from './press-release.js';

const stream = 'press_release-r1';
const {
  PressReleaseIssued: release,
  PressReleaseLinked: link,
  PressReleaseCorrected: correction,
  PressReleaseWithdrawn: withdrawal,
} = payloadExamples;
const sent = (reference: string): Fact => ({
  stream: streamOf(parseReference(reference)),
  type: 'LetterSent',
  data: payloadExamples.LetterSent,
});
const published = (reference: string): readonly Fact[] => [
  sent(reference),
  { ...sent(reference), type: 'LetterPublished', data: payloadExamples.LetterPublished },
];
const issued: Fact = { stream, type: 'PressReleaseIssued', data: release };
const withdrawn: Fact = { stream, type: 'PressReleaseWithdrawn', data: withdrawal };

type Past = readonly RecordedEvent[];
const contextFor = (past: Past, keys: readonly string[]) => ({
  now: Date.parse('2025-06-10T09:00:00Z'),
  today: '2025-06-10',
  releaseId: 'r1',
  letters: new Map(
    keys.map((key) => [key, foldCommunication(past.filter((event) => event.stream === streamOf(parseReference(key))))]),
  ),
});
const own = (past: Past) => foldPressRelease(past.filter((event) => event.stream === stream));
const issuing =
  (change: Partial<PressReleaseIssued> = {}) =>
  (past: Past) => {
    const data = { ...release, ...change };
    const keys = lettersNamed(data.references, [
      ['title', data.title],
      ['url', data.url],
    ]);
    return issuePressRelease(data, contextFor(past, keys));
  };
const linking =
  (change: Partial<PressReleaseLinked> = {}) =>
  (past: Past) => {
    const data = { ...link, ...change };
    return linkPressRelease(data, contextFor(past, data.references), own(past));
  };
const correcting =
  (corrects: string, change: Partial<PressReleaseCorrected> = {}) =>
  (past: Past) => {
    const data = { ...correction, ...change, corrects };
    const keys = lettersNamed(data.references, [['reason', data.reason]]);
    return correctPressRelease(data, contextFor(past, keys), own(past));
  };
const withdrawing = (past: Past) => withdrawPressRelease(withdrawal, contextFor(past, []), own(past));

describe('issuing a press release', () => {
  it('puts it into the files of the published letters it is about', () =>
    given(...published('KHM 1/2025'))
      .when(issuing())
      .then({ stream, type: 'PressReleaseIssued', data: release, codes: ['KHM'] }));

  it('may name no letter, and then stands in no file', () =>
    given()
      .when(issuing({ references: [] }))
      .then({ stream, type: 'PressReleaseIssued', data: { ...release, references: [] }, codes: [] }));

  it('never names a letter that is not published; one that does not exist is refused alike', () => {
    given(sent('KHM 1/2025')).when(issuing()).thenRefused('LETTER_NOT_PUBLISHED');
    given().when(issuing()).thenRefused('LETTER_NOT_PUBLISHED');
  });

  it.each([
    ['its title', { title: 'Experts write to Cambodia (AL KHM 1/2025)' }],
    ['its title, oddly spaced', { title: 'Experts write: KHM  1 / 2025.' }],
    ['its address', { url: 'https://press.example.org/AL_KHM_1-2025' }],
  ])('does not let slip an unpublished letter in %s', (_, change) => {
    given(sent('KHM 1/2025'))
      .when(issuing({ references: [], ...change }))
      .thenRefused('LETTER_NOT_PUBLISHED');
    given(...published('KHM 1/2025'))
      .when(issuing({ references: [], ...change }))
      .then({ stream, type: 'PressReleaseIssued', data: { ...release, references: [], ...change } });
  });

  it('does not lie in the future', () =>
    given(...published('KHM 1/2025'))
      .when(issuing({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE'));
});

describe('linking a press release to a letter', () => {
  it('happens once the letter is published, and puts the release into that file', () =>
    given(issued, ...published('LAO 2/2025'))
      .when(linking())
      .then({ stream, type: 'PressReleaseLinked', data: link, codes: ['LAO'] }));

  it('is refused before', () => {
    given(issued, sent('LAO 2/2025')).when(linking()).thenRefused('LETTER_NOT_PUBLISHED');
    given(issued).when(linking()).thenRefused('LETTER_NOT_PUBLISHED');
  });

  it('names a letter, and each once', () => {
    given(issued)
      .when(linking({ references: [] }))
      .thenRefused('BODY_INVALID');
    given(issued, ...published('KHM 1/2025'))
      .when(linking({ references: ['KHM 1/2025'] }))
      .thenRefused('ALREADY_LINKED');
    given(issued, { stream, type: 'PressReleaseLinked', data: link }, ...published('LAO 2/2025'))
      .when(linking())
      .thenRefused('ALREADY_LINKED');
  });

  it('needs a release that stands', () => {
    given(...published('LAO 2/2025'))
      .when(linking())
      .thenRefused('RELEASE_UNKNOWN');
    given(issued, withdrawn, ...published('LAO 2/2025'))
      .when(linking())
      .thenRefused('RELEASE_WITHDRAWN');
  });
});

describe('correcting a press release', () => {
  const past = [issued, ...published('KHM 1/2025')];

  it('says it again whole, with the reason', () =>
    given(...past)
      .when(correcting(eventId(0)))
      .then({
        stream,
        type: 'PressReleaseCorrected',
        data: { ...correction, corrects: eventId(0) },
        codes: ['KHM'],
      }));

  it('corrects the release as last recorded', () => {
    const corrected: Fact = { stream, type: 'PressReleaseCorrected', data: correction };
    given(...past, corrected)
      .when(correcting(eventId(0)))
      .thenRefused('NOT_CORRECTABLE');
    given(...past, corrected)
      .when(correcting(eventId(3)))
      .then({ stream, type: 'PressReleaseCorrected', data: { ...correction, corrects: eventId(3) } });
  });

  it('names published letters only, in its reason too', () => {
    given(issued, sent('KHM 1/2025'))
      .when(correcting(eventId(0)))
      .thenRefused('LETTER_NOT_PUBLISHED');
    given(...past, sent('KHM 2/2025'))
      .when(correcting(eventId(0), { reason: 'It is KHM 2/2025.' }))
      .thenRefused('LETTER_NOT_PUBLISHED');
  });

  it('needs a release that stands', () => {
    given(...published('KHM 1/2025'))
      .when(correcting(eventId(0)))
      .thenRefused('RELEASE_UNKNOWN');
    given(...past, withdrawn)
      .when(correcting(eventId(0)))
      .thenRefused('RELEASE_WITHDRAWN');
  });
});

describe('withdrawing a press release', () => {
  it('says why, and happens once', () => {
    given(issued).when(withdrawing).then({ stream, type: 'PressReleaseWithdrawn', data: withdrawal, codes: [] });
    given(issued, withdrawn).when(withdrawing).thenRefused('RELEASE_WITHDRAWN');
    given().when(withdrawing).thenRefused('RELEASE_UNKNOWN');
  });
});

describe('references in running text', () => {
  it('are found however they are printed', () =>
    expect(referencesIn('see AL KHM 1/2025, MWI, 2/2022 and UA_PHL_07-2012.txt')).toEqual([
      'KHM 1/2025',
      'MWI 2/2022',
      'PHL 7/2012',
    ]));

  it.each([
    'khm 101/2026',
    'Al Khm 101/2026',
    'ＫＨＭ　１０１／２０２６',
    'KHM No. 101/2026',
    'KHM № 101/2026',
    'KHM 101 of 2026',
    'K\u200bHM 10\u00ad1/20\u206026',
    'ALKHM101/2026',
    'alkhm101/2026',
    'https://press.example.org/al-khm-101-2026',
    'https://press.example.org/2026/AL%20KHM%20101%2F2026.pdf',
    'https://press.example.org/?ref=al+khm+101+2026',
    'KHM 101/26',
    'AL KHM 101 (2026)',
    'AL KHM 101‑2026',
  ])('are seen however they are written: %s', (text) => expect(referencesIn(text)).toEqual(['KHM 101/2026']));

  it('are seen in small letters where the code is also a word, when the type of the letter stands before', () => {
    expect(referencesIn('resolutions 11/2020 and 12/2020, and 13 of 2020')).toEqual([]);
    expect(referencesIn('see al and 12/2020')).toEqual(['AND 12/2020']);
    expect(referencesIn('AND 12/2020')).toEqual(['AND 12/2020']);
  });

  it('are not seen in dates, resolutions and symbols', () =>
    expect(referencesIn('10 MAR 2025, resolution 54/36, A/HRC/46/26, HRC60, 1/2025')).toEqual([]));

  it.each([
    'On Mar 10, 2026 and on mar 11 2026 experts met',
    'Law No. 12/2020, Act No. 13 of 2021, art. 14/2022, per 15/2023',
    'CCPR/C/KHM/CO/3, CEDAW/C/KHM/4-5, CERD/C/KHM/14-17, A/HRC/WG.6/32/KHM/1',
    'https://www.example.com/12/2026/story and https://a.example.com/12-2026',
    'In Iran 12 of 2026 persons, khm 12 2026, KHM 12/10/25, and 3 of 20 in all',
    'KHM 0/2025',
  ])('are not seen in ordinary prose: %s', (text) => expect(referencesIn(text)).toEqual([]));
});
