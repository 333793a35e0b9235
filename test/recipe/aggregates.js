/**
 * Where the parts of an aggregate stand. `absent` is what its decisions refuse with when there is no such thing; `address` is the route's
 * path in full; `parameters` and `named` are how a handler takes the address and hands it on; `stream` is what its service writes to.
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
    exampleStream: 'allegation-a1',
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
};
