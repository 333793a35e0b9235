import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fileNames, fromUtf8, openZip } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** bash itself, unzip, openssl, and of the coreutils those that a text may need: nothing else can be called. */
const tools = ['bash', 'unzip', 'openssl', 'base64', 'cat', 'cut', 'head', 'mkdir', 'sha256sum', 'sort', 'tail', 'tr'];

/**
 * What somebody reads who unpacks a bundle beside `trust.json` in an empty folder and types the commands of its own README.txt exactly as
 * they stand, with the tools that it names and no others. `answer`: each line that was printed.
 */
export async function checkedByHand(bundle: Uint8Array, trust: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'by-hand-'));
  try {
    const [bin, desk] = [join(folder, 'bin'), join(folder, 'desk')];
    mkdirSync(bin);
    mkdirSync(desk);
    for (const tool of tools)
      symlinkSync(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(bin, tool));
    writeFileSync(join(desk, 'bundle.zip'), bundle);
    writeFileSync(join(desk, 'trust.json'), trust);
    const commands = (await readmeIn(bundle)).split('\n').filter((line) => line.startsWith('    '));
    const script = `${commands.join('\n')}\ntrue`;
    const answer = execFileSync(join(bin, 'bash'), ['-c', script], {
      cwd: desk,
      encoding: 'utf8',
      env: { PATH: bin },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return answer.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function readmeIn(bundle: Uint8Array): Promise<string> {
  const zip = openZip(bundle);
  const bytes = 'names' in zip ? await zip.read(fileNames.readme) : undefined;
  const text = bytes instanceof Uint8Array ? fromUtf8(bytes) : undefined;
  if (text === undefined) throw new LedgerError('INTERNAL', 'the bundle has no README.txt');
  return text;
}
