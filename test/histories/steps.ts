import {
  addFurtherInformation,
  type AllegationState,
  allegationStream,
  assessAllegation,
  changeConsent,
  closeAllegation,
  foldAllegation,
  foldCommunication,
  foldFollowUp,
  foldPressRelease,
  foldSubject,
  issuePressRelease,
  linkAllegation,
  linkPressRelease,
  mergeSubjects,
  parseReference,
  type Payload,
  receiveAllegation,
  receiveReply,
  receiveSourceComment,
  recordFollowUp,
  recordOutcome,
  reportReprisal,
  restateText,
  sendLetter,
  streamOf,
  subjectStream,
  correctPressRelease,
} from '#libs/domain';
import type { ProposedEvent } from '#libs/ledger';
import { payloadExamples as examples } from '#libs/testing';

import type { Step, World } from './generated-history.js';

/** The letters that histories may be about. */
const letters = ['KHM 1/2025', 'KHM 2/2025', 'LAO 1/2025'];
const keyAt = (n: number): string => letters[n % letters.length] ?? '';
const letterAt = (n: number) => parseReference(keyAt(n));
const at = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
const partOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** Somebody new, whose consents follow from `n`. */
const person = (n: number) => ({
  consent: { transmit: n % 2 === 0, publish: n % 3 === 0, press: n % 5 === 0, share: false },
  particulars: { name: 'to be sealed' },
});

interface OnAllegation {
  readonly id: string;
  readonly state: AllegationState;
  readonly context: World['context'] & { readonly allegationId: string };
}

function allegationAt(world: World, n: number): OnAllegation {
  const id = at(world.ids('AllegationReceived'), n) ?? 'none';
  const state = foldAllegation(world.events(allegationStream(id)));
  return { id, state, context: { ...world.context, allegationId: id } };
}

const communication = (world: World, key: string) => foldCommunication(world.events(streamOf(parseReference(key))));
const named = (world: World) => new Map(letters.map((key) => [key, communication(world, key)]));

const receive: Step = (world, n) =>
  receiveAllegation(
    { ...examples.AllegationReceived, persons: [person(n)] },
    {
      ...world.context,
      allegationId: world.nextId(0),
      sourceId: world.nextId(1),
      personIds: [world.nextId(2)],
      subjects: new Map(),
    },
  );

const inform: Step = (world, n) => {
  const { context, state } = allegationAt(world, n);
  const data = { ...examples.FurtherInformationReceived, persons: [person(n + 1)] };
  return addFurtherInformation(data, { ...context, personIds: [world.nextId(1)], subjects: new Map() }, state);
};

const consent: Step = (world, n) => {
  const { context, state } = allegationAt(world, n);
  return changeConsent({ ...examples.ConsentChanged, person: at(state.persons, n)?.id ?? 'none' }, context, state);
};

const comment: Step = (world, n) => {
  const { context, state } = allegationAt(world, n);
  return receiveSourceComment(
    { ...examples.SourceCommentReceived, reference: at(state.letters, n) ?? keyAt(n) },
    context,
    state,
  );
};

const reprisal: Step = (world, n) => {
  const { context, state } = allegationAt(world, n);
  return reportReprisal(examples.ReprisalReported, context, state);
};

const restate: Step = (world, n) => {
  const { context, state } = allegationAt(world, n);
  const { event: restates = 'none', path = 'narrative' } = at(state.texts, n) ?? {};
  const { narrative, ...rest } = examples.TextRestated;
  const said = path === 'narrative' && narrative !== undefined ? { narrative } : { names: ['to be sealed'] };
  return restateText({ ...rest, ...said, restates, path }, context, state);
};

const assess: Step = (world, n) => {
  const { context, state } = allegationAt(world, n);
  const decision = n % 4 === 0 ? 'decline' : 'pursue';
  return assessAllegation({ ...examples.AllegationAssessed, decision }, context, state);
};

const close: Step = (world, n) => {
  const { context, state } = allegationAt(world, n);
  return closeAllegation(examples.AllegationClosed, context, state);
};

const link: Step = (world, n) => {
  const { context, state } = allegationAt(world, n);
  const reference = keyAt(n);
  return linkAllegation({ ...examples.AllegationLinked, reference }, context, {
    allegation: state,
    others: [],
    letter: communication(world, reference),
  });
};

const mergeTwo: Step = (world, n) => {
  const [survivor = 'none', merged = 'none'] = [n, n + 1].map((i) =>
    partOf(at(world.streams('subject'), i) ?? '-none'),
  );
  return mergeSubjects({ ...examples.SubjectsMerged, survivor, merged }, world.context, {
    survivor: foldSubject(world.events(subjectStream(survivor))),
    merged: foldSubject(world.events(subjectStream(merged))),
  });
};

const sendingAt = (world: World, n: number) => ({
  ...world.context,
  ...{ reference: letterAt(n), actors: [], letterId: world.nextId(0) },
});

const send: Step = (world, n) => sendLetter(examples.LetterSent, sendingAt(world, n), communication(world, keyAt(n)));

const reply: Step = (world, n) =>
  receiveReply(examples.ReplyReceived, { ...world.context, replyId: world.nextId(0) }, [
    { reference: letterAt(n), state: communication(world, keyAt(n)) },
  ]);

/** Released are one letter's own sealed fields; what may be released is the registry's rule and has a test of its own. */
const publish: Step = (world, n) => {
  const stream = streamOf(letterAt(n));
  const { letter, published } = communication(world, keyAt(n));
  if (letter === undefined || published) return [];
  const data: Payload<'LetterPublished'> = { ...examples.LetterPublished, released: [] };
  return [{ stream, type: 'LetterPublished', version: 1, codes: [letterAt(n).code], data } satisfies ProposedEvent];
};

const issue: Step = (world, n) =>
  issuePressRelease(
    { ...examples.PressReleaseIssued, references: n % 3 === 0 ? [] : [keyAt(n)] },
    { ...world.context, releaseId: world.nextId(0), letters: named(world) },
  );

const release = (world: World, n: number) => {
  const releaseId = partOf(at(world.streams('press_release'), n) ?? '-none');
  const state = foldPressRelease(world.events(`press_release-${releaseId}`));
  return { state, context: { ...world.context, releaseId, letters: named(world) } };
};

const linkRelease: Step = (world, n) => {
  const { state, context } = release(world, n);
  return linkPressRelease({ ...examples.PressReleaseLinked, references: [keyAt(Math.floor(n / 7))] }, context, state);
};

const correctRelease: Step = (world, n) => {
  const { state, context } = release(world, n);
  const data = { ...examples.PressReleaseCorrected, references: [keyAt(n)], corrects: state.inForce ?? 'none' };
  return correctPressRelease(data, context, state);
};

const follow: Step = (world, n) =>
  recordFollowUp(
    { ...examples.FollowUpRecorded, audience: n % 2 === 0 ? 'all' : 'staff', references: [keyAt(n)] },
    { ...world.context, followUpId: world.nextId(0), letters: named(world) },
  );

const conclude: Step = (world, n) => {
  const followUpId = partOf(at(world.streams('follow_up'), n) ?? '-none');
  const state = foldFollowUp(world.events(`follow_up-${followUpId}`));
  return recordOutcome(examples.OutcomeRecorded, { ...world.context, followUpId, letters: named(world) }, state);
};

export const steps = {
  ...{ receive, inform, consent, comment, reprisal, restate, assess, close, link, mergeTwo },
  ...{ send, reply, publish, issue, linkRelease, correctRelease, follow, conclude },
} as const satisfies Readonly<Record<string, Step>>;

export type StepName = keyof typeof steps;
