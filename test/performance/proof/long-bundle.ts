import { writeFileSync } from 'node:fs';
import { canonicalJson } from '#libs/ledger';
import {
  type CiphertextsLine,
  composeBundle,
  type DisclosureLine,
  fileNames,
  toHex,
  sha256,
  utf8,
} from '#libs/integrity';
import { LongLedger, slots } from './long-ledger.js';
import { StreamedZip } from './streamed-zip.js';

/** An auditor's bundle on disk and what a verifier pins. */
export interface LongBundle {
  readonly file: string;
  readonly trustFile: string;
}

/** Writes an auditor's bundle of so many events, deflated as real ones are; its statements never stand in memory. */
export async function writeLongBundle(folder: string, size: number): Promise<LongBundle> {
  const ledger = new LongLedger();
  const disclosures: DisclosureLine[] = [];
  const ciphertexts: CiphertextsLine[] = [];
  async function* statements(): AsyncGenerator<Uint8Array> {
    let position = 0;
    for await (const entries of ledger.entries(size)) {
      let lines = '';
      for (const { jwt, disclosures: texts, digests } of entries) {
        lines += `{"position":${position},"jwt":"${jwt}"}\n`;
        for (const disclosure of texts) disclosures.push({ position, disclosure });
        if (digests) ciphertexts.push({ position, digests });
        position++;
      }
      yield utf8(lines);
    }
  }
  const [file, trustFile] = [`${folder}/auditor-${size}.zip`, `${folder}/trust-${size}.json`];
  const zip = StreamedZip.open(file);
  const digest = await zip.add({ name: fileNames.statements, pieces: statements() });
  const { origin, tree, lists, headsPosition } = ledger;
  const own = { audience: 'auditor', origin, headsPosition, lists, tree, slots, statements: [] } as const;
  const checkpoint = { size, text: await ledger.checkpoint() };
  const composed = composeBundle({ ...own, disclosures, ciphertexts, checkpoint });
  const others = composed.filter(({ name }) => name !== fileNames.statements && name !== fileNames.manifest);
  for (const { name, bytes } of others) await zip.add({ name, pieces: [bytes] });
  const digests = others.map(({ name, bytes }) => [name, toHex(sha256(bytes))] as const);
  const files = Object.fromEntries([[fileNames.statements, digest] as const, ...digests]);
  const manifest = canonicalJson({ audience: 'auditor', files, format: 'ledger-bundle/1', headsPosition, origin });
  await zip.add({ name: fileNames.manifest, pieces: [utf8(manifest)] });
  await zip.end();
  writeFileSync(trustFile, ledger.trustText);
  return { file, trustFile };
}
