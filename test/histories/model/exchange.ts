import {
  type AnsweredLetter,
  confirmDispatch,
  includeInReport,
  linkLetters,
  notifyAddressee,
  parseReference,
  receiveReply,
  remindAddressee,
  replyKinds,
  requestFurtherInformation,
} from '#libs/domain';
import { payloadExamples as examples } from '#libs/testing';

import { type Attempt, broken, letterIn, momentIn, nobody, onLetter, personOf, pick, type Rule } from './attempt.js';
import { type Moment, textOf } from './calendar.js';
import { isPublic, type LetterNoted, letterKeys, type Model } from './model.js';

const reply: Rule = (model, choice) => {
  const { n, m, odd } = choice;
  const on = momentIn(model, choice);
  const several = [letterIn(model, n), letterIn(model, n + 3), letterIn(model, n)].slice(0, m % 4 === 0 ? 2 : 1);
  const letters = odd === 0 ? [] : odd === 1 ? [letterIn(model, n), letterIn(model, n)] : several;
  const kind = pick(replyKinds, m) ?? 'interim';
  const role = m % 5 === 0 ? 'importer' : 'reply_analyst';
  const data = { ...examples.ReplyReceived, on: on.text, kind, confidential: n % 5 === 0 };
  return {
    broken: [
      ...broken({ BODY_INVALID: letters.length === 0 || new Set(letters).size < letters.length }),
      ...letters.flatMap((letter) => onLetter(model, letter, on)),
    ],
    becomes: letters.map(() => 'ReplyReceived'),
    by: { name: personOf(choice), role },
    decide: (ledger) => {
      const answered = letters.map(({ key }): AnsweredLetter => {
        return { reference: parseReference(key), state: ledger.communication(key) };
      });
      return receiveReply(data, { ...ledger.time, replyId: ledger.nextId() }, answered);
    },
    note: (_, ids) =>
      letters.forEach((letter, at) => {
        const id = ids[at] ?? nobody;
        const answers = ['interim', 'substantive', 'refusal'].includes(kind);
        letter.replies.push({ id, on, answers, confidential: data.confidential, imported: role === 'importer' });
        letter.standing.push({ id, type: 'ReplyReceived', on });
      }),
  };
};

/** Something that only needs a letter that was sent, and a day on which it can have happened. */
const told =
  (type: 'ReminderSent' | 'DispatchConfirmed' | 'AddresseeNotified'): Rule =>
  (model, choice) => {
    const letter = letterIn(model, choice.n);
    const on = momentIn(model, choice);
    return {
      broken: onLetter(model, letter, on),
      becomes: [type],
      by: { name: personOf(choice), role: 'mandate_clerk' },
      decide: (ledger) => {
        const [context, state] = [ledger.onLetter(letter.key, ''), ledger.communication(letter.key)];
        if (type === 'ReminderSent') return remindAddressee({ ...examples.ReminderSent, on: on.text }, context, state);
        if (type === 'AddresseeNotified')
          return notifyAddressee({ ...examples.AddresseeNotified, on: on.text }, context, state);
        return confirmDispatch({ ...examples.DispatchConfirmed, on: on.text }, context, state);
      },
      note: (id) => letter.standing.push({ id, type, on }),
    };
  };

const ask: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const about = choice.m % 2 === 0 ? undefined : (pick(letter.replies, choice.m)?.id ?? nobody);
  const asked = choice.odd === 1 ? on.first - 1 : on.last + 14;
  return {
    broken: [
      ...onLetter(model, letter, on),
      ...broken({ REPLY_UNKNOWN: about === nobody, DATE_BEFORE_LETTER: choice.odd === 1 }),
    ],
    becomes: ['FurtherInformationRequested'],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const { questions, documents } = examples.FurtherInformationRequested;
      const replyAskedBy = textOf(asked);
      const data = { on: on.text, questions, documents, replyAskedBy, ...(about && { reply: about }) };
      return requestFurtherInformation(data, ledger.onLetter(letter.key, ''), ledger.communication(letter.key));
    },
    note: (id) => letter.standing.push({ id, type: 'FurtherInformationRequested', reply: about, on }),
  };
};

/** Whether a letter is known here and not to everyone. */
const isHidden = (model: Model, key: string): boolean =>
  (model.letters.get(key)?.versions.length ?? 0) > 0 && !isPublic(model, key);

const link: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const reference = pick(letterKeys, choice.m) ?? '';
  const relation = choice.odd < 5 ? 'same_case' : 'earlier';
  const text = `link ${relation} ${reference}`;
  return {
    broken: [
      ...onLetter(model, letter, on).filter((code) => code !== 'DATE_BEFORE_LETTER'),
      ...broken({ REFERENCE_INVALID: reference === letter.key, ALREADY_LINKED: isSaid(letter, text) }),
      ...broken({ LETTER_NOT_PUBLISHED: letter.publications.length > 0 && isHidden(model, reference) }),
    ],
    becomes: ['LettersLinked'],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const data = { on: on.text, reference, relation } as const;
      const context = { ...ledger.onLetter(letter.key, ''), named: ledger.communication(reference) };
      return linkLetters(data, context, ledger.communication(letter.key));
    },
    note: said(letter, 'LettersLinked', text),
  };
};

const include: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const report = pick(['HRC60', 'HRC61', '2025'], choice.m) ?? '';
  const isOwn = letter.versions.length > 0 && letter.versions.every((one) => one.isOwn);
  return {
    broken: [
      ...onLetter(model, letter, on),
      ...broken({ ALREADY_REPORTED: isSaid(letter, `report ${report}`), SEPARATE_TRACK: isOwn && report !== '2025' }),
    ],
    becomes: ['IncludedInReport'],
    by: { name: personOf(choice), role: 'reporting_officer' },
    decide: (ledger) => {
      const data = { ...examples.IncludedInReport, on: on.text, report };
      return includeInReport(data, ledger.onLetter(letter.key, ''), ledger.communication(letter.key));
    },
    note: said(letter, 'IncludedInReport', `report ${report}`, on),
  };
};

const isSaid = ({ links }: LetterNoted, text: string): boolean => links.some((one) => one.text === text);
const said =
  (letter: LetterNoted, type: string, text: string, on?: Moment): Attempt['note'] =>
  (id) => {
    letter.links.push({ id, text });
    letter.standing.push({ id, type, ...(on && { on }) });
  };

export const exchangeRules = {
  ...{ reply, ask, link, include },
  remind: told('ReminderSent'),
  confirm: told('DispatchConfirmed'),
  notify: told('AddresseeNotified'),
} as const satisfies Readonly<Record<string, Rule>>;
