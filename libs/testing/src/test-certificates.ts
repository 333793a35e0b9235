import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files in PEM: an authority of its own, and a certificate of that authority for the address 127.0.0.1 with its key. */
export interface TestCertificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes them, valid for a day. Node signs but has no words for certificates, hence the few lines of DER (X.509, RFC 5280). */
export function makeTestCertificates(folder: string): TestCertificates {
  const [authority, server] = [pair(), pair()];
  const issuer = { name: `Test authority ${randomBytes(4).toString('hex')}`, key: authority.privateKey };
  const files = {
    authority: join(folder, 'authority.pem'),
    certificate: join(folder, 'server.pem'),
    key: join(folder, 'server.key'),
  };
  writeFileSync(files.authority, certificate(issuer.name, authority.publicKey, authorityExtensions, issuer));
  writeFileSync(files.certificate, certificate('Test server', server.publicKey, serverExtensions, issuer));
  writeFileSync(files.key, server.privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  return files;
}

const pair = (): { publicKey: KeyObject; privateKey: KeyObject } => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** One DER element. */
function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: readonly Uint8Array[]): Buffer => element(0x30, ...contents);
const octets = (content: Uint8Array): Buffer => element(0x04, content);
const bits = (content: Uint8Array, unused = 0): Buffer => element(0x03, Buffer.from([unused]), content);
const oid = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'));
const yes = element(0x01, Buffer.from([0xff]));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const name = (text: string): Buffer =>
  sequence(element(0x31, sequence(oid('550403'), element(0x0c, Buffer.from(text)))));
const time = (date: Date): Buffer =>
  element(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

const extension = (id: string, value: Uint8Array): Buffer => sequence(oid(id), yes, octets(value));
/** Basic constraints: an authority; key usage: signs certificates. */
const authorityExtensions = [extension('551d13', sequence(yes)), extension('551d0f', bits(Buffer.from([0x04]), 2))];
/** Key usage: signatures; extended key usage: a server; alternative name: the loopback address. */
const serverExtensions = [
  extension('551d0f', bits(Buffer.from([0x80]), 7)),
  extension('551d25', sequence(oid('2b06010505070301'))),
  extension('551d11', sequence(element(0x87, Buffer.from([127, 0, 0, 1])))),
];

interface Issuer {
  readonly name: string;
  readonly key: KeyObject;
}

function certificate(subject: string, key: KeyObject, extensions: readonly Buffer[], issuer: Issuer): string {
  const [from, until] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 86_400_000)];
  const content = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.from([1]), randomBytes(15)),
    ecdsaWithSha256,
    name(issuer.name),
    sequence(time(from), time(until)),
    name(subject),
    key.export({ format: 'der', type: 'spki' }),
    element(0xa3, sequence(...extensions)),
  );
  const der = sequence(content, ecdsaWithSha256, bits(sign('sha256', content, issuer.key)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
