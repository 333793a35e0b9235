import { createHash } from 'node:crypto';
import type { JsonObject } from '#libs/ledger';
import { type Checkpoint, disclosureDigest } from '#libs/integrity';
import { type MemorySigner, type Recorded, type SmallEntry, SmallLedger } from '#libs/testing';
import type { Chance } from '../fuzz/chance.js';

/** Codes that are in force from the beginning, or adopted on the way. */
const allCodes = ['BRA', 'FRA', 'KHM', 'LAO', 'OTH', 'PER', 'ZWE'] as const;
const slots: readonly string[] = ['documents/*/digest', 'documents/*/mediaType', 'documents/*/name', 'summary'];

/** A key of the log, by the positions that added and ended it. */
interface LogKey {
  readonly key: MemorySigner;
  readonly addedAt: number;
  endedAt?: number;
}

interface Letter {
  readonly stream: string;
  readonly code: string;
  readonly sent: SmallEntry;
}

/** One entry or a few, in a ledger that is being thrown. */
export type Step = (random: RandomLedger) => Promise<void>;

interface Throw {
  readonly steps: number;
  /** The share of steps that are one of the faults. */
  readonly faulty: number;
  readonly faults: readonly Step[];
}

/** A ledger whose whole history was thrown by dice, sound but for its faults. */
export class RandomLedger {
  readonly heads: { readonly audience: 'addressee' | 'public'; readonly position: number }[] = [];
  codes: readonly string[];
  readonly active: MemorySigner[];
  readonly ended: MemorySigner[] = [];
  readonly letters: Letter[] = [];
  readonly logKeys: LogKey[];

  private constructor(
    readonly ledger: SmallLedger,
    readonly chance: Chance,
    codes: readonly string[],
  ) {
    this.codes = codes;
    this.active = [ledger.issuer];
    this.logKeys = [{ key: ledger.log, addedAt: 0 }];
  }

  /** `steps` entries about anything, then the heads of both audiences, then sometimes more; with this share of faulty steps. */
  static async thrown(chance: Chance, { steps, faulty, faults }: Throw): Promise<RandomLedger> {
    const codes = allCodes.filter((_, i) => i === 2 || chance.happens(0.4));
    const random = new RandomLedger(await SmallLedger.founded(codes, `thrown ${chance.below(2 ** 31)}`), chance, codes);
    for (let i = 0; i < steps; i++) await random.step({ faulty, faults });
    for (const audience of ['addressee', 'public'] as const) await random.recordHeads(audience);
    for (let i = chance.below(5); i > 0; i--) await random.step({ faulty, faults });
    return random;
  }

  get signer(): MemorySigner {
    return this.chance.of(this.active);
  }

  /** Records it, signed by a key that may. */
  record(given: Recorded): Promise<SmallEntry> {
    return this.ledger.record({ signer: this.signer, ...given });
  }

  async recordHeads(audience: 'addressee' | 'public'): Promise<void> {
    this.heads.push({ audience, position: (await this.ledger.recordHeads(audience)).event.position });
  }

  /** A checkpoint as the log signed it when it had so many statements. */
  async checkpointAt(size: number, told: Partial<Checkpoint> = {}): Promise<string> {
    const inForce = this.logKeys.filter(({ addedAt, endedAt = Infinity }) => addedAt < size && endedAt >= size);
    return this.signedBy(
      inForce.map(({ key }) => key),
      () => this.ledger.checkpoint(size, told),
    );
  }

  /** What is signed meanwhile is signed with these keys of the log and no others. */
  async signedBy<T>(keys: readonly MemorySigner[], sign: () => Promise<T>): Promise<T> {
    const own = this.ledger.signers;
    this.ledger.signers = keys;
    return sign().finally(() => {
      this.ledger.signers = own;
    });
  }

  async addLogKey(): Promise<void> {
    const key = this.ledger.newKey();
    this.logKeys.push({ key, addedAt: this.ledger.size });
    await this.ledger.addKey(key, 'log', this.signer);
    this.ledger.signers = [...this.ledger.signers, key];
  }

  /** Never the last one. */
  async endLogKey(): Promise<void> {
    const [one, ...others] = this.logKeys.filter(({ endedAt }) => endedAt === undefined);
    if (one === undefined || others.length === 0) return this.addLogKey();
    one.endedAt = this.ledger.size;
    this.ledger.signers = others.map(({ key }) => key);
    await this.endKey(one.key);
  }

  /** A revoked key's late statements are doubted, which is no finding. */
  async endKey({ kid }: MemorySigner): Promise<void> {
    const isRevoked = this.chance.happens(0.5);
    const data = { kid, ...(isRevoked && { lastTrustedSize: this.chance.below(this.ledger.size + 1) }) };
    const type = isRevoked ? 'KeyRevoked' : 'KeyRetired';
    await this.record({ stream: 'ledger-keys', type, data, role: 'operator' });
  }

  private step({ faulty, faults }: Omit<Throw, 'steps'>): Promise<void> {
    return this.chance.of(this.chance.happens(faulty) ? faults : honestSteps)(this);
  }
}

async function sendLetter(random: RandomLedger): Promise<void> {
  const { chance, letters } = random;
  const code = chance.of(random.codes);
  const stream = `communication-${code}-${letters.length + 1}-2025`;
  const documents = Array.from({ length: chance.below(3) }, (_, i) => documentOf(`${stream} ${i}`));
  const data = { type: chance.of(['AL', 'UA', 'OL']), documents, summary: chance.of(['é 😀', '', '\u2028"\\']) };
  const sent = await random.record({ stream, type: 'LetterSent', codes: [code], data, slots });
  letters.push({ stream, code, sent });
}

function documentOf(text: string): JsonObject {
  const digest = createHash('sha256').update(text).digest('hex');
  return { file: 'cd'.repeat(32), bytes: text.length, digest, mediaType: 'text/plain', name: `${text}.txt` };
}

/** Something in the stream of a letter, when there is one. */
const inLetter =
  (given: (letter: Letter, random: RandomLedger) => Omit<Recorded, 'stream'>): Step =>
  async (random) => {
    if (random.letters.length === 0) return sendLetter(random);
    const letter = random.chance.of(random.letters);
    await random.record({ stream: letter.stream, codes: [letter.code], ...given(letter, random) });
  };

const namesOf = ({ sent }: Letter, { chance }: RandomLedger) =>
  chance.happens(0.3) ? [] : [{ event: sent.event.id, digests: sent.disclosures.map(disclosureDigest).sort() }];

async function addKey(random: RandomLedger): Promise<void> {
  const key = random.ledger.newKey();
  await random.ledger.addKey(key, 'issuer', random.signer);
  random.active.push(key);
}

/** Never the last one. */
async function endKey(random: RandomLedger): Promise<void> {
  if (random.active.length < 2) return addKey(random);
  const [key] = random.active.splice(random.chance.below(random.active.length), 1) as [MemorySigner];
  random.ended.push(key);
  await random.endKey(key);
}

async function adoptCodes(random: RandomLedger): Promise<void> {
  const more = random.chance.of(allCodes);
  random.codes = [...new Set([...random.codes, more])].sort();
  const data = { codes: random.codes };
  await random.record({ stream: 'ledger-policy', type: 'CodesAdopted', data, role: 'operator' });
}

/** In a stream of its own, or one that was begun before. */
const aside =
  (given: (random: RandomLedger) => Recorded): Step =>
  async (random) =>
    void (await random.record(given(random)));

const honestSteps: readonly Step[] = [
  sendLetter,
  sendLetter,
  inLetter(() => ({ type: 'ReplyReceived', data: { summary: 'A reply.' }, slots: ['summary'], role: 'reply_analyst' })),
  inLetter(() => ({ type: 'ReminderSent', data: { nested: { a: [1, -7, true, null, 'ü'], '10': 1, '9': 2 } } })),
  inLetter(({ sent }) => ({ type: 'LetterCorrected', data: { corrects: sent.event.id, reason: 'A wrong date.' } })),
  inLetter((letter, random) => ({ type: 'LetterPublished', data: { released: namesOf(letter, random) } })),
  inLetter((letter, random) => ({ type: 'PublicationWithdrawn', data: { withdrawn: namesOf(letter, random) } })),
  addKey,
  endKey,
  (random) => random.addLogKey(),
  (random) => random.endLogKey(),
  adoptCodes,
  aside(({ chance }) => ({ stream: `handling-KHM-${1 + chance.below(3)}-2025`, type: 'CaseAssigned' })),
  aside(({ chance }) => ({
    stream: `allegation-a${chance.below(4)}`,
    type: 'AllegationReceived',
    data: { narrative: 'What is alleged.', source: 'Who said so.' },
    slots: ['narrative', 'source'],
  })),
  aside((random) => ({
    stream: `press_release-p${random.chance.below(4)}`,
    type: 'PressReleaseIssued',
    codes: [...new Set([random.chance.of(random.codes), random.chance.of(random.codes)])].sort(),
    data: { title: 'Alarm' },
  })),
  aside((random) => ({
    stream: `follow_up-f${random.ledger.size}`,
    type: 'FollowUpRecorded',
    codes: [random.chance.of(random.codes)],
    data: { audience: 'all' },
  })),
  aside(() => ({ stream: 'report-r1', type: 'ReportGenerated' })),
  aside(() => ({ stream: 'ledger-policy', type: 'PolicyAdopted', data: { file: 'a.json', digest: 'ab'.repeat(32) } })),
  (random) => random.recordHeads(random.chance.of(['addressee', 'public'] as const)),
];
