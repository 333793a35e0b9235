import { accessStream, approveAccess, foldAccess, recordExport, recordRead, requestAccess } from '#libs/domain';

import { broken, type Choice, isFuture, momentIn, nobody, personOf, pick, type Rule } from './attempt.js';
import { frozen, type MemoryLedger, pseudonymIn } from './memory-ledger.js';
import type { AccessNoted, Model } from './model.js';

/** Sealed fields that an opening names; the last two are none. */
const sealed = [['source'], ['narrative'], ['persons/0/particulars', 'source'], ['channel'], []] as const;

function opening(model: Model, { n, odd }: Choice) {
  const event = odd === 0 ? nobody : (pick(model.allegations, n)?.id ?? nobody);
  const paths = sealed[odd === 1 ? 3 : odd === 2 ? 4 : n % 3] ?? [];
  return {
    scope: { event, paths },
    broken: broken({ EVENT_UNKNOWN: event === nobody, FIELD_NOT_SEALED: odd === 1 || odd === 2 }),
  };
}

const exportAt = (n: number) =>
  ({
    audience: n % 3 === 0 ? 'auditor' : 'addressee',
    code: n % 4 === 0 ? null : n % 4 === 1 ? 'ZZZ' : 'KHM',
  }) as const;

const wordsOf = (scope: object): string => JSON.stringify(scope);

const ask: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const isExport = choice.m % 3 === 0;
  const { scope, broken: unfit } = opening(model, choice);
  const exported = exportAt(choice.n);
  const isNeither = choice.odd === 3;
  return {
    broken: [
      ...(isNeither ? [] : isExport ? broken({ ADDRESSEE_UNKNOWN: exported.code === 'ZZZ' }) : unfit),
      ...broken({ BODY_INVALID: isNeither, DATE_IN_FUTURE: isFuture(model, on) }),
    ],
    becomes: ['AccessRequested'],
    by: { name: personOf(choice), role: 'intake_officer' },
    decide: (ledger) => {
      const what = isNeither ? {} : isExport ? { export: exported } : { opening: scope };
      const context = { ...ledger.time, opened: ledger.event(scope.event), codes: ledger.codes };
      return requestAccess({ on: on.text, purpose: 'to ask', ...what }, context);
    },
    note: (id) => {
      const asked = { id, stream: accessStream(model.now), by: personOf(choice), approved: false, used: false };
      model.access.push({ ...asked, scope: wordsOf(isExport ? exported : scope) });
    },
  };
};

const requestIn = (model: Model, { n, odd }: Choice): AccessNoted | undefined =>
  odd === 4 ? undefined : pick([...model.access].reverse(), n % 3);

const stateOf = (ledger: MemoryLedger, request: AccessNoted | undefined) =>
  frozen(foldAccess(ledger.events(request?.stream ?? 'access-none')));

const approve: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const request = requestIn(model, choice);
  return {
    broken: broken({
      ACCESS_NOT_REQUESTED: request === undefined || request.approved,
      FOUR_EYES: request?.by === personOf(choice),
      DATE_IN_FUTURE: isFuture(model, on),
    }),
    becomes: ['AccessApproved'],
    by: { name: personOf(choice), role: 'protection_focal_point' },
    decide: (ledger) => {
      const stream = request?.stream ?? 'access-none';
      const context = { ...ledger.time, stream, ps: pseudonymIn(stream, personOf(choice)) };
      return approveAccess({ on: on.text, request: request?.id ?? nobody }, context, stateOf(ledger, request));
    },
    note: () => {
      if (request) request.approved = true;
    },
  };
};

interface Scope {
  readonly audience?: string;
  readonly event?: string;
  readonly paths?: readonly string[];
}

/** Fewer fields of the same event may be opened than were asked for; an export is the one that was asked for. */
function covers(asked: string, scope: Scope): boolean {
  const { event, paths } = JSON.parse(asked) as Scope;
  if (scope.paths === undefined) return asked === wordsOf(scope);
  return event === scope.event && scope.paths.every((path) => paths?.includes(path));
}

/** An act on a request, or on none: the person's own, approved, not used, and for this. */
function grounds(model: Model, choice: Choice) {
  const request = choice.m % 4 === 0 ? undefined : requestIn(model, choice);
  const isNamed = choice.m % 4 !== 0;
  return {
    request,
    isNamed,
    mayUse: (scope: Scope): boolean =>
      request?.approved === true && !request.used && request.by === personOf(choice) && covers(request.scope, scope),
    named: isNamed ? { request: request?.id ?? nobody } : {},
    contextIn: (ledger: MemoryLedger) => ({
      ...{ ...ledger.time, requestStream: request?.stream },
      ps: pseudonymIn(request?.stream ?? 'access-none', personOf(choice)),
    }),
    use: (): void => {
      if (request) request.used = true;
    },
  };
}

const read: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const { request, isNamed, mayUse, named, contextIn, use } = grounds(model, choice);
  const asked = request?.scope.includes('paths') === true && choice.odd > 4;
  const { scope, broken: unfit } = opening(model, choice);
  const opened = asked ? (JSON.parse(request.scope) as typeof scope) : scope;
  const isSource = opened.paths.some((path) => path === 'source');
  return {
    broken: [
      ...(asked ? [] : unfit),
      ...broken({
        ACCESS_NOT_APPROVED: isNamed ? !mayUse(opened) : isSource,
        DATE_IN_FUTURE: isFuture(model, on),
      }),
    ],
    becomes: ['RecordsRead'],
    by: { name: personOf(choice), role: 'intake_officer' },
    decide: (ledger) => {
      const context = { ...contextIn(ledger), opened: ledger.event(opened.event) };
      return recordRead({ on: on.text, purpose: 'to ask', ...opened, ...named }, context, stateOf(ledger, request));
    },
    note: use,
  };
};

const take: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const { request, isNamed, mayUse, named, contextIn, use } = grounds(model, choice);
  const asked = request?.scope.includes('audience') === true && choice.odd > 4;
  const scope = asked ? (JSON.parse(request.scope) as ReturnType<typeof exportAt>) : exportAt(choice.n);
  const isOneFile = scope.audience === 'addressee' && scope.code !== null;
  return {
    broken: broken({
      ACCESS_NOT_APPROVED: isNamed ? !mayUse(scope) : !isOneFile,
      DATE_IN_FUTURE: isFuture(model, on),
    }),
    becomes: ['RecordsExported'],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const data = { on: on.text, purpose: 'to hand over', export: scope, count: 3, ...named };
      return recordExport(data, contextIn(ledger), stateOf(ledger, request));
    },
    note: use,
  };
};

export const accessRules = {
  ...{ askAccess: ask, approveAccess: approve, read, take },
} as const satisfies Readonly<Record<string, Rule>>;
