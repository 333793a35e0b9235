import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, type Caller, LedgerProcess, payloadExamples, seedLetter, temporaryHome } from '#libs/testing';

import { allegationBody, canary } from './allegation-body.js';
import { approvedAccess, idOf, recordedIn, staffOf } from './answers.js';

const { FurtherInformationReceived: information, ReprisalReported: reprisal } = payloadExamples;
const on = '2025-06-20';
const codeOf = (answer: Answer | undefined) => (answer?.json as { code?: string } | undefined)?.code;
const refusedWith = (status: number, code: string) => ({ status, json: { code } });

describe('what becomes of an allegation', () => {
  let ledger: LedgerProcess;
  let staff: Caller;
  let focal: Caller;
  let assessor: Caller;
  let id: string;
  let person: string;

  const receive = async (): Promise<Answer> => staff.post('/v1/allegations', allegationBody());
  const at = (tail: string): string => `/v1/allegations/${id}/${tail}`;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome(), '2025-06-20T09:00:00Z');
    staff = await staffOf(ledger, 'desk.one');
    focal = await ledger.as('focal.one', 'protection_focal_point');
    assessor = await ledger.as('assessor.one', 'assessor');
    const received = await receive();
    id = idOf(received, 'AllegationReceived');
    person = recordedIn(received)[2]?.eventId ?? '';
    const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'allegations', documents: [] });
    expect((await staff.put('/v1/communications/KHM/1/2025', letter)).status).toBe(201);
  });
  afterAll(() => ledger.stop());

  it('further information names new persons, whose particulars are sealed for them', async () => {
    const document = await staff.document('A list of those held.', 'list.txt');
    const body = {
      ...information,
      persons: [{ ...information.persons[0], id: undefined }],
      narrative: `${canary} was told of a second person.`,
      documents: [document],
    };
    const added = await staff.post(at('further-information'), body, 'added');
    expect(added.status).toBe(201);
    expect(recordedIn(added).map(({ type }) => type)).toEqual(['FurtherInformationReceived', 'SubjectEnrolled']);
    expect((await staff.post(at('further-information'), body, 'added')).text).toBe(added.text);
    expect(added.text).not.toContain('Di Example');
    const opening = { event: idOf(added, 'FurtherInformationReceived'), purpose: 'to protect them' };
    const opened = await focal.post('/v1/openings', { ...opening, paths: ['persons/0/particulars', 'narrative'] });
    expect(opened).toMatchObject({
      status: 201,
      json: { fields: [{ value: { name: 'Di Example' } }, { value: body.narrative }] },
    });
  });

  it('a letter cannot be linked once a consent was withdrawn, and can once it was given again', async () => {
    const consent = { transmit: false, publish: false, press: false, share: false };
    const change = { on, person, consent, channel: 'telephone', documents: [] };
    const link = { on, reference: 'KHM 1/2025' };
    expect(await staff.post(at('consents'), change)).toMatchObject({ status: 201 });
    expect(await staff.post(at('links'), link)).toMatchObject(refusedWith(403, 'CONSENT_MISSING'));
    const form = await staff.document('I agree.', 'consent.txt');
    const given = { ...change, consent: { ...consent, transmit: true }, documents: [form] };
    expect(await staff.post(at('consents'), given)).toMatchObject({ status: 201 });
    expect(await staff.post(at('links'), link)).toMatchObject({ status: 201 });
  });

  it('a reprisal and the source’s comment are texts of all its people, and the risk is reviewed', async () => {
    expect(await staff.post(at('reprisals'), reprisal)).toMatchObject({ status: 201 });
    const review = { ...payloadExamples.ReprisalRiskReviewed, on, reviewOn: '2025-07-01' };
    expect(await focal.post(at('reprisals/reviews'), review)).toMatchObject({ status: 201 });
    expect(await staff.post(at('reprisals/reviews'), review)).toMatchObject(refusedWith(403, 'FORBIDDEN'));
    const comment = { ...payloadExamples.SourceCommentReceived, documents: [] };
    const commented = await staff.post(at('source-comments'), comment);
    expect(commented.status).toBe(201);
    const opened = await focal.post('/v1/openings', {
      event: idOf(commented, 'SourceCommentReceived'),
      paths: ['narrative'],
      purpose: 'to share it with the mandate holder',
    });
    expect(opened).toMatchObject({ json: { fields: [{ value: comment.narrative }] } });
  });

  it('two subjects that are one person are erased together, and every text they share must be restated', async () => {
    const again = recordedIn(await receive());
    const twin = again[2]?.eventId ?? '';
    const other = again[0]?.eventId ?? '';
    const subject = `/v1/subjects/${person}`;
    const merger = { on, survivor: person, merged: twin };
    expect(await focal.post(`${subject}/mergers`, merger)).toMatchObject({ status: 201 });
    expect(await focal.post(`/v1/subjects/${twin}/shred-requests`, { on, authority: 'x', reason: 'y' })).toMatchObject(
      refusedWith(409, 'SUBJECT_MERGED'),
    );
    const requested = await focal.post(`${subject}/shred-requests`, { on, authority: 'the person', reason: 'fear' });
    const second = await ledger.as('focal.two', 'protection_focal_point');
    await second.post(`${subject}/shred-requests/approvals`, { on, request: idOf(requested, 'ShredRequested') });
    expect(await focal.post(`${subject}/shredding`, { on })).toMatchObject(refusedWith(409, 'RESTATEMENT_MISSING'));
    const { errors } = (await focal.post(`${subject}/shredding`, { on })).json as { errors: { path: string }[] };
    expect(errors).toContainEqual({ path: 'allegedPerpetrators/0/names', reason: `of event ${id}` });
    await restateAll(id, person);
    expect(await focal.post(`${subject}/shredding`, { on })).toMatchObject(refusedWith(409, 'RESTATEMENT_MISSING'));
    await restateAll(other, twin);
    const shredded = await focal.post(`${subject}/shredding`, { on });
    expect(recordedIn(shredded).map(({ type }) => type)).toEqual(['SubjectKeyShredded', 'SubjectKeyShredded']);
    const opening = { event: other, paths: ['persons/0/particulars'], purpose: 'must fail' };
    expect(await focal.post('/v1/openings', opening)).toMatchObject(refusedWith(409, 'SUBJECT_SHREDDED'));
    const names = { event: other, paths: ['allegedPerpetrators/0/names'], purpose: 'what is left of it' };
    const gone = await focal.post('/v1/openings', names);
    expect(gone).toMatchObject(refusedWith(409, 'SUBJECT_SHREDDED'));
    const [{ reason } = { reason: '' }] = (gone.json as { errors: { reason: string }[] }).errors;
    const restated = {
      event: reason.replace('restated in event ', ''),
      paths: ['names'],
      purpose: 'what is left of it',
    };
    expect(await focal.post('/v1/openings', restated)).toMatchObject({
      json: { fields: [{ path: 'names', value: ['An Invented Group'] }] },
    });
  });

  /** Restates every text that the refusal names, until none is named. */
  async function restateAll(allegation: string, without: string): Promise<void> {
    const answer = await focal.post(`/v1/subjects/${person}/shredding`, { on });
    const { errors = [] } = answer.json as { errors?: { path: string; reason: string }[] };
    for (const { path, reason } of errors) {
      const restates = reason.replace('of event ', '');
      const said =
        path === 'narrative' ? { narrative: 'A text without that person.' } : { names: ['An Invented Group'] };
      const body = { on, restates, path, without, ...said };
      await focal.post(`/v1/allegations/${allegation}/restatements`, body);
    }
  }

  it('what comes in after an erasure is sealed for those who are left', async () => {
    const later = await staff.post(at('further-information'), { ...information, persons: [], documents: [] });
    expect(later.status).toBe(201);
    const opening = { event: idOf(later, 'FurtherInformationReceived'), paths: ['narrative'], purpose: 'to read it' };
    expect(await focal.post('/v1/openings', opening)).toMatchObject({ status: 201 });
  });

  it('it is assessed, merged into another one, and then takes nothing more but what protects its people', async () => {
    const into = idOf(await receive(), 'AllegationReceived');
    const merger = { on, into };
    expect(await assessor.post(at('merger'), merger)).toMatchObject(refusedWith(409, 'ASSESSMENT_MISSING'));
    const assessment = { ...payloadExamples.AllegationAssessed, on, decision: 'merge', reasons: ['duplicate'] };
    expect(await staff.post(at('assessments'), assessment)).toMatchObject(refusedWith(403, 'FORBIDDEN'));
    expect(await assessor.post(at('assessments'), assessment)).toMatchObject({ status: 201 });
    expect(await assessor.post(at('merger'), merger)).toMatchObject({ status: 201 });
    expect(await assessor.post(at('closure'), { on, reason: 'other' })).toMatchObject(
      refusedWith(409, 'ALLEGATION_ENDED'),
    );
    expect(await staff.post(at('further-information'), { ...information, persons: [], documents: [] })).toMatchObject(
      refusedWith(409, 'ALLEGATION_ENDED'),
    );
    expect(await staff.post(at('reprisals'), reprisal)).toMatchObject({ status: 201 });
    expect(await assessor.post(`/v1/allegations/${into}/closure`, { on, reason: 'addressed' })).toMatchObject({
      status: 201,
    });
  });

  it('a letter on allegations is published once one is linked, when everyone merged into that one consents', async () => {
    const letterAt = '/v1/communications/KHM/2/2025';
    const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'allegations', documents: [] });
    const sent = idOf(await staff.put(letterAt, letter), 'LetterSent');
    const redaction = { on, letter: sent, documents: [await staff.document('Redacted.', 'redacted.txt')] };
    const proposal = idOf(await staff.post(`${letterAt}/redactions`, redaction), 'RedactionProposed');
    const second = await staffOf(ledger, 'desk.two');
    expect((await second.post(`${letterAt}/redactions/approvals`, { on, proposal })).status).toBe(201);
    const publication = { on, summary: { language: 'en', text: 'Alleged trafficking.' } };
    const publish = () => second.post(`${letterAt}/publication`, publication);
    expect(await publish()).toMatchObject(refusedWith(409, 'LINK_MISSING'));

    const into = idOf(await receive(), 'AllegationReceived');
    const [silent, late] = [await mergeable(), await mergeable()];
    const merge = (from: string) => assessor.post(`/v1/allegations/${from}/merger`, { on, into });
    const agree = (who: { id: string; person: string }) =>
      staff.post(`/v1/allegations/${who.id}/consents`, {
        ...{ on, person: who.person, channel: 'telephone', documents: [] },
        consent: { transmit: true, publish: false, press: false, share: false },
      });
    const link = () => staff.post(`/v1/allegations/${into}/links`, { on, reference: 'KHM 2/2025' });
    expect((await merge(silent.id)).status).toBe(201);
    expect(await link()).toMatchObject(refusedWith(403, 'CONSENT_MISSING'));
    expect((await agree(silent)).status).toBe(201);
    expect((await link()).status).toBe(201);
    expect((await publish()).status).toBe(201);

    expect(await merge(late.id)).toMatchObject(refusedWith(403, 'CONSENT_MISSING'));
    expect((await agree(late)).status).toBe(201);
    expect((await merge(late.id)).status).toBe(201);
  });

  /** An allegation that tells the same as another one, with a person who does not consent to anything. */
  async function mergeable(): Promise<{ id: string; person: string }> {
    const consent = { transmit: false, publish: false, press: false, share: false };
    const body = { ...allegationBody(), persons: [{ consent, particulars: { name: 'Silent Person' } }] };
    const received = await staff.post('/v1/allegations', body);
    const one = idOf(received, 'AllegationReceived');
    const assessment = { ...payloadExamples.AllegationAssessed, on, decision: 'merge', reasons: ['duplicate'] };
    expect((await assessor.post(`/v1/allegations/${one}/assessments`, assessment)).status).toBe(201);
    return { id: one, person: recordedIn(received)[2]?.eventId ?? '' };
  }

  it('tells nobody else whether it exists or whom it names', async () => {
    const nobody = await ledger.as('nobody', 'public');
    const other = await ledger.as('a.translator', 'translator');
    const routes = [
      'consents',
      'further-information',
      'reprisals',
      'source-comments',
      'restatements',
      'links',
      'closure',
    ];
    const bodies: Record<string, object> = {
      consents: { ...payloadExamples.ConsentChanged, person, documents: [] },
      'further-information': { ...information, persons: [], documents: [] },
      reprisals: reprisal,
      'source-comments': { ...payloadExamples.SourceCommentReceived, documents: [] },
      restatements: { ...payloadExamples.TextRestated, without: person },
      links: { on, reference: 'KHM 1/2025' },
      closure: { on, reason: 'other' },
    };
    for (const caller of [nobody, other])
      for (const route of routes) {
        const answers = await Promise.all(
          [id, id.replace(/^.{8}/, '00000000')].map((one) =>
            caller.post(`/v1/allegations/${one}/${route}`, bodies[route] ?? {}),
          ),
        );
        expect(codeOf(answers[0])).toBe('FORBIDDEN');
        expect(codeOf(answers[0])).toEqual(codeOf(answers[1]));
      }
  });

  it('its source is opened for one who asked when a second person agreed, and recorded', async () => {
    const request = { event: id, paths: ['source'], purpose: 'to warn the source' };
    const granted = await approvedAccess(ledger, request);
    expect(await focal.post('/v1/openings', { ...request, request: granted })).toMatchObject({
      status: 201,
      json: { fields: [{ value: { name: canary } }] },
    });
  });
});
