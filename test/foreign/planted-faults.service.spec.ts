import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { endForeign, sources, startForeign } from './foreign-verifier.js';
import { compare } from './generated.js';

/** One fault a line: where, what stands there, what is put in its place, and which check should then disagree with ours. */
const faults = [
  ['go/bundles/inclusion.go', 'leaf); err != nil', 'leaf); err != nil && s.position < 0', 'Go', 'proofs'],
  ['go/bundles/inclusion.go', '|| hashes[i] != tlog.RecordHash([]byte(s.jwt))', '', 'Go', 'tiles'],
  ['go/bundles/checkpoint.go', '_, err = note.Open', '_, _ = note.Open', 'Go', 'checkpoint'],
  ['go/bundles/keys.go', 'if !k.isEnded(size) {', 'if k.isEnded(size) {', 'Go', 'ended'],
  ['go/bundles/keys.go', 'return k.isInForce(size) ||', 'return', 'Go', 'consistency'],
  ['python/bundles/keys.py', 'key.ended() < head[1]', 'key.ended() > head[1]', 'Python', 'ended'],
  ['python/bundles/keys.py', 'return False', 'return True', 'Python', 'signatures'],
  ['python/bundles/disclosures.py', 'or not opened[position].open(text)', 'or False', 'Python', 'disclosures'],
  ['python/bundles/heads.py', '(head + 1 for', '(head for', 'Python', 'heads'],
  ['python/bundles/tree.py', 'sha256(b"\\x00", jwt', 'sha256(b"\\x01", jwt', 'Python', 'leaves'],
] as const;

/** So many bundles, always the same ones, are enough to see each of the faults. */
const [count, seed] = [120, 100000];

describe('a fault in a copy of a foreign verifier', () => {
  const folder = mkdtempSync(join(tmpdir(), 'planted-verifiers-'));
  beforeEach(() => {
    for (const language of ['go', 'python'])
      cpSync(join(sources, language), join(folder, language), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(faults)('in %s, where "%s" has become "%s", is seen: %s disagrees on %s', async (...fault) => {
    const [file, from, to, language, check] = fault;
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(folder, file), text.replace(from, to));
    const foreign = startForeign(folder, folder);
    const { disagreements } = await compare(count, seed, foreign).finally(() => endForeign(foreign));
    const expected = disagreements.filter((said) => said.startsWith(`${language}, `) && said.includes(`: ${check}: `));
    expect(expected).not.toEqual([]);
  });
});
