import { writeFile } from 'node:fs/promises';

import { formatReceipt, looksLikeReceipt } from '#libs/integrity';

import { connect } from '../client/connect.js';
import { proofText } from '../client/proofs.js';
import type { OutputFlags } from '../terminal/failure.js';
import { demandPlace } from '../terminal/files.js';
import { ownCall } from '../terminal/own-call.js';
import { printJson, printLines, progress } from '../terminal/print.js';

export interface ReceiptFlags extends OutputFlags {
  readonly out: string;
}

/** Milliseconds: witnesses cosign once a minute. */
const patience = 90_000;

/** Writes the statement of an event with the proof that it stands in the log, as one file that `ledger verify` checks alone. */
export async function receipt(eventId: string, { out, json }: ReceiptFlags): Promise<void> {
  await demandPlace(out, { name: 'receipt', begins: looksLikeReceipt });
  const client = await connect({ roles: ['mandate_clerk'] });
  const jwt = await client.text(`/v1/events/${encodeURIComponent(eventId)}/statement`);
  const proof = await proofText(client, eventId, { atMost: patience, waiting: progress });
  progress('');
  const text = formatReceipt(proof, jwt);
  await writeFile(out, text);
  if (json) return printJson({ file: out, eventId, bytes: text.length });
  printLines([
    `Wrote ${out}`,
    `Check it on any machine with: ${ownCall()} verify ${out} --trust trust.json`,
    `Fetch that trust file once: it is served at ${client.url}/trust`,
  ]);
}
