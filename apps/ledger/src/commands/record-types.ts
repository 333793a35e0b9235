import { exampleRecord } from '../record/example-record.js';
import { recordTypes } from '../record/record-types.js';
import { typeHeadings, typeWords } from '../record/type-words.js';
import { columns } from '../terminal/columns.js';
import { type OutputFlags, usage } from '../terminal/failure.js';
import { ownCall } from '../terminal/own-call.js';
import { printJson, printLines } from '../terminal/print.js';

/** The types that a file may hold, and what each names beside its payload. */
export function listRecordTypes({ json }: OutputFlags): void {
  const types = recordTypes();
  if (json) return printJson({ types: types.map(({ type, needs, may }) => ({ type, needs, may })) });
  printLines([
    ...columns(
      typeHeadings,
      types.map((type) => typeWords(type)),
    ),
    '',
    `"${ownCall()} record --example TYPE" prints one to fill in.`,
  ]);
}

/** A record of the type to fill in, as a file would hold it. */
export function printExample(name: string): void {
  const found = recordTypes().find(({ type }) => type === name);
  if (found === undefined)
    throw usage(`--example: ${name} is not recorded from a file; "${ownCall()} record --types" lists what is`);
  printLines([JSON.stringify(exampleRecord(found), null, 2)]);
}
