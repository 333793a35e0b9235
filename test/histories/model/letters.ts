import {
  actorsOf,
  actsElsewhere,
  correctLetter,
  nextSerial,
  parseReference,
  type Payload,
  recordError,
  refuseTakenNumber,
  sendLetter,
  voidReference,
} from '#libs/domain';
import type { ErrorCode } from '#libs/ledger';
import { payloadExamples as examples } from '#libs/testing';

import { oneHanded } from './agreement.js';
import { broken, type Choice, isFuture, letterIn, momentIn, nobody, personOf, pick, type Rule } from './attempt.js';
import { dayOf, type Moment, textOf } from './calendar.js';
import type { MemoryLedger } from './memory-ledger.js';
import { emptyLetter, inForce, type LetterNoted, type Model, oldKey, type Version } from './model.js';

const customaryReply: Readonly<Record<string, number | undefined>> = { AL: 60, JAL: 60, AM: 60, UA: 30, JUA: 30 };
const customaryWindow: Readonly<Record<string, number>> = { AL: 60, JAL: 60, AM: 60, UA: 60, JUA: 60, OL: 2, JOC: 2 };
const types = ['AL', 'UA', 'OL', 'JAL', 'JUA', 'JOC', 'AM'] as const;
/** As they print their names. */
const groups = [
  'Working Group on Arbitrary Detention',
  'Working Group on Enforced or Involuntary Disappearances',
] as const;
const firstOf2018 = dayOf('2018-01-01');

interface Drafted {
  readonly data: Payload<'LetterSent'>;
  readonly on: Moment;
  readonly version: (id: string) => Version;
  readonly broken: readonly ErrorCode[];
}

/** A letter as the choice has it: its kind, what it prints, and what that means for its windows. */
function drafted(model: Model, choice: Choice, { code, key }: LetterNoted): Drafted {
  const { n, m, odd } = choice;
  const shift = choice.shift - (key === oldKey ? 3700 : 0);
  const on = momentIn(model, { ...choice, shift: odd === 2 ? -3700 - shift : shift });
  const type = pick(types, n) ?? 'AL';
  const days = [null, null, 5, 60][m % 4] ?? null;
  const asked = odd === 3 ? on.first - 1 : [null, null, on.last + 10][n % 3];
  const unprinted = on.last < firstOf2018 ? undefined : on.dayZero + (customaryWindow[type] ?? 0);
  const customary = customaryReply[type];
  const restsOn = m % 10 === 7 ? 'allegations' : 'public_reports';
  const alone = m % 9 === 4 ? groups[n % 2] : undefined;
  const kind = (code === 'OTH') === (odd !== 1) ? 'company' : 'state';
  return {
    on,
    data: {
      ...examples.LetterSent,
      ...{ on: on.text, type, restsOn, addressee: { name: 'as printed', kind } },
      ...(alone !== undefined && { mandates: [alone] }),
      publicationWindow: days === null ? null : { days, printed: `within ${days} days` },
      replyAskedBy: asked == null ? null : textOf(asked),
    },
    version: (id) => ({
      ...{ id, on, restsOn, isAlone: alone !== undefined, isOwn: alone !== undefined && !/UA$/.test(type) },
      ...{ windowDue: days === null ? unprinted : on.dayZero + days },
      replyDue: asked ?? (customary === undefined ? undefined : on.dayZero + customary),
    }),
    broken: broken({
      ADDRESSEE_UNKNOWN: !model.codes.includes(code) || odd === 1,
      DATE_IN_FUTURE: isFuture(model, on),
      DATE_BEFORE_LETTER: odd === 3,
      REFERENCE_INVALID: Math.abs(Number(on.text.slice(0, 4)) - Number(key.slice(-4))) > 2,
    }),
  };
}

const send: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const draft = drafted(model, choice, letter);
  const role = choice.m % 5 === 0 ? 'importer' : 'mandate_clerk';
  const taken = { LETTER_VOID: letter.isVoid, LETTER_ALREADY_SENT: letter.versions.length > 0 };
  return {
    broken: [...broken(taken), ...draft.broken],
    becomes: ['LetterSent'],
    by: { name: personOf(choice), role },
    decide: (ledger) => sendLetter(draft.data, onNumber(ledger, letter.key), ledger.communication(letter.key)),
    note: (id) => {
      letter.versions.push(draft.version(id));
      letter.importedAt = role === 'importer' ? model.now : undefined;
      if (role !== 'importer') letter.madeHere.push(draft.version(id));
      letter.recordSince = model.size;
      letter.standing.push({ id, type: 'LetterSent' });
    },
  };
};

/** The next number: above all that count, and one under which nothing was ever recorded. */
function nextKey({ letters }: Model, { code, key }: LetterNoted): string {
  const year = Number(key.slice(-4));
  const keyOf = (serial: number): string => `${code} ${serial}/${year}`;
  const own = [...letters.values()].filter((one) => one.code === code && one.key.endsWith(`/${year}`));
  const counting = own.filter(({ versions, isVoid }) => isVoid || versions.length > 0);
  const highest = Math.max(0, ...counting.map((one) => parseReference(one.key).serial));
  const free = Array.from({ length: 200 }, (_, n) => keyOf(highest + 1 + n));
  return free.find((one) => (letters.get(one)?.standing.length ?? 0) === 0) ?? '';
}

const sendNext: Rule = (model, choice) => {
  const sibling = letterIn(model, choice.n);
  const key = nextKey(model, sibling);
  const draft = drafted(model, choice, sibling);
  return {
    broken: draft.broken,
    becomes: ['LetterSent'],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const { code, year } = parseReference(key);
      const given = `${code} ${nextSerial(ledger.numbers(code, year))}/${year}`;
      if (given !== key) throw new Error(`the next number is ${given}; expected: ${key}`);
      refuseTakenNumber(parseReference(key), ledger.communication(key));
      return sendLetter(draft.data, onNumber(ledger, key), ledger.communication(key));
    },
    note: (id) => {
      const letter = model.letters.get(key) ?? emptyLetter(key);
      letter.versions.push(draft.version(id));
      letter.madeHere.push(draft.version(id));
      letter.standing.push({ id, type: 'LetterSent' });
      model.letters.set(key, letter);
    },
  };
};

const onNumber = (ledger: MemoryLedger, key: string) => ({
  ...ledger.time,
  reference: parseReference(key),
  codes: ledger.codes,
  actors: actorsOf([ledger.communication('OTH 1/2025')]),
  letterId: ledger.nextId(),
});

const correct: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const draft = drafted(model, choice, letter);
  const corrects = (choice.odd === 0 ? letter.versions[0] : letter.versions.at(-1))?.id ?? nobody;
  const data = { ...draft.data, corrects, reason: 'Misread.' };
  const days = [...letter.standing.flatMap(({ on }) => on ?? []), ...letter.work];
  const from = letter.versions.at(-1)?.on.first ?? 0;
  const before = days.some((on) => on.last < draft.on.first && on.last >= from);
  return {
    broken: [
      ...broken({ LETTER_VOID: letter.isVoid, LETTER_NOT_SENT: letter.versions.length === 0 }),
      ...broken({ NOT_CORRECTABLE: corrects !== letter.versions.at(-1)?.id, DATE_BEFORE_LETTER: before }),
      ...[...oneHanded(letter, choice), ...draft.broken],
    ],
    becomes: ['LetterCorrected'],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const acts = actsElsewhere(ledger.aside(letter.key), parseReference(letter.key));
      const context = { ...onNumber(ledger, letter.key), ...ledger.onLetter(letter.key, personOf(choice)), acts };
      return correctLetter(data, context, ledger.file(letter.key));
    },
    note: (id) => {
      letter.versions.push(draft.version(id));
      letter.madeHere.push(draft.version(id));
      letter.recordSince = model.size;
      letter.standing.push({ id, type: 'LetterCorrected' });
    },
  };
};

const voidNumber: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n + 3);
  const on = momentIn(model, choice);
  const replacedBy = choice.odd === 0 ? letter.key : 'KHM 77/2025';
  return {
    broken: broken({
      LETTER_VOID: letter.isVoid,
      ALREADY_PUBLISHED: inForce(letter) !== undefined,
      ADDRESSEE_UNKNOWN: !model.codes.includes(letter.code),
      DATE_IN_FUTURE: isFuture(model, on),
      REFERENCE_INVALID: replacedBy === letter.key,
    }),
    becomes: ['ReferenceVoided'],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const data = { ...examples.ReferenceVoided, on: on.text, replacedBy };
      const named = ledger.communication(replacedBy);
      return voidReference(data, { ...onNumber(ledger, letter.key), named }, ledger.communication(letter.key));
    },
    note: (id) => {
      letter.isVoid = true;
      letter.standing.push({ id, type: 'ReferenceVoided' });
    },
  };
};

/** What is withdrawn or replaced instead of being unsaid. */
const lasting = ['LetterPublished', 'ReplyPublished', 'PublicationWithdrawn', 'RenditionReplaced'];

const err: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const event = choice.odd === 0 ? undefined : pick([...letter.standing].reverse(), choice.m % 6);
  return {
    broken: [
      ...(event?.type === 'LetterCorrected' ? oneHanded(letter, choice) : []),
      ...broken({
        LETTER_VOID: letter.isVoid,
        EVENT_UNKNOWN: event === undefined,
        ERROR_NOT_ALLOWED:
          event !== undefined && [...lasting, 'RecordedInError', 'ReferenceVoided'].includes(event.type),
        EVENT_RELIED_ON:
          event !== undefined &&
          (isReliedOn(letter, event) || (event.type === 'LetterSent' && isWorkedOn(model, letter))),
        DATE_IN_FUTURE: isFuture(model, on),
      }),
    ],
    becomes: ['RecordedInError'],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const data = { ...examples.RecordedInError, on: on.text, event: event?.id ?? nobody };
      const acts = actsElsewhere(ledger.aside(letter.key), parseReference(letter.key));
      const elsewhere = [...acts, ...ledger.linksTo(letter.key)];
      const context = { ...ledger.onLetter(letter.key, personOf(choice)), elsewhere };
      return recordError(data, context, ledger.file(letter.key));
    },
    note: (id) => {
      if (letter.versions.some((one) => one.id === event?.id)) letter.recordSince = model.size;
      for (const list of [letter.versions, letter.replies, letter.links, letter.standing]) {
        const at = list.findIndex((one) => one.id === event?.id);
        if (at >= 0) list.splice(at, 1);
      }
      letter.standing.push({ id, type: 'RecordedInError' });
    },
  };
};

const isWorkedOn = (model: Model, { key, work }: LetterNoted): boolean =>
  work.length > 0 || model.allegations.some(({ letters }) => letters.includes(key));

function isReliedOn({ standing, versions }: LetterNoted, { id, type }: { id: string; type: string }): boolean {
  if (type === 'LetterCorrected') return versions.at(-1)?.id !== id;
  const others = standing.filter((one) => one.id !== id);
  if (type !== 'LetterSent') return others.some((one) => one.reply === id);
  return others.some((one) => !one.type.endsWith('WindowElapsed') && one.type !== 'RecordedInError');
}

export const numberRules = { send, sendNext, correct, voidNumber, err } as const satisfies Readonly<
  Record<string, Rule>
>;
