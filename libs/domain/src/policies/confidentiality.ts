import { kindOfLetter } from '../communication/letter-types.js';
import { countWindow } from './count-window.js';
import { inForceOn } from './in-force.js';
import type { Due, WindowedLetter, WindowFiles, WindowPolicy } from './policy.js';

const confidentialityPrinted: WindowPolicy = {
  file: 'confidentiality-printed.2011.json',
  from: '2011-01-01',
  rule: 'A letter stays confidential for the number of days printed on it, counted in calendar days from the date on the letter, which is day 0; the last day belongs to the window and ends at midnight in Europe/Zurich.',
  source: 'Publication clause of letters ("within 60 days"); "within" against "after" to be confirmed',
  days: null,
};

const confidentialityAlUa: WindowPolicy = {
  file: 'confidentiality-al-ua.2018.json',
  from: '2018-01-01',
  rule: 'Letters of allegation and urgent appeals that print no number of days stay confidential for 60 days, counted in calendar days from the date on the letter, which is day 0; the last day belongs to the window and ends at midnight in Europe/Zurich.',
  source: 'Practice of the Special Procedures since 2018; to be confirmed in an official text',
  days: 60,
};

const confidentialityOl: WindowPolicy = {
  file: 'confidentiality-ol.2018.json',
  from: '2018-01-01',
  rule: 'Other letters that print no time stay confidential for 48 hours, counted as 2 calendar days from the date on the letter, which is day 0.',
  source: 'Practice of the Special Procedures; to be confirmed in an official text',
  days: 2,
};

const confidentialityBefore2018: WindowPolicy = {
  file: 'confidentiality-session-report.2006.json',
  from: '2006-01-01',
  rule: 'Before 2018 a letter that prints no number of days stayed confidential until the report to the session of the Human Rights Council.',
  source: 'Practice of the Special Procedures before 2018; to be confirmed in an official text',
  days: null,
};

/** The files for a printed number of days, and for none by kind of letter. */
export const confidentialityFiles: WindowFiles = {
  printed: [confidentialityPrinted],
  unprinted: {
    AL: [confidentialityBefore2018, confidentialityAlUa],
    UA: [confidentialityBefore2018, confidentialityAlUa],
    OL: [confidentialityBefore2018, confidentialityOl],
  },
};

/**
 * The last day of a letter's confidentiality window: `2025-05-09` for AL KHM 1/2025 of 10 March 2025 with 60 days printed. A letter dated
 * coarser than a day is counted from the last day it can mean, so that no window ends too early. `dueOn` is null where publication
 * waited for a session report.
 */
export function windowDueOn(letter: WindowedLetter, files: WindowFiles = confidentialityFiles): Due {
  const { publicationWindow: clause, on } = letter;
  if (clause !== null) {
    const counted = `${clause.days} days printed on the letter`;
    return countWindow({ on, days: clause.days, id: inForceOn(files.printed, on).file, counted });
  }
  const kind = kindOfLetter(letter.type);
  const { days, file, rule } = inForceOn(files.unprinted[kind], on);
  if (days === null) return { dueOn: null, rule: { id: file, sentence: rule } };
  const counted =
    kind === 'OL' ? `${days * 24} hours (${days} days) customary for other letters` : `${days} days customary`;
  return countWindow({ on, days, id: file, counted });
}
