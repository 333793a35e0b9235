import {
  addFurtherInformation,
  type AllegationState,
  allegationStream,
  assessAllegation,
  changeConsent,
  closeAllegation,
  foldAllegation,
  foldSubject,
  linkAllegation,
  mergeAllegation,
  receiveAllegation,
  receiveSourceComment,
  reportReprisal,
  restateText,
  reviewReprisalRisk,
  subjectStream,
} from '#libs/domain';
import { payloadExamples as examples } from '#libs/testing';

import { broken, type Choice, isFuture, letterIn, momentIn, nobody, personOf, pick, type Rule } from './attempt.js';
import { genevaDay, textOf } from './calendar.js';
import { frozen, type MemoryLedger } from './memory-ledger.js';
import { onAllegation } from './on-allegation.js';
import { type AllegationNoted, isSilent, type Model, togetherWith } from './model.js';

/** Whom a text names: somebody new, somebody known, nobody, or one person twice. */
function namedIn(model: Model, { n, m, odd }: Choice) {
  const known = pick([...model.subjects.keys()], m) ?? nobody;
  const ids =
    odd === 0 ? [known, known] : odd === 1 ? [nobody] : m % 3 === 0 ? [known] : m % 3 === 1 ? [undefined] : [];
  const consent = { transmit: n % 3 !== 0, publish: false, press: false, share: false };
  const subjects = ids.flatMap((id) => (id === undefined ? [] : [model.subjects.get(id)]));
  return {
    persons: ids.map((id) => ({ consent, ...(id !== undefined && { id }) })),
    ids,
    consent,
    isUnfit: broken({
      BODY_INVALID: ids.length === 2,
      SUBJECT_UNKNOWN: subjects.includes(undefined),
      SUBJECT_MERGED: subjects.some((one) => one?.mergedInto !== undefined),
      SUBJECT_SHREDDED: subjects.some((one) => one?.shredded === true),
    }),
    factsIn: (ledger: MemoryLedger) => ({
      personIds: ids.map((_, index) => newSubject(ledger.size, index)),
      subjects: new Map(ids.map((id) => [id ?? '', frozen(foldSubject(ledger.events(subjectStream(id ?? ''))))])),
    }),
  };
}

/** The narrative and the names of those alleged to be responsible. */
const textsReceived = (id: string): AllegationNoted['texts'] => [
  { id, path: 'narrative' },
  ...examples.AllegationReceived.allegedPerpetrators.map((_, n) => ({ id, path: `allegedPerpetrators/${n}/names` })),
];

/** The id that a subject gets who is enrolled when the ledger has this size. */
const newSubject = (size: number, who: number | string): string => `s${size}p${who}`;

const enrolled = (model: Model, id: string): void =>
  void model.subjects.set(id, { id, shredded: false, merged: [], requests: [] });

const receive: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const { persons, ids, consent, isUnfit, factsIn } = namedIn(model, choice);
  const { source, ...told } = examples.AllegationReceived;
  const isNamed = choice.n % 2 === 0 && source !== undefined;
  const period = choice.odd === 2 ? { from: '2023-05', to: '2023-04-30' } : null;
  const news = ids.filter((id) => id === undefined);
  return {
    broken: [
      ...isUnfit,
      ...broken({
        DATE_IN_FUTURE: isFuture(model, on),
        DATE_INVALID: period !== null,
        ADDRESSEE_UNKNOWN: choice.odd === 3,
      }),
    ],
    becomes: ['AllegationReceived', ...[...(isNamed ? [source] : []), ...news].map(() => 'SubjectEnrolled')],
    by: { name: personOf(choice), role: 'intake_officer' },
    decide: (ledger) => {
      const addressees = choice.odd === 3 ? ['ZZZ'] : ['KHM'];
      const data = { ...told, on: on.text, persons, period, addressees, ...(isNamed && { source }) };
      const own = { allegationId: ledger.nextId(), sourceId: newSubject(ledger.size, 'source'), codes: ledger.codes };
      return receiveAllegation(data, { ...ledger.time, ...own, ...factsIn(ledger) });
    },
    note: (id) => {
      if (isNamed) enrolled(model, newSubject(model.size, 'source'));
      const named = ids.map((one, index) => one ?? newSubject(model.size, index));
      for (const [index, one] of named.entries()) if (ids[index] === undefined) enrolled(model, one);
      const noted = named.map((one) => ({ id: one, transmit: consent.transmit }));
      model.allegations.push({ id, persons: noted, texts: textsReceived(id), letters: [], ended: false });
    },
  };
};

const inform: Rule = (model, choice) => {
  const { allegation, ended, stateIn, contextIn } = onAllegation(model, choice);
  const { persons, ids, consent, isUnfit, factsIn } = namedIn(model, choice);
  const again = ids.some((id) => id !== undefined && allegation?.persons.some((one) => one.id === id));
  const news = ids.filter((id) => id === undefined);
  return {
    broken: [...ended, ...isUnfit, ...broken({ BODY_INVALID: again })],
    becomes: ['FurtherInformationReceived', ...news.map(() => 'SubjectEnrolled')],
    by: { name: personOf(choice), role: 'intake_officer' },
    decide: (ledger) => {
      const data = { ...examples.FurtherInformationReceived, on: momentIn(model, choice).text, persons };
      return addFurtherInformation(data, { ...contextIn(ledger), ...factsIn(ledger) }, stateIn(ledger));
    },
    note: (event) => {
      allegation?.texts.push({ id: event, path: 'narrative' });
      ids.forEach((id, index) => {
        const one = id ?? newSubject(model.size, index);
        if (id === undefined) enrolled(model, one);
        allegation?.persons.push({ id: one, transmit: consent.transmit });
      });
    },
  };
};

const consentTo: Rule = (model, choice) => {
  const { allegation, unknown, stateIn, contextIn } = onAllegation(model, choice);
  const person = choice.odd === 0 ? undefined : pick(allegation?.persons ?? [], choice.m);
  const transmit = choice.m % 2 === 0;
  return {
    broken: [...unknown, ...broken({ SUBJECT_UNKNOWN: person === undefined })],
    becomes: ['ConsentChanged'],
    by: { name: personOf(choice), role: 'intake_officer' },
    decide: (ledger) => {
      const consent = { ...examples.ConsentChanged.consent, transmit };
      const change = { on: momentIn(model, choice).text, person: person?.id ?? nobody, consent };
      return changeConsent({ ...examples.ConsentChanged, ...change }, contextIn(ledger), stateIn(ledger));
    },
    note: () => {
      if (person) person.transmit = transmit;
    },
  };
};

const othersIn = (model: Model, ledger: MemoryLedger, allegation: AllegationNoted | undefined): AllegationState[] =>
  togetherWith(model, allegation)
    .slice(1)
    .map(({ id }) => frozen(foldAllegation(ledger.events(allegationStream(id)))));

/** Nothing of an allegation is transmitted unless each of its people agrees, and of those that became one with it, now. */
const transmit: Rule = (model, choice) => {
  const { allegation, ended, stateIn, contextIn } = onAllegation(model, choice);
  const letter = letterIn(model, choice.m);
  const decision = allegation?.decision;
  return {
    broken: [
      ...ended,
      ...broken({
        LETTER_VOID: letter.isVoid,
        LETTER_NOT_SENT: letter.versions.length === 0,
        ALREADY_LINKED: allegation?.letters.includes(letter.key) === true,
        NOT_PURSUED: decision !== undefined && decision !== 'pursue',
        CONSENT_MISSING: togetherWith(model, allegation).some(isSilent),
      }),
    ],
    becomes: ['AllegationLinked'],
    by: { name: personOf(choice), role: 'assessor' },
    decide: (ledger) => {
      const data = { on: momentIn(model, choice).text, reference: letter.key };
      const others = othersIn(model, ledger, allegation);
      const facts = { allegation: stateIn(ledger), others, letter: ledger.communication(letter.key) };
      return linkAllegation(data, contextIn(ledger), facts);
    },
    note: () => void allegation?.letters.push(letter.key),
  };
};

const comment: Rule = (model, choice) => {
  const { allegation, ended, stateIn, contextIn } = onAllegation(model, choice);
  const reference = choice.odd === 0 ? 'KHM 3/2025' : (pick(allegation?.letters ?? [], choice.m) ?? 'LAO 1/2025');
  return {
    broken: [...ended, ...broken({ NOT_LINKED: allegation?.letters.includes(reference) !== true })],
    becomes: ['SourceCommentReceived'],
    by: { name: personOf(choice), role: 'intake_officer' },
    decide: (ledger) => {
      const data = { ...examples.SourceCommentReceived, on: momentIn(model, choice).text, reference };
      return receiveSourceComment(data, contextIn(ledger), stateIn(ledger));
    },
    note: (id) => void allegation?.texts.push({ id, path: 'narrative' }),
  };
};

/** What protects the people of an allegation is taken at any time, also after its end. */
const protect: Rule = (model, choice) => {
  const { allegation, unknown, stateIn, contextIn } = onAllegation(model, choice);
  const on = momentIn(model, choice).text;
  const what = (['ReprisalReported', 'ReprisalRiskReviewed', 'TextRestated'] as const)[choice.m % 3] ?? 'TextRestated';
  const text = choice.odd === 0 ? undefined : pick(allegation?.texts ?? [], choice.n);
  const path = choice.odd === 1 ? 'allegedPerpetrators/9/names' : (text?.path ?? 'narrative');
  const isMixed = choice.odd === 2;
  const said = (path === 'narrative') === isMixed ? { names: ['Name'] } : { narrative: 'A text.' };
  const own = {
    ReprisalReported: broken({ BODY_INVALID: choice.odd === 0 }),
    ReprisalRiskReviewed: broken({ DATE_INVALID: choice.odd === 0 }),
    TextRestated: broken({
      EVENT_UNKNOWN: allegation !== undefined && text === undefined,
      FIELD_NOT_SEALED: text !== undefined && choice.odd === 1,
      BODY_INVALID: isMixed,
    }),
  };
  return {
    broken: [...unknown, ...own[what]],
    becomes: [what],
    by: { name: personOf(choice), role: 'protection_focal_point' },
    decide: (ledger) => {
      const [context, state] = [contextIn(ledger), stateIn(ledger)];
      const restated = { on, restates: text?.id ?? nobody, path, without: 's1', ...said };
      if (what === 'TextRestated') return restateText(restated, context, state);
      const reviewOn = textOf(genevaDay(model.now) + (choice.odd === 0 ? 0 : 1));
      if (what === 'ReprisalRiskReviewed')
        return reviewReprisalRisk({ on, reprisalRisk: 'high', reviewOn }, context, state);
      const acts = choice.odd === 0 ? [] : ['threat'];
      return reportReprisal({ ...examples.ReprisalReported, on, acts }, context, state);
    },
    note: (id) => {
      const asNames = what === 'TextRestated' && path !== 'narrative';
      if (what !== 'ReprisalRiskReviewed') allegation?.texts.push({ id, path: asNames ? 'names' : 'narrative' });
    },
  };
};

const assess: Rule = (model, choice) => {
  const { allegation, ended, stateIn, contextIn } = onAllegation(model, choice);
  const decision = (['pursue', 'pursue', 'decline', 'merge'] as const)[choice.m % 4] ?? 'pursue';
  const isMet = choice.odd !== 0;
  return {
    broken: [
      ...ended,
      ...broken({ CRITERIA_NOT_MET: decision === 'pursue' && !isMet, BODY_INVALID: choice.odd === 1 }),
    ],
    becomes: ['AllegationAssessed'],
    by: { name: personOf(choice), role: 'assessor' },
    decide: (ledger) => {
      const criteria = { ...examples.AllegationAssessed.criteria, factual: isMet };
      const change = { on: momentIn(model, choice).text, decision, criteria, ...(choice.odd === 1 && { reasons: [] }) };
      return assessAllegation({ ...examples.AllegationAssessed, ...change }, contextIn(ledger), stateIn(ledger));
    },
    note: () => {
      if (allegation) allegation.decision = decision;
    },
  };
};

const noAllegation: AllegationNoted = { id: nobody, persons: [], texts: [], letters: [], ended: false };

const end: Rule = (model, choice) => {
  const { allegation, id, ended, stateIn, contextIn } = onAllegation(model, choice);
  const on = momentIn(model, choice).text;
  const isDeclined = choice.m % 2 === 0;
  const into = choice.odd < 5 ? undefined : (pick(model.allegations, choice.m) ?? noAllegation);
  const [ours, theirs] = [togetherWith(model, allegation), togetherWith(model, into)];
  const isSent = (all: readonly AllegationNoted[]) => all.some(({ letters }) => letters.length > 0);
  const closing = broken({ ASSESSMENT_MISSING: isDeclined && allegation?.decision !== 'decline' });
  const merging = broken({
    BODY_INVALID: into?.id === id,
    ALLEGATION_UNKNOWN: into?.id === nobody,
    ALLEGATION_ENDED: into?.ended === true,
    ASSESSMENT_MISSING: allegation?.decision !== 'merge',
    CONSENT_MISSING: (isSent(theirs) && ours.some(isSilent)) || (isSent(ours) && theirs.some(isSilent)),
  });
  return {
    broken: [...ended, ...(into ? merging : closing)],
    becomes: [into ? 'AllegationMerged' : 'AllegationClosed'],
    by: { name: personOf(choice), role: 'assessor' },
    decide: (ledger) => {
      const state = stateIn(ledger);
      if (!into)
        return closeAllegation({ on, reason: isDeclined ? 'declined' : 'addressed' }, contextIn(ledger), state);
      const other = frozen(foldAllegation(ledger.events(allegationStream(into.id))));
      return mergeAllegation({ on, into: into.id }, contextIn(ledger), {
        ending: [state, ...othersIn(model, ledger, allegation)],
        into: [other, ...othersIn(model, ledger, into)],
      });
    },
    note: () => {
      if (allegation) Object.assign(allegation, { ended: true }, into && { into: into.id });
    },
  };
};

export const allegationRules = {
  ...{ receive, inform, consentTo, transmit, comment, protect, assessAllegation: assess, end },
} as const satisfies Readonly<Record<string, Rule>>;
