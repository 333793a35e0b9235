/**
 * Where the parts of an aggregate stand. `absent` is what its decisions refuse with when there is no such thing; `address` is the route's
 * path in full; `parameters` and `handed` are how a handler takes the address and hands it on; `stream` is what its service writes to.
 * Where a service takes any act with the function that decides it, `through` is that member of the controller, and no method is added.
 * `member` is the private method of a service that takes acts in the same way.
 * `decides` and `specifies` are for decisions that are given more than a stream and its state.
 */
const byId = (name, path, more) => ({
  ...more,
  events: `${name}Events`,
  state: `${more.pascal}State`,
  fold: `fold${more.pascal}`,
  address: `/v1/${path}/:id`,
  parameters: "@Param('id', EventIdPipe) id: string",
  handed: 'id',
  taken: 'id: string',
  stream: `${name}Stream(id)`,
  imports: [['EventIdPipe', '../event-id.pipe.js']],
  domain: [`${name}Stream`],
});

export const aggregates = {
  allegation: byId('allegation', 'allegations', {
    ...{ pascal: 'Allegation', folder: 'allegation', kind: 'allegation', absent: 'ALLEGATION_UNKNOWN' },
    ...{ controller: 'allegations/allegations.controller.ts', service: 'allegations/allegation-course.ts' },
    member: 'act',
    decides: {
      imports: `import type { AllegationState } from './allegation.js';
import { refuseFuture } from '../decision.js';
import { type OnAllegationContext, proposeOn } from './on-allegation.js';`,
      takes: 'context: OnAllegationContext, _allegation: AllegationState',
      proposes: (name) => `proposeOn(context, '${name}', data)`,
    },
    specifies: {
      imports: "import { foldAllegation } from './allegation.js';",
      tools: 'given, payloadExamples',
      context: "allegationId: 'a1'",
      facts: 'foldAllegation(past)',
    },
  }),
  subject: byId('subject', 'subjects', {
    ...{ pascal: 'Subject', folder: 'subject', kind: 'subject', absent: 'SUBJECT_UNKNOWN' },
    ...{ controller: 'subjects/subjects.controller.ts', service: 'subjects/subjects.ts' },
    exampleStream: 'subject-s1',
  }),
  press_release: byId('pressRelease', 'press-releases', {
    ...{ pascal: 'PressRelease', folder: 'press-release', kind: 'press_release', absent: 'RELEASE_UNKNOWN' },
    ...{ controller: 'press-releases/press-releases.controller.ts', service: 'press-releases/press-releases.ts' },
    exampleStream: 'press_release-r1',
  }),
  follow_up: byId('followUp', 'follow-ups', {
    ...{ pascal: 'FollowUp', folder: 'follow-up', kind: 'follow_up', absent: 'FOLLOW_UP_UNKNOWN' },
    ...{ controller: 'follow-ups/follow-ups.controller.ts', service: 'follow-ups/follow-ups.ts' },
    exampleStream: 'follow_up-f1',
  }),
  communication: {
    ...{ pascal: 'Communication', folder: 'communication', kind: 'communication', absent: 'LETTER_NOT_SENT' },
    ...{ events: 'communicationEvents', state: 'CommunicationState', fold: 'foldCommunication' },
    ...{ controller: 'communications/communications.controller.ts', service: 'communications/letters.ts' },
    address: '/v1/communications/:code/:serial/:year',
    parameters: '@Param() address: LetterAddress',
    handed: 'referenceAt(address)',
    taken: 'reference: ReferenceKey',
    stream: 'streamOf(reference)',
    imports: [
      ['type LetterAddress', './letter-address.js'],
      ['referenceAt', './letter-address.js'],
    ],
    domain: ['type ReferenceKey', 'streamOf'],
    exampleStream: 'communication-KHM-1-2025',
  },
  handling: {
    ...{ pascal: 'Handling', folder: 'handling', kind: 'handling', absent: 'LETTER_NOT_SENT' },
    ...{ events: 'handlingEvents', controller: 'handling/handling.controller.ts', through: 'acts.work' },
    ...{ address: '/v1/communications/:code/:serial/:year', parameters: '@Param() at: LetterAddress' },
    ...{ handed: 'referenceAt(at)', imports: [] },
    decides: {
      imports: `import type { PublicationContext, PublicationFacts } from '../communication/publication-rules.js';
import { refuseFuture } from '../decision.js';
import { proposeWork } from './propose-work.js';`,
      takes: 'context: PublicationContext, _facts: PublicationFacts',
      proposes: (name) => `proposeWork(context.reference, '${name}', data)`,
    },
    specifies: {
      imports: '',
      tools: 'given, khm, letterFile, payloadExamples',
      context: "reference: khm, ps: 'ann'",
      facts: 'letterFile(past)',
    },
  },
  report: {
    ...{ pascal: 'Report', folder: 'report', kind: 'report', absent: 'REPORT_NOT_SUBMITTED' },
    ...{ events: 'reportEvents', controller: 'reports/reports.controller.ts', through: 'reports.record' },
    ...{ address: '/v1/reports/:report', parameters: "@Param('report') report: string" },
    ...{ handed: 'report', imports: [] },
    decides: {
      imports: `import { refuseFuture } from '../decision.js';
import { reportEvents } from './report.events.js';
import { type ReportContext, type ReportState, reportStream } from './report.js';`,
      takes: 'context: ReportContext, _state: ReportState',
      proposes: (name) =>
        `{ stream: reportStream(context.report), type: '${name}', version: reportEvents.${name}.ver, codes: [], data }`,
    },
    specifies: {
      imports: "import { foldReport } from './report.js';",
      tools: 'given, payloadExamples',
      context: "report: 'HRC60-communications', size: 10",
      facts: 'foldReport(past)',
    },
  },
};

/** Aggregates whose types are not begun from a pattern, and why. */
export const apart = {
  access:
    'Openings and exports have no pattern: who may, whether a second person must agree, and what is handed out is decided for each type. See libs/domain/src/access and apps/registry/src/access.',
  ledger:
    'Every verifier reads the streams of the ledger itself, ours and those of others: a new type there is a new stored format first. See docs/formats.md, libs/domain/src/ledger and libs/integrity/src/verify.',
};
