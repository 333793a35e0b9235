import { kindOfLetter } from '../communication/letter-types.js';
import { lastDay } from '../occurred-on.js';
import { countWindow } from './count-window.js';
import type { Due, WindowedLetter, WindowPolicy } from './policy.js';

export const confidentialityPrinted: WindowPolicy = {
  file: 'confidentiality-printed.2011.json',
  from: '2011-01-01',
  rule: 'A letter stays confidential for the number of days printed on it, counted in calendar days from the date on the letter, which is day 0; the last day belongs to the window and ends at midnight in Europe/Zurich.',
  source: 'Publication clause of letters ("within 60 days"); "within" against "after" to be confirmed',
  days: null,
};

export const confidentialityAlUa: WindowPolicy = {
  file: 'confidentiality-al-ua.2018.json',
  from: '2018-01-01',
  rule: 'Letters of allegation and urgent appeals that print no number of days stay confidential for 60 days, counted in calendar days from the date on the letter, which is day 0; the last day belongs to the window and ends at midnight in Europe/Zurich.',
  source: 'Practice of the Special Procedures since 2018; to be confirmed in an official text',
  days: 60,
};

export const confidentialityOl: WindowPolicy = {
  file: 'confidentiality-ol.2018.json',
  from: '2018-01-01',
  rule: 'Other letters that print no time stay confidential for 48 hours, counted as 2 calendar days from the date on the letter, which is day 0.',
  source: 'Practice of the Special Procedures; to be confirmed in an official text',
  days: 2,
};

export const confidentialityBefore2018: WindowPolicy = {
  file: 'confidentiality-session-report.2006.json',
  from: '2006-01-01',
  rule: 'Before 2018 a letter that prints no number of days stayed confidential until the report to the session of the Human Rights Council.',
  source: 'Practice of the Special Procedures before 2018; to be confirmed in an official text',
  days: null,
};

/**
 * The last day of a letter's confidentiality window: `2025-05-09` for AL KHM 1/2025 of 10 March 2025 with 60 days printed. A letter dated
 * coarser than a day is counted from the last day it can mean, so that no window ends too early. `dueOn` is null where publication
 * waited for a session report.
 */
export function windowDueOn(letter: WindowedLetter): Due {
  const { publicationWindow: clause } = letter;
  if (clause !== null) {
    const counted = `${clause.days} days printed on the letter`;
    return countWindow({ on: letter.on, days: clause.days, id: confidentialityPrinted.file, counted });
  }
  const policy = confidentialityPolicy(letter);
  if (policy.days === null) return { dueOn: null, rule: { id: policy.file, sentence: policy.rule } };
  const counted =
    policy === confidentialityOl ? '48 hours (2 days) customary for other letters' : `${policy.days} days customary`;
  return countWindow({ on: letter.on, days: policy.days, id: policy.file, counted });
}

function confidentialityPolicy(letter: WindowedLetter): WindowPolicy {
  if (lastDay(letter.on) < confidentialityAlUa.from) return confidentialityBefore2018;
  return kindOfLetter(letter.type) === 'OL' ? confidentialityOl : confidentialityAlUa;
}
