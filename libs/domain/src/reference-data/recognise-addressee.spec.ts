import { describe, expect, it } from '@jest/globals';

import { addresseeCodes, addresseeName, type UnLanguage } from './addressees.js';
import { earlierNames2025 } from './earlier-names-2025.js';
import { otherActors2025 } from './other-actors-2025.js';
import { addresseesCalled, recogniseAddressee } from './recognise-addressee.js';

const languages: readonly UnLanguage[] = ['en', 'fr', 'es', 'ar', 'zh', 'ru'];

describe('a recipient as it is printed', () => {
  it.each([
    ['Armed Forces of Myanmar', 'OTH', 'armed-forces-of-myanmar'],
    ['ASEAN', 'OTH', 'asean'],
    ['the Association of Southeast Asian Nations', 'OTH', 'asean'],
    ['China', 'CHN', undefined],
    ['Lao PDR', 'LAO', undefined],
    ['the Philippines', 'PHL', undefined],
    ['Viêt Nam', 'VNM', undefined],
    ['Islamic Republic of Iran', 'IRN', undefined],
    ['the Kingdom of the Netherlands', 'NLD', undefined],
    ['Turkey', 'TUR', undefined],
    ['la République populaire démocratique de Corée', 'PRK', undefined],
    ['Cote d’Ivoire', 'CIV', undefined],
  ])('%s is %s %s', (printed, code, id) =>
    expect(recogniseAddressee(printed)).toEqual(id === undefined ? { code } : { code, id }),
  );

  it('is found by every name that the United Nations has or had for a State, in each of the six languages', () => {
    for (const language of languages)
      for (const code of addresseeCodes)
        expect({ code, found: recogniseAddressee(addresseeName(code, { language }) ?? '') }).toEqual({
          code,
          found: { code },
        });
    for (const { code, names } of earlierNames2025)
      for (const name of Object.values(names))
        expect({ name, found: recogniseAddressee(name) }).toEqual({ name, found: { code } });
  });

  it('is found by every name of a known other actor, in each of the six languages', () => {
    for (const { id, names, alsoPrinted } of otherActors2025)
      for (const name of [...Object.values(names), ...alsoPrinted])
        expect(recogniseAddressee(name)).toEqual({ code: 'OTH', id });
    expect(otherActors2025.map(({ id }) => id)).toEqual(otherActors2025.map(({ id }) => id).sort());
  });

  it.each(['Korea', 'Hong Kong', 'the Government', 'Myanmar Army', 'Other actors', 'OTH', 'constructor', ''])(
    '"%s" is nobody: no one is guessed',
    (printed) => expect(recogniseAddressee(printed)).toBeUndefined(),
  );
});

describe('whom somebody may mean who types a name', () => {
  const korea = [
    { code: 'KOR', name: 'Republic of Korea' },
    { code: 'PRK', name: "Democratic People's Republic of Korea" },
  ];

  it.each(['Cambodia', 'cambodge', 'Camboya', 'كمبوديا', '柬埔寨', 'Камбоджа'])(
    '"%s" is Cambodia and nobody else',
    (typed) => expect(addresseesCalled(typed)).toEqual({ called: [{ code: 'KHM', name: 'Cambodia' }], alike: [] }),
  );

  it('is each with a name in which a part of one stands, and nobody is chosen among them', () => {
    const { called, alike } = addresseesCalled('Korea');
    expect(called).toEqual([]);
    expect([...alike].sort((a, b) => (a.code < b.code ? -1 : 1))).toEqual(korea);
  });

  it('is the State that is called just so, although the name stands in that of others', () =>
    expect(['Guinea', 'Congo', 'Niger'].map((typed) => addresseesCalled(typed).called.map(({ code }) => code))).toEqual(
      [['GIN'], ['COG'], ['NER']],
    ));

  it('is an actor of this ledger by id or name, and both where a State is called the same', () => {
    const more = [{ code: 'OTH', id: 'georgia', name: 'Georgia Trading' }];
    expect(addresseesCalled('georgia trading', more).called).toEqual(more);
    expect(addresseesCalled('Georgia', more).called.map(({ code }) => code)).toEqual(['GEO', 'OTH']);
  });

  it.each([
    ['UK', 'GBR'],
    ['gb', 'GBR'],
    ['KH', 'KHM'],
    ['TR', 'TUR'],
    ['CI', 'CIV'],
  ])('by the two letters "%s" may be %s, whose code they are, and none in whose name they stand', (typed, code) => {
    const { called, alike } = addresseesCalled(typed);
    expect([called, alike.map((each) => each.code)]).toEqual([[], [code]]);
  });

  it('is nearly always found by those two letters', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const pairs = letters.flatMap((one) => letters.map((other) => one + other));
    const found = new Set(pairs.flatMap((pair) => addresseesCalled(pair).alike.map(({ code }) => code)));
    expect(addresseeCodes.filter((code) => !found.has(code)).length).toBeLessThan(8);
  });

  it.each(['', ' ', 'Atlantis', 'ZZ'])('"%s" is nobody', (typed) =>
    expect(addresseesCalled(typed)).toEqual({ called: [], alike: [] }),
  );
});
