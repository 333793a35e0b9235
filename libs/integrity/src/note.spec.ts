import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromBase64url, utf8 } from './bytes.js';
import { cosignatureInput, cosignedAt, formatCosignature, formatSignedCheckpoint } from './checkpoint.js';
import { parseSignedCheckpoint } from './checkpoint.js';
import { formatNote, formatVerifierKey, type Note, noteKeyTypes, parseNote, parseVerifierKey } from './note.js';
import { type VerifierKey, verifierKey, verifyNote } from './note.js';
import { sha256 } from './platform.js';

const seed = Date.now() % 2 ** 31;
const { ed25519, cosignature } = noteKeyTypes;

function noteKey(name: string, type: number): { key: VerifierKey; secret: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const x = fromBase64url(publicKey.export({ format: 'jwk' }).x ?? '') ?? new Uint8Array();
  return { key: verifierKey(name, type, x), secret: privateKey };
}

const log = noteKey('ledger.test/log', ed25519);
const witness = noteKey('witness.test/w1', cosignature);
const line = (by: typeof log, bytes: Uint8Array): Note['signatures'][number] => ({ ...by.key, signature: bytes });
const signedBy = (by: typeof log, text: string): Note['signatures'][number] =>
  line(by, new Uint8Array(sign(null, utf8(text), by.secret)));

const checkpoint = { origin: 'ledger.test/log', size: 5, root: sha256('root') };

describe(`Signed notes (seed ${seed})`, () => {
  it('are read as they were written', () => {
    const names = fc.string({ unit: fc.constantFrom(...'abc./:_-é—'), minLength: 1, maxLength: 8 });
    const signature = fc.tuple(names, fc.uint8Array({ minLength: 1, maxLength: 80 }));
    const texts = fc.array(fc.string({ unit: fc.constantFrom(...'ab —+=\n“'), maxLength: 20 }), { maxLength: 4 });
    fc.assert(
      fc.property(texts, fc.array(signature, { minLength: 1, maxLength: 4 }), (lines, signatures) => {
        const note: Note = {
          text: `${lines.join('\n')}\n`,
          signatures: signatures.map(([name, bytes]) => ({ name, keyId: '00c0ffee', signature: bytes })),
        };
        expect(parseNote(formatNote(note))).toEqual(note);
        expect(parseNote(utf8(formatNote(note)))).toEqual(note);
      }),
      { seed },
    );
  });

  it.each([
    ['without a signature', 'text\n\n'],
    ['without an empty line', 'text\n— a AAAAAAA=\n'],
    ['without a last newline', 'text\n\n— a AAAAAAA='],
    ['with a hyphen for the dash', 'text\n\n- a AAAAAAA=\n'],
    ['with a signature of four bytes', 'text\n\n— a AAAAAA==\n'],
    ['with a plus in the name', 'text\n\n— a+b AAAAAAA=\n'],
    ['with a further word', 'text\n\n— a AAAAAAA= x\n'],
    ['with loose base64', 'text\n\n— a AAAAAAB=\n'],
    ['with a carriage return', 'text\r\n\n— a AAAAAAA=\n'],
    ['with a lone surrogate', 'te\ud800xt\n\n— a AAAAAAA=\n'],
    ['with too many signatures', `text\n\n${'— a AAAAAAA=\n'.repeat(101)}`],
  ])('are refused %s', (_, text) => expect(parseNote(text)).toBeUndefined());

  it('hold only with a signature of the key asked for, over exactly this text', async () => {
    const text = 'a text\n';
    const note = { text, signatures: [signedBy(log, text)] };
    const namesake = noteKey(log.key.name, ed25519);
    expect(await verifyNote(note, log.key)).toBe(true);
    expect(await verifyNote({ ...note, text: 'another\n' }, log.key)).toBe(false);
    expect(await verifyNote(note, namesake.key)).toBe(false);
    expect(await verifyNote({ text, signatures: [signedBy(namesake, text)] }, log.key)).toBe(false);
    expect(await verifyNote({ text, signatures: [...note.signatures, signedBy(namesake, text)] }, log.key)).toBe(true);
  });

  it('verify as the example of the specification does', async () => {
    const key = parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
    const note = parseNote(
      'This is an example message.\n\n' +
        '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
    );
    expect(key && note && (await verifyNote(note, key))).toBe(true);
  });

  it('name their keys by an id that the key itself gives', () => {
    const vkey = formatVerifierKey(log.key);
    expect(parseVerifierKey(vkey)).toEqual(log.key);
    expect(parseVerifierKey(vkey.replace('ledger.test', 'ledger.best'))).toBeUndefined();
    expect(parseVerifierKey(`${vkey}A`)).toBeUndefined();
    expect(parseVerifierKey(formatVerifierKey(verifierKey('a', 2, log.key.publicKey)))).toBeUndefined();
  });
});

describe('Checkpoints', () => {
  const file = (...signatures: Note['signatures']): string => formatSignedCheckpoint(checkpoint, signatures);
  const body = 'ledger.test/log\n5\n' + file().split('\n')[2] + '\n';

  it('say origin, size and root in three lines, and nothing else', () => {
    const signed = file(signedBy(log, body));
    expect(parseSignedCheckpoint(signed)?.checkpoint).toEqual(checkpoint);
    expect(parseSignedCheckpoint(signed)?.note.text).toBe(body);
    for (const other of ['05', '-5', '5.0', '9007199254740992', ''])
      expect(parseSignedCheckpoint(signed.replace('\n5\n', `\n${other}\n`))).toBeUndefined();
    expect(parseSignedCheckpoint(signed.replace('\n5\n', '\n5\nmore\n'))).toBeUndefined();
    expect(parseSignedCheckpoint(signed.replace('\n\n', '\nextension\n\n'))).toBeUndefined();
  });

  it('are cosigned by a witness at a time that its signature covers', async () => {
    const cosign = (time: number): Uint8Array => sign(null, cosignatureInput(time, body), witness.secret);
    const at = (time: number, signature: Uint8Array): Promise<number | undefined> => {
      const signed = parseSignedCheckpoint(
        file(signedBy(log, body), line(witness, formatCosignature(time, signature))),
      );
      return signed === undefined ? Promise.resolve(undefined) : cosignedAt(signed.note, witness.key);
    };
    expect(await at(1_746_835_200, cosign(1_746_835_200))).toBe(1_746_835_200);
    expect(await at(1_746_835_201, cosign(1_746_835_200))).toBeUndefined();
    expect(await at(0, sign(null, utf8(body), witness.secret))).toBeUndefined();
  });
});
