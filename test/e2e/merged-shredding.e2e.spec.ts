import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';

import { boxColumn, readBoxColumn } from '#libs/keyring';
import { type Answer, type Caller, LedgerProcess, temporaryHome } from '#libs/testing';

import { allegationBody } from './allegation-body.js';
import { idOf, recordedIn, staffOf } from './answers.js';

const on = '2025-06-20';
const text = 'A text about those who are left.';

describe('the erasure of one person whom one allegation knows under two ids', () => {
  let ledger: LedgerProcess;
  let staff: Caller;
  let focal: Caller;
  let second: Caller;
  const home = temporaryHome();

  beforeAll(async () => {
    ledger = await LedgerProcess.start(home, '2025-06-20T09:00:00Z');
    staff = await staffOf(ledger, 'desk.one');
    focal = await ledger.as('focal.one', 'protection_focal_point');
    second = await ledger.as('focal.two', 'protection_focal_point');
  });
  afterAll(() => ledger.stop());

  it('ends when each text was restated without one of two persons, and those who are left can be read', async () => {
    const { id, persons } = await receive(['First Twin', 'Second Twin', 'Other Person']);
    const [survivor = '', merged = ''] = persons;
    const restated = await missingOnceOf(id, { survivor, merged });
    expect(await shred(survivor)).toMatchObject({ status: 201 });
    await expectErased(id, restated);
    const others = { event: id, paths: ['persons/2/particulars'], purpose: 'to go on protecting them' };
    expect(await focal.post('/v1/openings', others)).toMatchObject({
      json: { fields: [{ value: { name: 'Other Person' } }] },
    });
    const own = { event: id, paths: ['persons/1/particulars'], purpose: 'must fail' };
    expect(await focal.post('/v1/openings', own)).toMatchObject({ status: 409, json: { code: 'SUBJECT_SHREDDED' } });
  });

  it('ends when a victim is their own source, and those who are left can be read', async () => {
    const { id, source, persons } = await receive(['Own Source', 'Other Person']);
    const [survivor = ''] = persons;
    const restated = await missingOnceOf(id, { survivor, merged: source });
    expect(await shred(survivor)).toMatchObject({ status: 201 });
    await expectErased(id, restated);
  });

  it('takes in what was restated before the two were found to be one, and then asks only for that', async () => {
    const { id, persons } = await receive(['First Twin', 'Second Twin']);
    const [survivor = '', merged = ''] = persons;
    const early = [];
    for (const path of ['narrative', 'allegedPerpetrators/0/names'])
      early.push(await restate(id, { event: id, path }, survivor));
    await approve({ survivor, merged });
    const missing = await missingFor(survivor);
    expect(missing.map(({ event }) => event).sort()).toEqual(early.sort());
    for (const each of missing) await restate(id, each, merged);
    expect(await shred(survivor)).toMatchObject({ status: 201 });
  });

  it('asks for nothing when nobody else shares the texts', async () => {
    const { source, persons } = await receive(['Own Source']);
    const [survivor = ''] = persons;
    await approve({ survivor, merged: source });
    expect(await shred(survivor)).toMatchObject({ status: 201 });
  });

  it('names a text whose ciphertext was damaged like any other that is missing, and ends when it was restated', async () => {
    const { id, persons } = await receive(['First Twin', 'Second Twin', 'Other Person']);
    const [survivor = '', merged = ''] = persons;
    await damage(id, 'narrative');
    const opening = { event: id, paths: ['narrative'], purpose: 'must fail' };
    expect(await focal.post('/v1/openings', opening)).toMatchObject({ json: { code: 'SEAL_BROKEN' } });
    const early = await restate(id, { event: id, path: 'narrative' }, persons[2] ?? '');
    await damage(early, 'names');
    await approve({ survivor, merged });
    const missing = await missingFor(survivor);
    expect(missing).toContainEqual({ event: id, path: 'narrative' });
    expect(missing).not.toContainEqual({ event: early, path: 'names' });
    for (const each of missing) await restate(id, each, survivor);
    expect(await shred(survivor)).toMatchObject({ status: 201 });
  });

  /** Changes one byte of a ciphertext in the store. */
  async function damage(event: string, path: string): Promise<void> {
    const written = (name: string): string => readFileSync(join(home, 'postgres', name), 'utf8').trim();
    const sql = postgres(`postgres://postgres:${written('password')}@127.0.0.1:${written('port')}/events`, { max: 1 });
    try {
      const [row] = await sql<{ boxes: Buffer }[]>`SELECT boxes FROM event WHERE id = ${event}`;
      const boxes = readBoxColumn(row?.boxes ?? Buffer.alloc(0)).map((each) =>
        each.path === path ? { ...each, box: each.box.map((byte, at) => (at === 12 ? byte ^ 1 : byte)) } : each,
      );
      await sql`UPDATE event SET boxes = ${Buffer.from(boxColumn(boxes))} WHERE id = ${event}`;
    } finally {
      await sql.end();
    }
  }

  async function receive(names: readonly string[]): Promise<{ id: string; source: string; persons: string[] }> {
    const consent = { transmit: true, publish: false, press: false, share: false };
    const persons = names.map((name) => ({ consent, particulars: { name } }));
    const received = await staff.post('/v1/allegations', { ...allegationBody(), persons });
    const [, source = '', ...others] = recordedIn(received).map(({ eventId }) => eventId);
    return { id: idOf(received, 'AllegationReceived'), source, persons: others };
  }

  async function approve({ survivor, merged }: { survivor: string; merged: string }): Promise<void> {
    const subject = `/v1/subjects/${survivor}`;
    expect(await focal.post(`${subject}/mergers`, { on, survivor, merged })).toMatchObject({ status: 201 });
    const requested = await focal.post(`${subject}/shred-requests`, { on, authority: 'the person', reason: 'fear' });
    const approval = { on, request: idOf(requested, 'ShredRequested') };
    expect((await second.post(`${subject}/shred-requests/approvals`, approval)).status).toBe(201);
  }

  const shred = (subject: string): Promise<Answer> => focal.post(`/v1/subjects/${subject}/shredding`, { on });

  /** Every text that a refusal names. */
  async function missingFor(subject: string): Promise<readonly TextAt[]> {
    const refused = await shred(subject);
    expect(refused).toMatchObject({ status: 409, json: { code: 'RESTATEMENT_MISSING' } });
    const { errors } = refused.json as { errors: { path: string; reason: string }[] };
    return errors.map(({ path, reason }) => ({ path, event: reason.replace('of event ', '') }));
  }

  /** Merges the two, asks for their erasure, and restates each text that is missing without the one and without the other. */
  async function missingOnceOf(id: string, both: { survivor: string; merged: string }): Promise<readonly string[]> {
    await approve(both);
    const missing = await missingFor(both.survivor);
    expect(missing).toEqual([
      { event: id, path: 'allegedPerpetrators/0/names' },
      { event: id, path: 'narrative' },
    ]);
    const restated = [];
    for (const each of missing)
      for (const without of [both.survivor, both.merged]) restated.push(await restate(id, each, without));
    return restated;
  }

  async function restate(allegation: string, { event, path }: TextAt, without: string): Promise<string> {
    const said = path === 'narrative' ? { narrative: text } : { names: ['An Invented Group'] };
    const body = { on, restates: event, path, without, ...said };
    const answer = await focal.post(`/v1/allegations/${allegation}/restatements`, body);
    expect(answer.status).toBe(201);
    return idOf(answer, 'TextRestated');
  }

  /** What was received cannot be read any more, what was restated can. */
  async function expectErased(id: string, [names, , , narrative]: readonly string[]): Promise<void> {
    const purpose = 'to see what is left';
    for (const path of ['narrative', 'allegedPerpetrators/0/names'])
      expect(await focal.post('/v1/openings', { event: id, paths: [path], purpose })).toMatchObject({
        status: 409,
        json: { code: 'SUBJECT_SHREDDED' },
      });
    const opened = await focal.post('/v1/openings', { event: narrative, paths: ['narrative'], purpose });
    expect(opened).toMatchObject({ status: 201, json: { fields: [{ value: text }] } });
    const named = await focal.post('/v1/openings', { event: names, paths: ['names'], purpose });
    expect(named).toMatchObject({ status: 201, json: { fields: [{ value: ['An Invented Group'] }] } });
  }
});

interface TextAt {
  readonly event: string;
  readonly path: string;
}
