import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { LedgerProcess, pdfOf, seedLetter, temporaryHome } from '#libs/testing';

import { recordedIn, typesOf } from './answers.js';
import { type Kept, Reader } from './readings-of.js';

const { text, which } = seedLetter();
const unknown = '00000000-0000-8000-8000-000000000001';
const numbered = (serial: number): string => text.replace('AL KHM 1/2025', `AL KHM ${serial}/2025`);

describe(`a letter that a clerk has read (${which})`, () => {
  let ledger: LedgerProcess;
  let clerk: Reader;
  let other: Reader;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome(), '2025-03-11T09:00:00Z');
    [clerk, other] = [await Reader.of(ledger, 'clerk.one'), await Reader.of(ledger, 'clerk.two')];
  });
  afterAll(() => ledger.stop());

  const kept = async (file: string | Uint8Array, type?: string): Promise<Kept> => {
    const { status, json } = await clerk.read(file, type === undefined ? {} : { type });
    expect([status, json.code]).toEqual([201, undefined]);
    return json;
  };
  const letters = async (serial: number): Promise<string[]> => {
    const answer = await clerk.caller.get('/v1/events');
    const { statements } = answer.json as { statements: { jwt: string }[] };
    const claims = statements.map(({ jwt }) => Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
    return claims.filter((claim) => claim.includes(`"sub":"communication-KHM-${serial}-2025"`));
  };

  it('is proposed as the command line reads it, with the places in the text, and kept for a week', async () => {
    const reading = readLetter(text);
    const answer = await clerk.read(text, { key: 'first' });
    expect(answer).toMatchObject({ status: 201, etag: '"0"' });
    const { id, record, evidence, flags, proposal, lacks, expiresAt } = answer.json;
    expect({ record, evidence, flags }).toEqual(reading);
    const letter = letterSentFrom(reading, { restsOn: 'allegations', documents: [] });
    expect(proposal).toEqual(JSON.parse(JSON.stringify(letter)));
    expect(lacks).toEqual([]);
    expect(expiresAt).toMatch(/^2025-03-18T09:/);
    const { json: shown } = await clerk.get(id);
    const points = [...(shown.text ?? '')];
    const quotes = Object.values(shown.evidence).flat();
    expect(quotes.length).toBeGreaterThan(40);
    for (const { start, end, quote } of quotes) expect(points.slice(start, end).join('')).toBe(quote);
    expect((await clerk.read(text, { key: 'first' })).json).toEqual(answer.json);
    expect(await clerk.read(`${text} `, { key: 'first' })).toMatchObject({ status: 422, json: { code: 'KEY_REUSED' } });
    expect(await letters(1)).toEqual([]);
    expect((await clerk.discard(id)).status).toBe(204);
    expect((await clerk.get(id)).status).toBe(404);
  });

  it('is nobody else’s: others are told what they are told of one that never was', async () => {
    const { id } = await kept(text);
    const nobody = new Reader(ledger, await ledger.as('auditor', 'auditor'));
    for (const ask of ['get', 'discard', 'confirm', 'correct'] as const) {
      const [theirs, none] = [await other[ask](id, {}), await other[ask](unknown, {})];
      expect([ask, theirs.status, theirs.json.code]).toEqual([ask, 404, 'READING_UNKNOWN']);
      expect(theirs.text).toBe(none.text);
      expect(await nobody[ask](id, {})).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } });
    }
    expect((await other.list()).json).toEqual({ readings: [], next: null });
    expect((await clerk.list()).json).toMatchObject({ readings: [{ id, reference: 'KHM 1/2025', revision: 0 }] });
    expect((await clerk.get(id)).status).toBe(200);
    await clerk.discard(id);
  });

  it('is corrected at the revision that was seen, and what was said last is what is shown', async () => {
    const { id, proposal } = await kept(text);
    const letter = { ...proposal, themes: ['trafficking'] };
    const answer = await clerk.correct(id, { reference: 'KHM 9/2025', letter }, { key: 'once', seen: 0 });
    expect(answer).toMatchObject({
      status: 200,
      etag: '"1"',
      json: { revision: 1, reference: 'KHM 9/2025', proposal: letter },
    });
    const again = await clerk.correct(id, { reference: 'KHM 9/2025', letter }, { key: 'once', seen: 0 });
    expect(again.json).toEqual(answer.json);
    const stale = await clerk.correct(id, { reference: 'KHM 8/2025' }, { seen: 0 });
    expect(stale).toMatchObject({ status: 412, json: { code: 'REVISION_MISMATCH' } });
    const wrong = await clerk.correct(id, { letter: { ...letter, language: 'English' } });
    expect(wrong).toMatchObject({ status: 422, json: { code: 'BODY_INVALID' } });
    expect((await clerk.get(id)).json).toMatchObject({ revision: 1, reference: 'KHM 9/2025', proposal: letter });
    await clerk.discard(id);
  });

  it('becomes the letter on record once it is confirmed, with the file as its document, and is no draft any more', async () => {
    const { id, proposal } = await kept(text);
    await clerk.correct(id, { letter: { ...proposal, restsOn: 'public_reports' } });
    const answer = await clerk.confirm(id, {}, 'confirmed');
    expect(answer).toMatchObject({ status: 201, json: { reference: 'AL KHM 1/2025' } });
    const [sent] = recordedIn(answer as never);
    const timeline = await clerk.caller.get(`/v1/addressees/KHM/timeline?atLeast=${sent?.position}`);
    expect(typesOf(timeline)).toEqual(['LetterSent']);
    const [statement] = await letters(1);
    const { data } = JSON.parse(statement ?? '{}') as { data: { restsOn: string; documents: { bytes: number }[] } };
    expect(data.restsOn).toBe('public_reports');
    expect(data.documents).toHaveLength(1);
    expect(data.documents[0]?.bytes).toBeGreaterThan(0);
    expect((await clerk.get(id)).status).toBe(404);
    expect(await clerk.confirm(id, {}, 'confirmed')).toMatchObject({ status: 201, text: answer.text });
    expect(await clerk.confirm(id, {})).toMatchObject({ status: 404, json: { code: 'READING_UNKNOWN' } });
    expect(await clerk.confirm(id, { reference: 'KHM 3/2025' }, 'confirmed')).toMatchObject({
      status: 422,
      json: { code: 'KEY_REUSED' },
    });
    expect(await letters(1)).toHaveLength(1);
  });

  it('is recorded once when the draft outlived its confirmation, whatever key it is confirmed under again', async () => {
    const first = await clerk.read(numbered(4), { key: 'four' });
    const answer = await clerk.confirm(first.json.id, {}, 'confirm-four');
    expect(answer.status).toBe(201);
    const draft = await clerk.read(numbered(4), { key: 'four' });
    expect(draft.json.id).toBe(first.json.id);
    const otherwise = await clerk.confirm(draft.json.id, {});
    expect(otherwise).toMatchObject({ status: 409, json: { code: 'LETTER_ALREADY_SENT' } });
    expect((await clerk.confirm(draft.json.id, {}, 'confirm-four')).text).toBe(answer.text);
    expect((await clerk.get(draft.json.id)).status).toBe(404);
    expect(await letters(4)).toHaveLength(1);
  });

  it('is recorded once when it is confirmed many times at once', async () => {
    const { id } = await kept(numbered(5));
    const answers = await Promise.all(Array.from({ length: 8 }, () => clerk.confirm(id, {}, 'confirm-five')));
    expect(new Set(answers.map((each) => each.text)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await letters(5)).toHaveLength(1);
  });

  it('is corrected, confirmed and discarded one after the other: nothing that was answered is lost to another act', async () => {
    for (const serial of [11, 12, 13, 14]) {
      const { id, proposal } = await kept(numbered(serial));
      const confirmed = clerk.confirm(id);
      const letter = { ...proposal, restsOn: 'public_reports' };
      const [{ status }, corrected] = await Promise.all([confirmed, clerk.correct(id, { letter })]);
      const [statement] = await letters(serial);
      const { data } = JSON.parse(statement ?? '{}') as { data: { restsOn: string } };
      expect(status).toBe(201);
      expect([200, 404]).toContain(corrected.status);
      expect(data.restsOn).toBe(corrected.status === 200 ? 'public_reports' : 'allegations');
    }
    for (const serial of [15, 16, 17, 18]) {
      const { id } = await kept(numbered(serial));
      const [confirmed, discarded] = await Promise.all([clerk.confirm(id), clerk.discard(id)]);
      expect([
        [201, 404],
        [404, 204],
      ]).toContainEqual([confirmed.status, discarded.status]);
      expect(await letters(serial)).toHaveLength(confirmed.status === 201 ? 1 : 0);
    }
  });

  it('leaves a document that somebody had sent already where it is when its confirmation is refused', async () => {
    const file = numbered(4);
    const document = await other.caller.document(file, 'letter.txt');
    const { id, proposal } = await kept(file);
    expect(await clerk.confirm(id)).toMatchObject({ status: 409, json: { code: 'LETTER_ALREADY_SENT' } });
    await clerk.discard(id);
    const answer = await other.caller.put('/v1/communications/KHM/19/2025', { ...proposal, documents: [document] });
    expect(answer.status).toBe(201);
  });

  it('is read from a PDF into the same record, and the PDF as it was given becomes the document', async () => {
    const pdf = pdfOf(numbered(6));
    const { id, record, evidence } = await kept(pdf, 'application/pdf');
    expect(record).toEqual(readLetter(numbered(6)).record);
    const { json } = await clerk.get(id);
    const points = [...(json.text ?? '')];
    for (const { start, end, quote } of Object.values(evidence).flat())
      expect(points.slice(start, end).join('')).toBe(quote);
    expect((await clerk.confirm(id)).json).toMatchObject({ reference: 'AL KHM 6/2025' });
    const [statement] = await letters(6);
    const { jti: event } = JSON.parse(statement ?? '{}') as { jti: string };
    const paths = ['digest', 'mediaType', 'name'].map((member) => `documents/0/${member}`);
    const opened = await clerk.caller.post('/v1/openings', { event, paths, purpose: 'see what was kept' });
    const { fields } = opened.json as { fields: { value: string }[] };
    const digest = createHash('sha256').update(pdf).digest('hex');
    expect(fields.map(({ value }) => value)).toEqual([digest, 'application/pdf', 'AL_KHM_6-2025.pdf']);
  });

  it('is not confirmed while it names a person, lacks what it does not print, or may stand under another number', async () => {
    const naming = await kept(numbered(7).replace('\n1. Please ', '\n1. Please ask Mr. Ilya Novak to '));
    const refusals = async (id: string, body: object, code: string) =>
      expect([code, (await clerk.confirm(id, body)).json.code]).toEqual([code, code]);
    expect(naming.flags.map(({ code }) => code)).toContain('NAME_UNMARKED');
    await refusals(naming.id, {}, 'NAME_UNMARKED');
    const other = await kept(text.replace('AL KHM 1/2025', 'AL OTH 12/2025'));
    expect(other.lacks).toMatchObject([{ path: 'addressee/name' }]);
    expect(other.proposal).not.toHaveProperty('addressee');
    await refusals(other.id, {}, 'ADDRESSEE_UNKNOWN');
    const scanned = await kept(text.replace('AL KHM 1/2025', 'AL KHM 82025'));
    expect(scanned.record.reference).toBe('AL KHM 8/2025');
    await refusals(scanned.id, {}, 'REFERENCE_INVALID');
    expect((await clerk.confirm(scanned.id, { reference: 'KHM 8/2025' })).status).toBe(201);
    for (const { id } of [naming, other]) await clerk.discard(id);
  });
});
