import {
  addKey,
  adoptCodes,
  adoptPolicy,
  assignSymbol,
  foldKeys,
  foldPolicy,
  foldReport,
  foundLedger,
  generateReport,
  type KeyPurpose,
  reportStream,
  retireKey,
  revokeKey,
  submitReport,
} from '#libs/domain';
import { keysStream, policyStream } from '#libs/ledger';
import { payloadExamples as examples } from '#libs/testing';

import { broken, isFuture, momentIn, nobody, personOf, pick, type Rule } from './attempt.js';
import { frozen, type MemoryLedger } from './memory-ledger.js';
import type { Model } from './model.js';

const operator = { role: 'operator' } as const;
const policyIn = (ledger: MemoryLedger) => foldPolicy(ledger.events(policyStream));
const keysIn = (ledger: MemoryLedger) => frozen(foldKeys(ledger.events(keysStream)));

/** A key as it would be added; of an odd kind, what does not go with its purpose. */
function keyOf(kid: string, purpose: KeyPurpose, { isMisfit }: { readonly isMisfit: boolean }) {
  const crv: 'Ed25519' | 'X25519' = (purpose === 'intake') === isMisfit ? 'Ed25519' : 'X25519';
  const { proof, jwk } = examples.KeyAdded;
  return {
    ...{ kid, purpose, jwk: { ...jwk, crv } },
    ...(purpose !== 'intake' && proof !== undefined && { proof }),
    ...(purpose === 'agency' && { agency: 'labour', source: 'urn:agency:labour' }),
  } as const;
}

const isSigning = (purpose: string): boolean => purpose === 'issuer' || purpose === 'log';

/** Founded as the registry does it: the codes, its own key, the key of the log. */
export function found(model: Model, ledger: MemoryLedger): void {
  const on = ledger.time.today;
  model.codes = ['KHM', 'LAO'];
  const data = { ...examples.LedgerFounded, on, codes: model.codes };
  ledger.append(foundLedger(data, ledger.time, policyIn(ledger)), operator);
  for (const [kid, purpose] of [
    ['key 0', 'issuer'],
    ['key 1', 'log'],
  ] as const) {
    ledger.append(addKey({ on, ...keyOf(kid, purpose, { isMisfit: false }) }, ledger.time, keysIn(ledger)), operator);
    model.keys.set(kid, { purpose, state: 'current' });
  }
  model.size = ledger.size;
}

const foundAgain: Rule = (model, choice) => ({
  broken: broken({ ALREADY_FOUNDED: true, DATE_IN_FUTURE: isFuture(model, momentIn(model, choice)) }),
  becomes: ['LedgerFounded'],
  by: operator,
  decide: (ledger) => foundLedger(examples.LedgerFounded, ledger.time, policyIn(ledger)),
  note: () => undefined,
});

/** A file is adopted once under its name, and never with another text. */
const adopt: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const [file, digest] = [`rule-${choice.n % 3}.json`, (choice.m % 2 === 0 ? 'ab' : 'cd').repeat(32)];
  const adopted = model.files.get(file);
  const isNew = adopted === undefined;
  return {
    broken: broken({ POLICY_CHANGED: !isNew && adopted !== digest, DATE_IN_FUTURE: isNew && isFuture(model, on) }),
    becomes: isNew ? ['PolicyAdopted'] : [],
    by: operator,
    decide: (ledger) => adoptPolicy({ on: on.text, file, digest }, ledger.time, policyIn(ledger)),
    note: () => void model.files.set(file, digest),
  };
};

const lists = [
  ['KHM', 'LAO'],
  ['KHM', 'LAO', 'OTH'],
  ['KHM', 'LAO', 'OTH', 'THA'],
  ['KHM'],
  ['LAO', 'KHM'],
  [],
] as const;

const growCodes: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const codes: readonly string[] = pick(lists, choice.n) ?? [];
  const grows = codes.length > model.codes.length;
  return {
    broken: broken({
      BODY_INVALID: codes.length === 0 || codes[0] === 'LAO',
      CODES_DROPPED: model.codes.some((code) => !codes.includes(code)),
      DATE_IN_FUTURE: grows && isFuture(model, on),
    }),
    becomes: grows ? ['CodesAdopted'] : [],
    by: operator,
    decide: (ledger) => adoptCodes({ on: on.text, codes }, ledger.time, policyIn(ledger)),
    note: () => {
      model.codes = [...codes];
    },
  };
};

const purposes = ['issuer', 'log', 'intake', 'agency'] as const;

const add: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const kid = `key ${choice.n % 8}`;
  const purpose = pick(purposes, choice.m) ?? 'issuer';
  const isMisfit = choice.odd === 0;
  return {
    broken: broken({
      KEY_ALREADY_ADDED: model.keys.has(kid),
      BODY_INVALID: isMisfit,
      DATE_IN_FUTURE: isFuture(model, on),
    }),
    becomes: ['KeyAdded'],
    by: operator,
    decide: (ledger) => addKey({ on: on.text, ...keyOf(kid, purpose, { isMisfit }) }, ledger.time, keysIn(ledger)),
    note: () => {
      model.keys.set(kid, { purpose, state: 'current' });
      // The registry may be started with any issuer key that is current.
      if (purpose === 'issuer' && choice.odd > 5) model.signer = kid;
    },
  };
};

const end =
  (type: 'KeyRetired' | 'KeyRevoked'): Rule =>
  (model, choice) => {
    const on = momentIn(model, choice);
    const kid = `key ${choice.n % 8}`;
    const key = model.keys.get(kid);
    const others = [...model.keys].filter(
      ([other, { purpose, state }]) => other !== kid && purpose === key?.purpose && state === 'current',
    );
    const lastTrustedSize = choice.odd === 0 ? model.size + 1 : model.size;
    const isEnded = type === 'KeyRetired' ? key?.state !== 'current' : key?.state === 'revoked';
    return {
      broken: broken({
        KEY_UNKNOWN: key === undefined,
        KEY_ENDED: key !== undefined && isEnded,
        KEY_IN_USE: kid === model.signer || (isSigning(key?.purpose ?? '') && others.length === 0),
        POSITION_UNKNOWN: type === 'KeyRevoked' && choice.odd === 0,
        DATE_IN_FUTURE: isFuture(model, on),
      }),
      becomes: [type],
      by: operator,
      decide: (ledger) => {
        const context = { ...ledger.time, signedBy: model.signer, size: ledger.size };
        return type === 'KeyRetired'
          ? retireKey({ on: on.text, kid }, context, keysIn(ledger))
          : revokeKey({ on: on.text, kid, lastTrustedSize }, context, keysIn(ledger));
      },
      note: () => {
        if (key) key.state = type === 'KeyRetired' ? 'retired' : 'revoked';
      },
    };
  };

const report = 'HRC60-communications';
const reportIn = (ledger: MemoryLedger) => ({
  context: { ...ledger.time, report, size: ledger.size },
  state: frozen(foldReport(ledger.events(reportStream(report)))),
});

const draft: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const [json, docx] = examples.ReportGenerated.renditions;
  const renditions = choice.odd === 1 ? [docx] : choice.odd === 2 ? [json, json] : [json, docx];
  const position = choice.odd === 0 ? model.size : model.size - 1;
  return {
    broken: broken({
      REPORT_SUBMITTED: model.report.submitted,
      DATE_IN_FUTURE: isFuture(model, on),
      POSITION_UNKNOWN: choice.odd === 0,
      BODY_INVALID: choice.odd === 1 || choice.odd === 2,
    }),
    becomes: ['ReportGenerated'],
    by: { name: personOf(choice), role: 'reporting_officer' },
    decide: (ledger) => {
      const { context, state } = reportIn(ledger);
      const made = { on: on.text, position, renditions: renditions.flatMap((one) => (one ? [one] : [])) };
      return generateReport({ ...examples.ReportGenerated, ...made }, context, state);
    },
    note: (id) => void model.report.drafts.push(id),
  };
};

const submit: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const drafted = choice.odd === 0 ? undefined : pick(model.report.drafts, choice.m);
  return {
    broken: broken({
      REPORT_SUBMITTED: model.report.submitted,
      EVENT_UNKNOWN: drafted === undefined,
      DATE_IN_FUTURE: isFuture(model, on),
    }),
    becomes: ['ReportSubmitted'],
    by: { name: personOf(choice), role: 'reporting_officer' },
    decide: (ledger) => {
      const { context, state } = reportIn(ledger);
      return submitReport({ on: on.text, report: drafted ?? nobody }, context, state);
    },
    note: () => {
      model.report.submitted = true;
    },
  };
};

const symbol: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  return {
    broken: broken({
      REPORT_NOT_SUBMITTED: !model.report.submitted,
      SYMBOL_ASSIGNED: model.report.symbol,
      DATE_IN_FUTURE: isFuture(model, on),
    }),
    becomes: ['SymbolAssigned'],
    by: { name: personOf(choice), role: 'reporting_officer' },
    decide: (ledger) => {
      const { context, state } = reportIn(ledger);
      return assignSymbol({ ...examples.SymbolAssigned, on: on.text }, context, state);
    },
    note: () => {
      model.report.symbol = true;
    },
  };
};

export const houseRules = {
  ...{ foundAgain, adopt, growCodes, addKey: add, draft, submit, symbol },
  retireKey: end('KeyRetired'),
  revokeKey: end('KeyRevoked'),
} as const satisfies Readonly<Record<string, Rule>>;
