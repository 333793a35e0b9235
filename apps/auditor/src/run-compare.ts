import { compare, type Compared, type CompareTask } from './compare.js';
import { findingLines } from './plain-words.js';
import { type ExitStatus, type Format, run, type Terminal } from './terminal.js';

/** Compares checkpoints and prints. 1 when they are not of one history. */
export const runCompare = (task: CompareTask & { readonly format: Format }, terminal: Terminal): Promise<ExitStatus> =>
  run(task.format, terminal, async () => {
    const compared = await compare(task);
    terminal.out(task.format === 'json' ? `${JSON.stringify(compared)}\n` : words(compared));
    return compared.ok ? 0 : 1;
  });

/** As all that is printed for people has it; a checkpoint itself has base64. */
const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

const words = ({ ok, findings, checkpoints, notCompared }: Compared): string =>
  [
    ...checkpoints.map(({ file, size, root }) => `  ${file}: ${size} statements, root (hex) ${hexOf(root)}`),
    '',
    ...findingLines({ findings, findingsTotal: findings.length }),
    ...(ok && notCompared.length === 0 ? ['They are of one log and one history.'] : []),
    ...(ok && notCompared.length > 0 ? ['Nothing was found, as far as they can be compared.'] : []),
    ...(notCompared.length === 0
      ? []
      : [`Not compared, for want of a mirror that reaches so far: ${notCompared.join(', ')}.`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
