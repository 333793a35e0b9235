import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { firstDay, isOccurredOn } from '../../occurred-on.js';
import { countries2025 } from './countries-2025.js';
import { ended2025 } from './ended-2025.js';
import { isMandateOn, mandateKind, mandates, mandateTitle } from './mandates.js';
import { recogniseMandate } from './recognise-mandate.js';

const on = (day: string): readonly string[] => mandates.map(({ id }) => id).filter((id) => isMandateOn(id, day));
const resolution =
  /^(?:HRC (?:\d{1,2}\/\d{1,3}|S-\d{1,2}\/\d{1,2})|CHR (?:\d{4}\/\d{1,3}(?: A)?|20 \(XXXVI\))|ECOSOC 1982\/35)$/;

describe('the mandates of the Special Procedures', () => {
  it.each([
    ['2010-03-31', 31, 8, 'the Special Procedures Bulletin of January to March 2010: 39'],
    ['2017-12-31', 44, 12, 'A/HRC/37/37/Add.1'],
    ['2018-12-31', 44, 12, 'A/HRC/40/38/Add.1'],
    ['2020-07-27', 44, 12, 'OHCHR as quoted in July 2020'],
    ['2021-01-27', 44, 11, 'OHCHR as quoted in January 2021'],
    ['2025-09-30', 46, 14, 'the 60 before two were merged'],
    ['2025-11-01', 45, 14, 'the round-up of HRC60'],
  ])('were on %s %i on themes and %i on countries, as in %s', (day, themes, countries) => {
    const onCountries = new Set([...countries2025, ...ended2025].map(({ id }) => id));
    const then = on(day);
    expect(then.filter((id) => !onCountries.has(id))).toHaveLength(themes);
    expect(then.filter((id) => onCountries.has(id))).toHaveLength(countries);
  });

  it('have ids and titles of their own, each with a kind, in order of time and with dates that exist', () => {
    expect(new Set(mandates.map(({ id }) => id)).size).toBe(mandates.length);
    for (const { id, titles } of mandates) {
      expect(id).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
      expect(titles.length).toBeGreaterThan(0);
      for (const { title } of titles) expect(mandateKind(title)).toBeDefined();
      const days = titles.flatMap(({ from, until }) => [from, ...(until === undefined ? [] : [until])]);
      for (const day of days) expect(isOccurredOn(day)).toBe(true);
      expect(days.map(firstDay)).toEqual(days.map(firstDay).sort());
    }
  });

  it('name resolutions in the form the Council, the Commission and ECOSOC number them', () => {
    for (const { established, extended } of mandates)
      for (const number of [established, extended]) if (number !== null) expect(number).toMatch(resolution);
  });

  it.each([
    [
      'violence_against_women',
      '2019-05-01',
      'Special Rapporteur on violence against women, its causes and consequences',
    ],
    [
      'violence_against_women',
      '2025-05-01',
      'Special Rapporteur on violence against women and girls, its causes and consequences',
    ],
    ['minority_issues', '2012-01-01', 'Independent Expert on minority issues'],
    ['cambodia', '2007-01-01', 'Special Representative of the Secretary-General for human rights in Cambodia'],
    ['belarus', '2010-01-01', undefined],
    ['privacy', '2014-12-31', undefined],
    ['slavery', '2025-10-01', undefined],
    [
      'slavery_and_trafficking',
      '2025-11-01',
      'Special Rapporteur on contemporary forms of slavery and trafficking in persons',
    ],
    ['no_such_mandate', '2025-01-01', undefined],
  ])('%s on %s was called %s', (id, day, title) => expect(mandateTitle(id, day)).toBe(title));
});

describe('a printed title', () => {
  it.each([
    ['Special Rapporteur on contemporary forms of slavery, including its causes and consequences', 'slavery'],
    ['the Special Rapporteur on the situation of human rights in Cambodia', 'cambodia'],
    ['Special Rapporteur on trafficking in persons, especially women and children', 'trafficking'],
  ])('of the letter to Cambodia is recognised: %s', (printed, id) =>
    expect(recogniseMandate(printed, '2025-03-10')).toBe(id),
  );

  it.each([
    [
      'Mandates of the Special Rapporteur on extrajudicial, summary or arbitrary executions',
      'extrajudicial_executions',
    ],
    ['SPECIAL RAPPORTEUR ON TORTURE', 'torture'],
    ['Working Group on Arbitrary Detention', 'arbitrary_detention'],
    ['Working Group of experts on people of African descent', 'african_descent'],
    ['Independent Expert on the enjoyment of human rights of persons with albinism', 'albinism'],
    ['Special Rapporteur on adequate housing', 'adequate_housing'],
    ['Special Rapporteur on the situation of human rights in the Democratic People’s Republic of Korea', 'dprk'],
    ['Independent Expert on human rights in Côte d’Ivoire', 'cote_d_ivoire'],
    ['Special Rapporteur on the right to freedom of opinion and expresion', 'freedom_of_expression'],
    ['Special Rapporteur on the independance of judges and lawyers', 'judges_and_lawyers'],
    ['Special Rapporteur in the field of cultural rights', 'cultural_rights'],
    ['human rights defenders', 'human_rights_defenders'],
  ])('is recognised in another case, shortened or with a letter wrong: %s', (printed, id) =>
    expect(recogniseMandate(printed, '2018-05-01')).toBe(id),
  );

  it('means the mandate of its day when two were merged later', () => {
    expect(recogniseMandate('Special Rapporteur on contemporary forms of slavery', '2025-03-10')).toBe('slavery');
    expect(recogniseMandate('Special Rapporteur on contemporary forms of slavery', '2026-03-10')).toBe(
      'slavery_and_trafficking',
    );
    expect(recogniseMandate('Special Rapporteur on contemporary forms of slavery')).toBeUndefined();
  });

  it.each([
    '',
    'Special Rapporteur',
    'Special Rapporteur on human rights',
    'Special Rapporteur on contemporary forms',
    'Special Rapporteur on children',
    'Special Rapporteur on pornography',
    'Independent Expert on gender identity',
    'Special Rapporteur on the situation of human rights in the Islamic Republic of Ruritania',
    'Special Rapporteur on the situation of human rights in Eritrea and Ruritania',
    'Committee against Torture',
    'Working Group on torture',
    'constructor',
  ])('that names no mandate, or could name several, is not guessed at: %s', (printed) =>
    expect(recogniseMandate(printed, '2025-03-10')).toBeUndefined(),
  );

  it('is recognised for every mandate and every time, however case, spaces and commas are printed', () => {
    const titles = mandates.flatMap(({ id, titles: all }) => all.map(({ title }) => ({ id, title })));
    const noise = fc.record({
      before: fc.constantFrom('', 'the ', 'Mandate of the ', 'Mandates of the '),
      space: fc.constantFrom(' ', '  ', '\n', '\u00A0'),
      upper: fc.boolean(),
      commas: fc.boolean(),
      end: fc.constantFrom('', '.', ';', ','),
    });
    fc.assert(
      fc.property(fc.constantFrom(...titles), noise, ({ id, title }, { before, space, upper, commas, end }) => {
        const words = `${before}${commas ? title : title.replaceAll(',', '')}${end}`.replaceAll(' ', space);
        expect(recogniseMandate(upper ? words.toUpperCase() : words)).toBe(id);
      }),
    );
  });
});
