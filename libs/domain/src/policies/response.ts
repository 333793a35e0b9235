import { kindOfLetter } from '../communication/letter-types.js';
import { printedDay } from '../occurred-on.js';
import { countWindow } from './count-window.js';
import { inForceOn } from './in-force.js';
import type { Due, WindowedLetter, WindowFiles, WindowPolicy } from './policy.js';

const responsePrinted: WindowPolicy = {
  file: 'response-printed.2011.json',
  from: '2011-01-01',
  rule: 'A reply is due on the day the letter asks for it; that day belongs to the window and ends at midnight in Europe/Zurich.',
  source: 'The letter itself',
  days: null,
};

const responseAl: WindowPolicy = {
  file: 'response-al.2011.json',
  from: '2011-01-01',
  rule: 'A letter of allegation that prints no date for the reply is customarily answered within 60 calendar days of the date on the letter, which is day 0.',
  source: 'Practice of the Special Procedures; to be confirmed in an official text',
  days: 60,
};

const responseUa: WindowPolicy = {
  file: 'response-ua.2011.json',
  from: '2011-01-01',
  rule: 'An urgent appeal that prints no date for the reply is customarily answered within 30 calendar days of the date on the letter, which is day 0.',
  source: 'Practice of the Special Procedures; to be confirmed in an official text',
  days: 30,
};

const responseOl: WindowPolicy = {
  file: 'response-ol.2011.json',
  from: '2011-01-01',
  rule: 'No time is customary for the reply to another letter that prints none.',
  source: 'Practice of the Special Procedures; to be confirmed in an official text',
  days: null,
};

/** The files for a printed day, and for none by kind of letter. */
export const responseFiles: WindowFiles = {
  printed: [responsePrinted],
  unprinted: { AL: [responseAl], UA: [responseUa], OL: [responseOl] },
};

/** The last day for a reply: as printed, else 60 days for AL and 30 for UA; `dueOn` is null where no time is printed or customary. */
export function responseDueOn(letter: WindowedLetter, files: WindowFiles = responseFiles): Due {
  const { replyAskedBy, on } = letter;
  if (replyAskedBy !== null) {
    const sentence = `reply asked by ${printedDay(replyAskedBy)}, as printed on the letter; that day belongs to the window (Europe/Zurich)`;
    return { dueOn: replyAskedBy, rule: { id: inForceOn(files.printed, on).file, sentence } };
  }
  const { days, file, rule } = inForceOn(files.unprinted[kindOfLetter(letter.type)], on);
  if (days === null) return { dueOn: null, rule: { id: file, sentence: rule } };
  return countWindow({ on, days, id: file, counted: `no date printed; ${days} days customary` });
}
