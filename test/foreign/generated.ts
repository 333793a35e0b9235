import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BundleParts,
  composeBundle,
  type NamedFile,
  parseTrust,
  verifyBundle,
  type VerifyResult,
  zipBytes,
} from '#libs/integrity';
import { auditorParts, type MemorySigner, readerParts } from '#libs/testing';
import { Chance } from '../fuzz/chance.js';
import { type Checks, disagreements, goChecks, pythonChecks } from './agreement.js';
import { faults } from './faults.js';
import type { Asked, Foreign } from './foreign-verifier.js';
import { RandomLedger } from './random-ledger.js';
import { mutated } from './twins.js';

/** A bundle thrown by dice, with what became of it. */
interface Generated {
  readonly what: string;
  readonly files: readonly NamedFile[];
  readonly trustText: string;
  readonly since: string | undefined;
  readonly ours: VerifyResult;
}

export interface Report {
  compared: number;
  sound: number;
  /** Ours could not open them, so that there is nothing to compare. */
  unopened: number;
  /** How often each check was found wrong by both. */
  readonly wrong: Map<string, number>;
  readonly disagreements: string[];
}

const together = 40;
/** One in so many ledgers is longer than a tile. */
const longOnes = 1 / 60;

/** Has ours and both foreign verifiers judge so many bundles, all of which follow from the seed. */
export async function compare(count: number, seed: number, foreign: Foreign): Promise<Report> {
  const report: Report = { compared: 0, sound: 0, unopened: 0, wrong: new Map(), disagreements: [] };
  const folder = mkdtempSync(join(tmpdir(), 'generated-bundles-'));
  let batch: Generated[] = [];
  try {
    for (let ledger = 0; report.compared < count; ledger++) {
      for (const one of await generated(seed + ledger))
        if (one.ours.bundle === undefined) report.unopened++;
        else batch.push(one);
      const missing = count - report.compared;
      if (batch.length < Math.min(together, missing)) continue;
      await judge(batch.slice(0, missing), folder, foreign, report);
      batch = [];
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return report;
}

/** The bundles of one ledger: for each kind of reader as it is, and several changed ones. */
async function* bundlesOf(seed: number): AsyncGenerator<Omit<Generated, 'ours'>> {
  const chance = new Chance(seed);
  const steps = chance.happens(longOnes) ? 260 + chance.below(300) : chance.below(25);
  const random = await RandomLedger.thrown(chance, {
    steps,
    faulty: chance.happens(0.5) ? 0 : 0.15,
    faults: Object.values(faults),
  });
  const pinned = await pinnedKey(random);
  const trustText = random.ledger.trustTextNaming(pinned);
  for (const audience of ['addressee', 'public', 'auditor'] as const) {
    const size = random.ledger.size;
    const older = chance.happens(0.7) ? 1 + chance.below(size) : undefined;
    const parts = await partsFor(audience, random);
    const files = composeBundle({ ...parts, ...(older !== undefined && chance.happens(0.8) && { since: older }) });
    const told = chance.happens(0.15) ? { root: chance.bytes(32) } : {};
    const since = older === undefined ? undefined : await random.checkpointAt(older, told);
    const about = `seed ${seed}, ${audience}, ${size} statements`;
    yield { what: `${about}, as composed`, files, trustText, since };
    for (let i = 0; i < 4; i++) {
      const twin = await mutated({ files, random, chance });
      yield { what: `${about}, ${twin.what}`, files: twin.files, trustText, since };
    }
  }
}

/** One in so many ledgers is shown under a key of its log that it had ended itself, by somebody who still has that key. */
const stolenOnes = 1 / 8;

/** Whom the reader pins: mostly a key in force, now and then one of another time. */
async function pinnedKey(random: RandomLedger): Promise<MemorySigner> {
  const { chance, ledger, logKeys } = random;
  if (chance.happens(stolenOnes))
    while (logKeys.every(({ endedAt }) => endedAt === undefined)) await random.endLogKey();
  const ended = logKeys.filter(({ endedAt }) => endedAt !== undefined).map(({ key }) => key);
  if (ended.length > 0 && chance.happens(0.25)) {
    ledger.signers = ended;
    return chance.of(ended);
  }
  const current = logKeys.filter(({ endedAt }) => endedAt === undefined);
  return chance.of(chance.happens(0.9) ? current : logKeys).key;
}

async function generated(seed: number): Promise<Generated[]> {
  const all: Generated[] = [];
  for await (const one of bundlesOf(seed)) {
    const trust = parseTrust(one.trustText);
    const options = { ...(trust && { trust }), ...(one.since !== undefined && { since: one.since }) };
    all.push({ ...one, ours: await verifyBundle(await zipBytes(one.files), options) });
  }
  return all;
}

function partsFor(audience: 'addressee' | 'public' | 'auditor', random: RandomLedger): Promise<BundleParts> {
  const { chance, heads, ledger, codes } = random;
  if (audience === 'auditor') return auditorParts(ledger, chance.of(heads).position);
  const own = heads.filter((record) => record.audience === audience);
  return readerParts(ledger, { audience, code: chance.of(codes), headsPosition: chance.of(own).position });
}

async function judge(batch: readonly Generated[], folder: string, foreign: Foreign, report: Report): Promise<void> {
  const asked: Asked[] = [];
  for (const [i, { files, trustText, since }] of batch.entries()) {
    const [bundle, trust, older] = [`${i}.zip`, `${i}.json`, `${i}.checkpoint`].map((name) => join(folder, name));
    if (bundle === undefined || trust === undefined || older === undefined) continue;
    writeFileSync(bundle, await zipBytes(files));
    writeFileSync(trust, trustText);
    if (since !== undefined) writeFileSync(older, since);
    asked.push({ bundle, trust, ...(since !== undefined && { since: older }) });
  }
  const [go, python] = await Promise.all([foreign.go.verdicts(asked), foreign.python.verdicts(asked)]);
  for (const [i, one] of batch.entries()) {
    report.compared++;
    if (one.ours.ok) report.sound++;
    const verdicts = [
      ['Go', go[i], goChecks],
      ['Python', python[i], pythonChecks],
    ] as const;
    for (const [language, verdict = { bundle: '' }, checks] of verdicts)
      note(one, { language, verdict, checks }, report);
  }
}

interface Verdict {
  readonly language: string;
  readonly verdict: Parameters<typeof disagreements>[1];
  readonly checks: Checks;
}

function note(one: Generated, { language, verdict, checks }: Verdict, report: Report): void {
  const different = disagreements(one.ours, verdict, checks);
  for (const about of different) report.disagreements.push(`${language}, ${one.what}: ${about}`);
  if (different.length > 0) return;
  for (const [check, said] of Object.entries(verdict.checks ?? {})) {
    if (said === 'ok') continue;
    const name = `${language} ${check}`;
    report.wrong.set(name, (report.wrong.get(name) ?? 0) + 1);
  }
}
