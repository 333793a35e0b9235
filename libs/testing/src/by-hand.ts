import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fileNames, fromUtf8, openZip } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** bash itself, unzip, openssl, and of the coreutils those that a text may need: nothing else can be called. */
const tools = ['bash', 'unzip', 'openssl', 'base64', 'cat', 'cp', 'head', 'mkdir', 'mktemp', 'sha256sum', 'tail', 'tr'];

/** What lies in one folder before somebody begins; without a trust file that one is missing. */
interface Desk {
  readonly bundle: Uint8Array;
  readonly trust?: string;
}

/**
 * What somebody reads who types the commands of a bundle's own README.txt exactly as they stand, with the tools that it names and no others,
 * beside `bundle.zip` and `trust.json`. `answer`: each line that was printed.
 */
export async function checkedByHand(bundle: Uint8Array, trust: string): Promise<string[]> {
  return (await checkedInOneShell([{ bundle, trust }])).flat();
}

const nextDesk = '-- the next one --';

/** The same of one bundle after the other in one shell, each in its folder; the answers to each. */
export async function checkedInOneShell(desks: readonly Desk[]): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'by-hand-'));
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const tool of tools)
      symlinkSync(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(bin, tool));
    const scripts: string[] = [];
    for (const [n, desk] of desks.entries()) scripts.push(await typedAt(join(folder, `desk-${n}`), desk));
    const answer = execFileSync(join(bin, 'bash'), ['-c', `${scripts.join(`\necho '${nextDesk}'\n`)}\ntrue`], {
      encoding: 'utf8',
      env: { PATH: bin },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return answer.split(`${nextDesk}\n`).map((lines) => lines.split('\n').filter((line) => line !== ''));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function typedAt(desk: string, { bundle, trust }: Desk): Promise<string> {
  mkdirSync(desk);
  writeFileSync(join(desk, 'bundle.zip'), bundle);
  if (trust !== undefined) writeFileSync(join(desk, 'trust.json'), trust);
  const commands = (await readmeIn(bundle)).split('\n').filter((line) => line.startsWith('    '));
  return [`cd '${desk}'`, ...commands].join('\n');
}

async function readmeIn(bundle: Uint8Array): Promise<string> {
  const zip = openZip(bundle);
  const bytes = 'names' in zip ? await zip.read(fileNames.readme) : undefined;
  const text = bytes instanceof Uint8Array ? fromUtf8(bytes) : undefined;
  if (text === undefined) throw new LedgerError('INTERNAL', 'the bundle has no README.txt');
  return text;
}
