import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { firstDay, isOccurredOn } from '../occurred-on.js';
import { addresseeCodes, addresseeName, foundingCodes, isAddresseeCode, type UnLanguage } from './addressees.js';
import { earlierNames2025 } from './earlier-names-2025.js';

/** What a name of each language is written with; Latin names also keep the apostrophe, hyphen and brackets of their English form. */
const scripts: Readonly<Record<UnLanguage, RegExp>> = {
  en: /^[\p{Script=Latin}' ()-]+$/u,
  fr: /^[\p{Script=Latin}' ()-]+$/u,
  es: /^[\p{Script=Latin}' ()-]+$/u,
  ar: /^[\p{Script=Arabic}\p{M} ()-]+$/u,
  zh: /^[\p{Script=Han}（）]+$/u,
  ru: /^[\p{Script=Cyrillic}' ()—-]+$/u,
};
const languages = Object.keys(scripts) as UnLanguage[];

describe('addressees', () => {
  it('are the 193 Members, the Holy See and the State of Palestine, and other actors under one code', () => {
    expect(addresseeCodes).toHaveLength(195);
    expect(addresseeCodes).toEqual([...addresseeCodes].sort());
    expect(addresseeCodes).toEqual(expect.arrayContaining(['VAT', 'PSE']));
    expect(foundingCodes).toHaveLength(196);
  });

  it.each([
    ['KHM', 'Cambodia'],
    ['LAO', "Lao People's Democratic Republic"],
    ['KOR', 'Republic of Korea'],
    ['VNM', 'Viet Nam'],
    ['TUR', 'Türkiye'],
    ['OTH', 'Other actors'],
  ])('%s is called %s', (code, name) => expect(addresseeName(code)).toBe(name));

  it.each(['HKG', 'TWN', 'XXX', 'OTH', 'khm', 'constructor', '__proto__'])('%s is not the code of a State', (code) =>
    expect(isAddresseeCode(code)).toBe(false),
  );

  it('have no name when the code is unknown', () => {
    for (const language of languages) expect(addresseeName('HKG', { language, on: '2025-01-01' })).toBeUndefined();
  });
});

describe('the names of States in the official languages', () => {
  it.each(languages)('in %s: one for each of the 195, all different, in its script', (language) => {
    const names = addresseeCodes.map((code) => addresseeName(code, { language }) ?? '');
    expect(new Set(names).size).toBe(195);
    for (const name of names) {
      expect(name).toMatch(scripts[language]);
      expect(name).toBe(name.normalize('NFC').trim());
      expect(name).not.toMatch(/\((?:the|le|la|les|l'|el|los|las)\)|\*| {2}/);
    }
  });

  it.each([
    ['fr', 'PRK', 'République populaire démocratique de Corée'],
    ['es', 'GBR', 'Reino Unido de Gran Bretaña e Irlanda del Norte'],
    ['ar', 'KHM', 'كمبوديا'],
    ['zh', 'LAO', '老挝人民民主共和国'],
    ['ru', 'VNM', 'Вьетнам'],
    ['fr', 'OTH', 'Autres acteurs'],
  ] as const)('in %s: %s is %s', (language, code, name) => expect(addresseeName(code, { language })).toBe(name));

  it.each([
    ['SWZ', '2018-05-31', 'Swaziland', '2018-06-01', 'Eswatini'],
    ['MKD', '2019-02-13', 'The former Yugoslav Republic of Macedonia', '2019-02-14', 'North Macedonia'],
    ['TUR', '2022-05-31', 'Turkey', '2022-06-01', 'Türkiye'],
    ['CZE', '2016-05-16', 'Czech Republic', '2016-05-17', 'Czechia'],
    ['CPV', '2013-10-23', 'Cape Verde', '2013-10-24', 'Cabo Verde'],
    ['LBY', '2011-09-15', 'Libyan Arab Jamahiriya', '2011-09-16', 'Libya'],
    ['BOL', '2009-03-31', 'Bolivia', '2009-04-01', 'Bolivia (Plurinational State of)'],
    ['PSE', '2012-12-16', 'Palestine', '2012-12-17', 'State of Palestine'],
  ])(
    '%s is called on %s %s and from %s on %s, so that an old report can be made again',
    (code, ...[day, old, next, name]) => {
      expect(addresseeName(code, { on: day })).toBe(old);
      expect(addresseeName(code, { on: next })).toBe(name);
      expect(addresseeName(code)).toBe(name);
    },
  );

  it('that ended are those of States, in every language and script, in order of their days', () => {
    const days = earlierNames2025.map(({ until }) => firstDay(until));
    expect(days).toEqual([...days].sort());
    for (const { code, until, names } of earlierNames2025) {
      expect(isAddresseeCode(code)).toBe(true);
      expect(isOccurredOn(until)).toBe(true);
      for (const language of languages) expect(names[language]).toMatch(scripts[language]);
    }
  });

  it('are those in force for every State whose name never changed, on whatever day', () => {
    const changed = new Set(earlierNames2025.map(({ code }) => code));
    const unchanged = addresseeCodes.filter((code) => !changed.has(code));
    const day = fc.date({ min: new Date('2006-01-01'), max: new Date('2090-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...unchanged), fc.constantFrom(...languages), day, (code, language, date) => {
        const on = date.toISOString().slice(0, 10);
        expect(addresseeName(code, { language, on })).toBe(addresseeName(code, { language }));
      }),
    );
  });
});
