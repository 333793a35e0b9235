import { foundingCodes, policyFiles } from '#libs/domain';
import { sha256, toHex } from '#libs/integrity';

import { operate, type OperatorFlags, type OperatorWrite } from '../client/operator.js';
import { printJson, printLines } from '../terminal/print.js';

/** Adopts the codes, policies and reference data that this software holds; what is in force already is recorded no second time. */
export async function adopt(flags: OperatorFlags): Promise<void> {
  const files = policyFiles().map(({ file, text }) => ({ file, digest: toHex(sha256(text)) }));
  const writes: readonly OperatorWrite[] = [
    { path: '/v1/codes', data: { codes: foundingCodes } },
    ...files.map((data) => ({ path: '/v1/policies', data })),
  ];
  const inForce: { type: string; position: number; of: string }[] = [];
  for (const write of writes)
    for (const { type, position } of await operate(write, flags))
      inForce.push({ type, position, of: String(write.data['file'] ?? 'codes') });
  if (flags.json) printJson({ inForce });
  else printLines(inForce.map(({ of, position }) => `In force: ${of}, no. ${position}`));
}
