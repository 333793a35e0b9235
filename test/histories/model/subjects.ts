import {
  approveShred,
  foldSubject,
  mergeSubjects,
  recordShredded,
  requestShred,
  type SubjectState,
  subjectStream,
} from '#libs/domain';
import { payloadExamples as examples } from '#libs/testing';

import { broken, type Choice, isFuture, momentIn, nobody, personOf, pick, type Rule } from './attempt.js';
import { frozen, type MemoryLedger, pseudonymIn } from './memory-ledger.js';
import type { Model, SubjectNoted } from './model.js';

const subjectAt = (model: Model, n: number): SubjectNoted | undefined => pick([...model.subjects.values()], n % 4);

const stateOf = (ledger: MemoryLedger, id: string): SubjectState =>
  frozen(foldSubject(ledger.events(subjectStream(id))));

function onSubject(model: Model, choice: Choice) {
  const subject = choice.odd === 2 ? undefined : subjectAt(model, choice.n);
  const subjectId = subject?.id ?? nobody;
  return {
    subject,
    subjectId,
    gone: broken({
      SUBJECT_UNKNOWN: subject === undefined,
      SUBJECT_MERGED: subject?.mergedInto !== undefined,
      SUBJECT_SHREDDED: subject?.shredded === true,
    }),
    by: { name: personOf(choice), role: 'protection_focal_point' } as const,
    contextIn: (ledger: MemoryLedger) => ({
      ...{ ...ledger.time, subjectId },
      ps: pseudonymIn(subjectStream(subjectId), personOf(choice)),
    }),
  };
}

const merge: Rule = (model, choice) => {
  const [survivor, merged] = [subjectAt(model, choice.n), subjectAt(model, choice.m)];
  const ids = { survivor: survivor?.id ?? nobody, merged: merged?.id ?? nobody };
  const both = [survivor, merged];
  return {
    broken: broken({
      BODY_INVALID: ids.survivor === ids.merged,
      SUBJECT_UNKNOWN: both.includes(undefined),
      SUBJECT_MERGED: both.some((one) => one?.mergedInto !== undefined) || (merged?.merged.length ?? 0) > 0,
      SUBJECT_SHREDDED: both.some((one) => one?.shredded === true),
      SHRED_REQUESTED: both.some((one) => (one?.requests.length ?? 0) > 0),
      DATE_IN_FUTURE: isFuture(model, momentIn(model, choice)),
    }),
    becomes: ['SubjectsMerged', 'SubjectsMerged'],
    by: { name: personOf(choice), role: 'intake_officer' },
    decide: (ledger) => {
      const states = { survivor: stateOf(ledger, ids.survivor), merged: stateOf(ledger, ids.merged) };
      return mergeSubjects({ on: momentIn(model, choice).text, ...ids }, ledger.time, states);
    },
    note: () => {
      survivor?.merged.push(ids.merged);
      if (merged) merged.mergedInto = ids.survivor;
    },
  };
};

const request: Rule = (model, choice) => {
  const { subject, subjectId, gone, by, contextIn } = onSubject(model, choice);
  const on = momentIn(model, choice);
  return {
    broken: [...gone, ...broken({ DATE_IN_FUTURE: isFuture(model, on) })],
    becomes: ['ShredRequested'],
    by,
    decide: (ledger) =>
      requestShred({ ...examples.ShredRequested, on: on.text }, contextIn(ledger), stateOf(ledger, subjectId)),
    note: (id) => void subject?.requests.push({ id, by: personOf(choice), approved: false }),
  };
};

const approve: Rule = (model, choice) => {
  const { subject, subjectId, gone, by, contextIn } = onSubject(model, choice);
  const on = momentIn(model, choice);
  const asked = pick(subject?.requests ?? [], choice.m);
  return {
    broken: [
      ...gone,
      ...broken({
        SHRED_NOT_REQUESTED: asked === undefined || asked.approved,
        FOUR_EYES: asked?.by === personOf(choice),
        DATE_IN_FUTURE: isFuture(model, on),
      }),
    ],
    becomes: ['ShredApproved'],
    by,
    decide: (ledger) =>
      approveShred({ on: on.text, request: asked?.id ?? nobody }, contextIn(ledger), stateOf(ledger, subjectId)),
    note: () => {
      if (asked) asked.approved = true;
    },
  };
};

/** One key after another is destroyed: the person's own, then those under which others knew the same person. */
const shred: Rule = (model, choice) => {
  const { subject, subjectId, gone, by, contextIn } = onSubject(model, choice);
  const ids = [subjectId, ...(subject?.merged ?? [])];
  return {
    broken: [
      ...gone,
      ...broken({ SHRED_NOT_APPROVED: subject?.requests.every(({ approved }) => !approved) !== false }),
    ],
    becomes: ids.map(() => 'SubjectKeyShredded'),
    by,
    decide: (ledger) => {
      const erased = new Map(ids.map((id) => [id, []]));
      return recordShredded({ on: ledger.time.today, erased }, contextIn(ledger), stateOf(ledger, subjectId));
    },
    note: () => {
      for (const id of ids) Object.assign(model.subjects.get(id) ?? {}, { shredded: true });
    },
  };
};

export const subjectRules = {
  ...{ mergeSubjects: merge, requestShred: request, approveShred: approve, shred },
} as const satisfies Readonly<Record<string, Rule>>;
