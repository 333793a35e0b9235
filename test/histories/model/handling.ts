import {
  approveRedaction,
  approveSummary,
  assessReply,
  assignCase,
  holdPublication,
  liftHold,
  proposeRedaction,
  publishEvaluation,
  recordCoverage,
  shareReply,
  translateReply,
} from '#libs/domain';
import type { ErrorCode } from '#libs/ledger';
import { payloadExamples as examples } from '#libs/testing';

import {
  broken,
  letterIn,
  momentIn,
  nobody,
  onLetter,
  onReply,
  isFuture,
  isWithheld,
  personOf,
  pick,
  type Rule,
} from './attempt.js';
import { textOf } from './calendar.js';
import { inForce, type LetterNoted, type RedactionNoted } from './model.js';

const { mandate } = examples.ReplyAssessed;

const propose: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const last = letter.versions.at(-1)?.id;
  const redacts = (choice.odd === 0 ? letter.versions[0]?.id : last) ?? nobody;
  const reply = choice.m % 3 === 0 ? (pick(letter.replies, choice.m)?.id ?? nobody) : undefined;
  return {
    broken: [
      ...onLetter(model, letter, on),
      ...broken({ EVENT_UNKNOWN: redacts !== last, REPLY_UNKNOWN: reply === nobody }),
    ],
    becomes: ['RedactionProposed'],
    by: { name: personOf(choice), role: 'redactor' },
    decide: (ledger) => {
      const data = { ...examples.RedactionProposed, on: on.text, letter: redacts, ...(reply && { reply }) };
      return proposeRedaction(data, ledger.onLetter(letter.key, personOf(choice)), ledger.file(letter.key));
    },
    note: (id) => {
      letter.work.push(on);
      letter.redactions.push({ id, letter: redacts, reply, by: personOf(choice), at: model.size });
    },
  };
};

/** Whether it is of a record of the letter that is not the last, or was proposed before that stood there last. */
const isOld = ({ versions, recordSince }: LetterNoted, { reply, letter, at }: RedactionNoted): boolean =>
  reply === undefined && (letter !== versions.at(-1)?.id || at <= recordSince);

const approve: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const waiting = letter.redactions.filter(({ approval }) => approval === undefined);
  const redaction = choice.odd === 0 ? letter.redactions[0] : waiting.at(-1);
  return {
    broken: broken({
      LETTER_VOID: letter.isVoid,
      LETTER_NOT_SENT: letter.versions.length === 0,
      REDACTION_NOT_PROPOSED: redaction === undefined || redaction.approval !== undefined || isOld(letter, redaction),
      FOUR_EYES: redaction?.by === personOf(choice),
      DATE_IN_FUTURE: isFuture(model, on),
    }),
    becomes: ['RedactionApproved'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const data = { on: on.text, proposal: redaction?.id ?? nobody };
      return approveRedaction(data, ledger.onLetter(letter.key, personOf(choice)), ledger.file(letter.key));
    },
    note: (id) => {
      letter.work.push(on);
      if (redaction) redaction.approval = { id, by: personOf(choice), at: model.size };
    },
  };
};

const hold: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const reviewOn = choice.odd === 1 ? textOf(on.first - 1) : null;
  return {
    broken: [...onLetter(model, letter, on), ...broken({ DATE_BEFORE_LETTER: choice.odd === 1 })],
    becomes: ['PublicationHeld'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const data = { ...examples.PublicationHeld, on: on.text, reviewOn };
      return holdPublication(data, ledger.onLetter(letter.key, ''), ledger.file(letter.key));
    },
    note: (id) => {
      letter.work.push(on);
      letter.holds.push(id);
    },
  };
};

const lift: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const held = pick(letter.holds, choice.m) ?? nobody;
  return {
    broken: [...onLetter(model, letter, on), ...broken({ HOLD_UNKNOWN: held === nobody })],
    becomes: ['PublicationHoldLifted'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => liftHold({ on: on.text, hold: held }, ledger.onLetter(letter.key, ''), ledger.file(letter.key)),
    note: () => {
      letter.work.push(on);
      letter.holds.splice(letter.holds.indexOf(held), 1);
    },
  };
};

const prepare: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const type = choice.m % 2 === 0 ? 'CaseAssigned' : 'SummaryApproved';
  const text = `Summary ${choice.m}`;
  return {
    broken: onLetter(model, letter, on),
    becomes: [type],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const [context, file] = [ledger.onLetter(letter.key, ''), ledger.file(letter.key)];
      return type === 'CaseAssigned'
        ? assignCase({ ...examples.CaseAssigned, on: on.text }, context, file)
        : approveSummary({ on: on.text, summary: { language: 'en', text } }, context, file);
    },
    note: () => {
      letter.work.push(on);
      if (type === 'SummaryApproved') letter.summary = text;
    },
  };
};

/** A translation, or what the source was shown: both need a reply, and the source sees none that was given in confidence. */
const pass: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const reply = pick(letter.replies, choice.m);
  const id = reply?.id ?? nobody;
  const type = choice.m % 2 === 0 ? 'ReplyTranslated' : 'ReplySharedWithSource';
  const language = choice.odd === 0 ? 'en' : 'fr';
  const own: ErrorCode[] =
    type === 'ReplyTranslated'
      ? broken({ BODY_INVALID: reply !== undefined && language === 'en' })
      : broken({ REPLY_CONFIDENTIAL: reply?.confidential === true });
  return {
    broken: [...onReply(model, letter, { on, id }), ...own],
    becomes: [type],
    by: { name: personOf(choice), role: 'translator' },
    decide: (ledger) => {
      const [context, file] = [ledger.onLetter(letter.key, ''), ledger.file(letter.key)];
      return type === 'ReplyTranslated'
        ? translateReply({ ...examples.ReplyTranslated, on: on.text, reply: id, language }, context, file)
        : shareReply({ ...examples.ReplySharedWithSource, on: on.text, reply: id }, context, file);
    },
    note: () => letter.work.push(on),
  };
};

/** Whether the mandate that judges here is none of the letter. */
const isOfOthers = ({ versions }: LetterNoted): boolean => versions.at(-1)?.isAlone === true;

/** What a mandate holds of a reply as a whole. */
const assess: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const reply = pick(letter.replies, choice.m)?.id ?? nobody;
  const other = choice.odd === 0;
  const assessment = { grade: 'full', manner: choice.odd === 1 ? 'obstructive_formalism' : null } as const;
  return {
    broken: [
      ...onReply(model, letter, { on, id: reply }),
      ...broken({ MANDATE_UNKNOWN: other || isOfOthers(letter), BODY_INVALID: choice.odd === 1 }),
    ],
    becomes: ['ReplyAssessed'],
    by: { name: personOf(choice), role: 'reply_analyst' },
    decide: (ledger) => {
      const data = { on: on.text, reply, mandate: other ? 'another mandate' : mandate, assessment };
      return assessReply(data, ledger.onLetter(letter.key, ''), ledger.file(letter.key));
    },
    note: (id) => {
      letter.work.push(on);
      letter.judged.push({ id, reply, mandate, by: personOf(choice), what: 'assessment' });
    },
  };
};

/** What a mandate holds question by question; or a second person's judgement of the same. */
const cover: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const reply = pick(letter.replies, choice.m)?.id ?? nobody;
  const covered = letter.judged.filter(({ what }) => what !== 'assessment');
  const first = choice.m % 3 === 0 ? (pick(covered, choice.m) ?? { id: nobody, reply: '', by: '' }) : undefined;
  const question = choice.odd === 0 ? 99 : 1;
  const quotes = choice.odd === 1 ? [] : [{ start: 1, end: 5 }];
  return {
    broken: [
      ...onReply(model, letter, { on, id: reply }),
      ...broken({
        QUESTION_UNKNOWN: question === 99,
        MANDATE_UNKNOWN: isOfOthers(letter),
        BODY_INVALID: quotes.length === 0,
        EVENT_UNKNOWN: first !== undefined && first.reply !== reply,
        FOUR_EYES: first?.by === personOf(choice),
      }),
    ],
    becomes: ['AnswerCoverageRecorded'],
    by: { name: personOf(choice), role: 'reply_analyst' },
    decide: (ledger) => {
      const answers = [{ question, judgement: 'answered', quotes }] as const;
      const data = { ...examples.AnswerCoverageRecorded, on: on.text, reply, answers };
      const context = ledger.onLetter(letter.key, personOf(choice));
      return recordCoverage({ ...data, ...(first && { secondOf: first.id }) }, context, ledger.file(letter.key));
    },
    note: (id) => {
      letter.work.push(on);
      letter.judged.push({ id, reply, mandate, by: personOf(choice), what: first ? 'second' : 'coverage' });
    },
  };
};

const lastOf = ({ judged }: LetterNoted, what: string, reply: string) =>
  judged.filter((one) => one.what === what && one.reply === reply).at(-1);

const evaluate: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const reply = pick(letter.replies, choice.m);
  const id = reply?.id ?? nobody;
  const coverage = lastOf(letter, 'coverage', id);
  const judges = [coverage?.by, lastOf(letter, 'assessment', id)?.by];
  return {
    broken: [
      ...onReply(model, letter, { on, id }),
      ...broken({
        REPLY_CONFIDENTIAL: reply?.confidential === true,
        REPLY_WITHHELD: isWithheld(letter, id),
        NOT_PUBLISHED: inForce(letter) === undefined,
        PUBLICATION_HELD: letter.holds.length > 0,
        JUDGEMENT_MISSING: coverage === undefined,
        FOUR_EYES: judges.includes(personOf(choice)),
      }),
    ],
    becomes: ['EvaluationPublished'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const context = ledger.onLetter(letter.key, personOf(choice));
      return publishEvaluation({ on: on.text, reply: id, mandate }, context, ledger.file(letter.key));
    },
    note: (event) => letter.standing.push({ id: event, type: 'EvaluationPublished', reply: id, on }),
  };
};

export const handlingRules = {
  ...{ propose, approve, hold, lift, prepare, pass, assess, cover, evaluate },
} as const satisfies Readonly<Record<string, Rule>>;
