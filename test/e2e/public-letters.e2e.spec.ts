import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, type Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { idOf, staffOf } from './answers.js';

const on = '2025-06-20';
const [khm, lao] = ['/v1/communications/KHM/1/2025', '/v1/communications/LAO/1/2025'];
const record = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });
const publication = { on, summary: { language: 'en', text: 'Alleged trafficking into scam centres.' } };
const refusedWith = (status: number, code: string) => ({ status, json: { code } });

describe('what everyone reads of a letter', () => {
  let ledger: LedgerProcess;
  let desk: Caller;
  let second: Caller;
  let third: Caller;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome(), '2025-06-20T09:00:00Z');
    desk = await staffOf(ledger, 'desk.one');
    second = await staffOf(ledger, 'desk.two');
    third = await staffOf(ledger, 'desk.three');
  });
  afterAll(() => ledger.stop());

  const done = async (answer: Promise<Answer>): Promise<Answer> => {
    const { status, text } = await answer;
    expect({ status, text }).toMatchObject({ status: 201 });
    return answer;
  };
  const propose = async (at: string, letter: string): Promise<string> => {
    const documents = [await desk.document(`Redacted: ${letter}`, 'redacted.txt')];
    return idOf(await done(desk.post(`${at}/redactions`, { on, letter, documents })), 'RedactionProposed');
  };
  const approve = (at: string, proposal: string) => second.post(`${at}/redactions/approvals`, { on, proposal });
  const agree = async (at: string, letter: string) => done(approve(at, await propose(at, letter)));
  const correct = (by: Caller, corrects: string, subject: string) =>
    by.post(`${khm}/corrections`, { ...record, subject, corrects, reason: 'A word was misread.' });

  const reasonsOf = ({ json }: Answer): string[] =>
    (json as { errors: { reason: string }[] }).errors.map(({ reason }) => reason).sort();

  let letter: string;
  it('is not what one person wrote after the approval: a correction needs a redaction of its own', async () => {
    letter = idOf(await done(desk.put(khm, record)), 'LetterSent');
    const early = await propose(khm, letter);
    await agree(khm, letter);
    letter = idOf(await done(correct(third, letter, 'Another subject')), 'LetterCorrected');
    expect(await third.post(`${khm}/publication`, publication)).toMatchObject(
      refusedWith(409, 'REDACTION_NOT_APPROVED'),
    );
    expect(await approve(khm, early)).toMatchObject({
      ...refusedWith(409, 'REDACTION_NOT_PROPOSED'),
      json: { errors: [{ reason: 'the letter was corrected since: propose one of it as last recorded' }] },
    });
    await agree(khm, letter);
    await done(third.post(`${khm}/publication`, publication));
  });

  it('is corrected by a third person, once one has proposed a redaction of it and another approved it', async () => {
    const refused = await correct(third, letter, 'A third subject');
    expect(refused).toMatchObject({
      ...refusedWith(409, 'REDACTION_NOT_APPROVED'),
      json: {
        errors: [
          { path: 'corrects', reason: expect.stringMatching(/^everyone reads the letter.+; none was proposed since/) },
        ],
      },
    });
    await agree(khm, letter);
    for (const [one, did] of [
      [desk, 'proposed'],
      [second, 'approved'],
    ] as const)
      expect(await correct(one, letter, 'A third subject')).toMatchObject({
        ...refusedWith(403, 'FOUR_EYES'),
        json: { errors: [{ path: 'corrects', reason: expect.stringContaining(`; you ${did} the redaction`) }] },
      });
    letter = idOf(await done(correct(third, letter, 'A third subject')), 'LetterCorrected');
    expect(await correct(third, letter, 'A fourth subject')).toMatchObject(refusedWith(409, 'REDACTION_NOT_APPROVED'));
    const error = { on, event: letter, reason: 'Corrected wrongly.' };
    expect(await third.post(`${khm}/errors`, error)).toMatchObject(refusedWith(409, 'REDACTION_NOT_APPROVED'));
  });

  it('names no letter that is still confidential: whoever publishes is told which, and nobody else is', async () => {
    const at = (code: string) => `/v1/communications/${code}/1/2025`;
    const link = (key: string) => ({ on, reference: key, relation: 'same_case' });
    const sent = idOf(await done(desk.put(at('VNM'), record)), 'LetterSent');
    await done(desk.put(at('THA'), { ...record, on: '2025-06-01' }));
    await done(desk.put(at('CHN'), record));
    const held = await done(desk.post(`${at('CHN')}/holds`, { on, reason: 'person_at_risk', reviewOn: null }));
    const links = ['THA 1/2025', 'CHN 1/2025', 'KHM 2/2022'].map((key) => desk.post(`${at('VNM')}/links`, link(key)));
    const [toThailand] = await Promise.all(links.map(done));
    await agree(at('VNM'), sent);
    const nobody = await ledger.as('nobody', 'public');
    const asked = await nobody.post(`${at('VNM')}/publication`, publication);
    expect(asked).toMatchObject(refusedWith(403, 'FORBIDDEN'));
    expect(asked.text).not.toMatch(/THA|CHN/);
    const hindered = (reasons: readonly string[]) => ({
      status: 409,
      json: { code: 'LINK_CONFIDENTIAL', errors: reasons.map((reason) => ({ path: 'links', reason })) },
    });
    const refused = await third.post(`${at('VNM')}/publication`, publication);
    const both = ['THA 1/2025 is inside its window', 'CHN 1/2025 is held'];
    expect({ status: refused.status, reasons: reasonsOf(refused) }).toEqual({ status: 409, reasons: both.sort() });
    const lifting = { on, hold: idOf(held, 'PublicationHeld') };
    await done(desk.post(`${at('CHN')}/holds/lifting`, lifting));
    expect(await third.post(`${at('VNM')}/publication`, publication)).toMatchObject(hindered(both.slice(1)));
    const error = { on, event: toThailand && idOf(toThailand, 'LettersLinked'), reason: 'Another case.' };
    await done(desk.post(`${at('VNM')}/errors`, error));
    await done(third.post(`${at('VNM')}/publication`, publication));
    expect(await desk.post(`${at('VNM')}/links`, link('THA 1/2025'))).toMatchObject(
      refusedWith(409, 'LETTER_NOT_PUBLISHED'),
    );
  });

  it('is nobody’s alone either when it was published elsewhere, before this ledger', async () => {
    const importer = await ledger.as('an.importer', 'importer');
    const old = { ...record, restsOn: 'import' };
    const sent = idOf(await done(importer.put(lao, old)), 'LetterSent');
    const publishedElsewhere = { url: 'https://example.org/letter', on };
    await done(importer.post(`${lao}/publication`, { on, publishedElsewhere }));
    const correction = { ...old, subject: 'As the list has it', corrects: sent, reason: 'Misread.' };
    expect(await importer.post(`${lao}/corrections`, correction)).toMatchObject(refusedWith(403, 'FORBIDDEN'));
    expect(await third.post(`${lao}/corrections`, correction)).toMatchObject(
      refusedWith(409, 'REDACTION_NOT_APPROVED'),
    );
    await agree(lao, sent);
    await done(third.post(`${lao}/corrections`, correction));
  });
});
