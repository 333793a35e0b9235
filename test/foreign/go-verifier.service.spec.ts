import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const source = fileURLToPath(new URL('go/', import.meta.url));
const bundles = fileURLToPath(new URL('../../../shared/data/bundles/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'go-verifier-'));
const program = join(folder, 'verify');

const accepted = [
  ['addressee-valid', '2025-05-10T00:25:00.000Z'],
  ['public-valid', '2025-05-10T00:26:00.000Z'],
] as const;

const refused = [
  ['addressee-edited-field', 'statement 12 has a false signature'],
  ['addressee-tail-dropped', 'stream communication-KHM-1-2025 ends at entry 4, before 5'],
  ['addressee-stream-and-line-dropped', 'the list of streams is not the one that was signed'],
  ['addressee-proof-altered', 'statement 12 is not in the log'],
  ['addressee-key-not-yet-added', 'statement 5 is signed by a key that was not added before it'],
  ['addressee-revoked-key', 'statement 19 is signed by a key after its KeyRevoked'],
  ['addressee-path-traversal', 'insecure file path'],
] as const;

function verify(name: string, trust = 'trust.json'): { status: number | null; said: string } {
  const { status, stdout } = spawnSync(program, [join(bundles, name), join(bundles, trust)], { encoding: 'utf8' });
  return { status, said: stdout };
}

/** A stranger's program shares no line, library or language with ours; what it accepts does not rest on our word. */
describe('A verifier in Go, written from the formats alone', () => {
  beforeAll(() => {
    const go = spawnSync('go', ['version'], { encoding: 'utf8' });
    expect(go.error ? 'go is missing: install Go 1.24 or later to run the foreign verifier' : 'go is here').toBe(
      'go is here',
    );
    execFileSync('go', ['build', '-o', program, '.'], { cwd: source, stdio: 'pipe' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is short enough to be read in one sitting, and uses only the Go project beside the standard library', () => {
    const text = readFileSync(join(source, 'main.go'), 'utf8');
    expect(text.split('\n').length - 1).toBeLessThan(150);
    const imported = [...text.matchAll(/^\t"([a-z0-9./]+)"$/gm)].map(([, name = '']) => name);
    expect(imported.filter((name) => name.includes('.'))).toEqual([
      'golang.org/x/mod/sumdb/note',
      'golang.org/x/mod/sumdb/tlog',
    ]);
  });

  it('refuses what is no bundle, with a sentence', () => {
    const { status, stdout } = spawnSync(program, [join(source, 'go.mod'), join(source, 'go.mod')], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^not verified: /);
  });

  if (!existsSync(bundles)) return;

  it.each(accepted)('finds %s.zip complete as at %s', (name, time) => {
    expect(verify(`${name}.zip`)).toEqual({ status: 0, said: `complete as at ${time}\n` });
  });

  it.each(refused)('refuses %s.zip: %s', (name, sentence) => {
    const { status, said } = verify(`${name}.zip`);
    expect(status).toBe(1);
    expect(said).toContain(sentence);
  });
});
