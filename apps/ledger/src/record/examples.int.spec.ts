import 'reflect-metadata';

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { LetterSent } from '#libs/domain';
import { letterSentFrom, readLetter } from '#libs/letters';

import { type Envelope, readEnvelope } from './envelope.js';
import { exampleRecord } from './example-record.js';
import { members, recordTypeOf, recordTypes } from './record-types.js';
import { only } from './only-allegation.js';
import { addressOf, bodyOf } from './requests.js';

const folder = 'examples';
const eventId = '00000000-0000-8000-8000-000000000000';
const document = { file: 'a'.repeat(64), bytes: 1, digest: 'b'.repeat(64), name: 'reply.txt', mediaType: 'text/plain' };

/** What the command finds on the ledger and adds to what stands in the file. */
const added: Readonly<Record<string, object>> = {
  RedactionProposed: { letter: eventId },
  RedactionApproved: { proposal: eventId },
  LetterCorrected: { corrects: eventId },
};

/** The record with the id of the reply or allegation that it calls the only one, or does not name. */
const resolved = (envelope: Envelope): Envelope => ({
  ...envelope,
  ...(envelope.reply === only || recordTypeOf(envelope.type).about === 'reply' ? { reply: eventId } : {}),
  ...(envelope.allegation === only ? { allegation: eventId } : {}),
});

const faults = (type: new () => object, payload: object): unknown[] =>
  validateSync(plainToInstance(type, payload), { whitelist: true, forbidNonWhitelisted: true });

describe('the records in examples/', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

  it.each(names)('%s is a whole record of its type', async (name) => {
    const file = join(folder, name);
    const envelope = resolved(await readEnvelope(file, readFileSync(file, 'utf8')));
    const { type, data, attachments } = envelope;
    expect(addressOf(type, envelope).path).toMatch(/^\/v1\/[^:]*$/);
    const { body, holds } = recordTypeOf(type);
    const documents = holds.includes('documents') ? { documents: attachments.map(() => document) } : {};
    const sent = bodyOf(type, { ...data, ...documents, ...added[type] }, envelope);
    expect(faults(body, sent)).toEqual([]);
  });

  it.each(recordTypes().map((one) => [one.type, one] as const))(
    'what is printed to fill in of a %s is one, too',
    async (type, recordType) => {
      const text = JSON.stringify(exampleRecord(recordType));
      const envelope = await readEnvelope(join(folder, 'printed.json'), text);
      expect(addressOf(type, envelope).path).toMatch(/^\/v1\/[^:]*$/);
      const documents = recordType.holds.includes('documents') ? { documents: [] } : {};
      const sent = bodyOf(type, { ...envelope.data, ...documents, ...added[type] }, envelope);
      expect(faults(recordType.body, sent)).toEqual([]);
    },
  );

  it('the specimen letter becomes a whole record of a letter', () => {
    const reading = readLetter(readFileSync(join(folder, 'AL_KHM_1-2025.txt'), 'utf8'));
    const letter = letterSentFrom(reading, { restsOn: 'allegations', documents: [document] });
    expect(faults(LetterSent, JSON.parse(JSON.stringify(letter)) as object)).toEqual([]);
  });
});

describe('a record that is none', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'record-')), 'record.json');
  it.each([
    ['no JSON', '{"type":', 'JSON_INVALID'],
    ['a member named twice', '{"type":"LetterSent","type":"LetterSent","data":{}}', 'JSON_DUPLICATE_KEY'],
    ['an unknown type', '{"type":"LetterLost","data":{}}', 'BODY_INVALID'],
    ['no payload', '{"type":"LetterSent"}', 'BODY_INVALID'],
    ['a member that records do not have', '{"type":"LetterSent","data":{},"by":"x"}', 'BODY_INVALID'],
    ['a reply beside what is about a letter', '{"type":"LetterPublished","reply":"r1","data":{}}', 'BODY_INVALID'],
    ['a document beside what holds none', '{"type":"LetterPublished","documents":[],"data":{}}', 'BODY_INVALID'],
    ['letters named in two places', '{"type":"ReplyReceived","reference":"a","answers":[],"data":{}}', 'BODY_INVALID'],
    [
      'documents named in two places',
      '{"type":"ReplyReceived","documents":[{"path":"a"}],"data":{"documents":[]}}',
      'BODY_INVALID',
    ],
    [
      'a document that is not there',
      '{"type":"ReplyReceived","data":{},"documents":[{"path":"none.txt"}]}',
      'DOCUMENT_UNKNOWN',
    ],
  ])('%s is refused', async (_, text, code) => {
    writeFileSync(file, text);
    await expect(readEnvelope(file, text)).rejects.toMatchObject({ code });
  });

  it.each(recordTypes().map((one) => [one.type, one] as const))(
    'every member that a record of %s does not use is refused by its name',
    async (type, { needs, may }) => {
      const unused = members.filter((member) => !needs.flat().includes(member) && !may.includes(member));
      expect(unused).not.toEqual([]);
      for (const member of unused)
        await expect(readEnvelope(file, JSON.stringify({ type, [member]: [], data: {} }))).rejects.toMatchObject({
          code: 'BODY_INVALID',
          details: [{ path: member }],
        });
    },
  );
});
