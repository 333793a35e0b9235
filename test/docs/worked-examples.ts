import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

interface Statement {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
  readonly jwt: string;
  readonly leaf: string;
  readonly disclosures: readonly { readonly path: string; readonly text: string; readonly digest: string }[];
}
interface Ledger {
  readonly input: {
    readonly statements: readonly { readonly seal?: { readonly boxes: Readonly<Record<string, string>> } }[];
  };
  readonly expected: { readonly statements: readonly Statement[]; readonly heads: Readonly<Record<string, string>> };
}
interface Identifier {
  readonly over: string;
  readonly is: string;
}
interface Identifiers {
  readonly expected: Readonly<Record<'jti' | 'req' | 'ps', readonly Identifier[]>>;
}
interface Log {
  readonly input: { readonly leaves: readonly string[]; readonly provedIndex: number; readonly olderSize: number };
  readonly expected: {
    readonly roots: readonly string[];
    readonly checkpoint: string;
    readonly proof: string;
    readonly consistency: readonly string[];
    readonly tiles: Readonly<Record<string, string>>;
    readonly trust: string;
    readonly trustDigest: string;
  };
}
interface Sealing {
  readonly input: {
    readonly keys: readonly { readonly id: string; readonly bytes: string }[];
    readonly documents: readonly {
      readonly name: string;
      readonly keys: readonly string[];
      readonly length: number;
      readonly step: number;
    }[];
  };
  readonly expected: {
    readonly sealed: {
      readonly slots: readonly Readonly<Record<'path' | 'text' | 'digest' | 'aad' | 'box', string>>[];
      readonly ct: string;
    };
    readonly documents: readonly { readonly file: string; readonly content?: string }[];
  };
}
interface Views {
  readonly input: { readonly code: string };
  readonly expected: Readonly<Record<string, string>>;
}
interface KeyProofs {
  readonly expected: readonly { readonly kid: string; readonly proof: string }[];
}
interface Message {
  readonly expected: {
    readonly key: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly value: string;
  };
}

const vector = <T>(name: string): T => JSON.parse(readFileSync(`test/vectors/${name}.json`, 'utf8')) as T;

/** Named values of one example, in the order in which they are printed. */
export type Example = Readonly<Record<string, string>>;

const hexText = (hex: string): string => Buffer.from(hex, 'hex').toString('utf8');
const demanded = <T>(value: T | undefined): T => {
  if (value === undefined) throw new RangeError('a vector lacks what an example shows');
  return value;
};

/** The worked examples of docs/formats.md, all of them from the golden vectors. */
export function workedExamples(): Readonly<Record<string, Example | string>> {
  const { statements, heads } = vector<Ledger>('ledger').expected;
  const log = vector<Log>('log');
  return {
    statement: statementExample(demanded(statements[5])),
    identifiers: identifiersExample(),
    'sealed-field': sealedExample(),
    tree: treeExample(log),
    tile: demanded(Object.entries(log.expected.tiles)[0]).join('\n'),
    checkpoint: log.expected.checkpoint.trimEnd(),
    proof: log.expected.proof.trimEnd(),
    receipt: vector<{ readonly expected: string }>('receipt').expected.trimEnd(),
    trust: { 'trust.json': log.expected.trust, digest: log.expected.trustDigest },
    'key-proof': keyProofExample(),
    heads: headsExample(demanded(statements[7]), demanded(heads['7/KHM.txt'])),
    bundle: demanded(vector<{ readonly files: Readonly<Record<string, string>> }>('bundle').files['bundle.json']),
    views: viewsExample(),
    ciphertexts: ciphertextsExample(),
    document: documentExample(),
    'kafka-message': kafkaExample(),
    kurrentdb: kurrentExample(),
  };
}

function statementExample({ header, payload, signature, jwt, leaf }: Statement): Example {
  const { crv, kty, x } = vector<{ readonly issuer: Readonly<Record<string, string>> }>('keys').issuer;
  return { key: JSON.stringify({ crv, kty, x }), header, payload, signature, jwt, leaf };
}

function identifiersExample(): Example {
  const { eventIds, pseudonyms } = vector<Readonly<Record<'eventIds' | 'pseudonyms', string>>>('keys');
  const { jti, req, ps } = vector<Identifiers>('identifiers').expected;
  const [event, request, person] = [demanded(jti[0]), demanded(req[0]), demanded(ps[0])];
  return {
    ...{ K_id: eventIds, 'jti over': hexText(event.over), jti: event.is },
    ...{ 'req over': request.over, req: request.is },
    ...{ K_ps: pseudonyms, 'ps over': hexText(person.over), ps: person.is },
  };
}

function sealedExample(): Example {
  const { input, expected } = vector<Sealing>('sealing');
  const { slots, ct } = expected.sealed;
  const { text, digest, aad, box } = demanded(slots.find(({ path }) => path === 'persons/0/particulars'));
  const [id] = demanded((JSON.parse(aad) as [string, string, string, string, string[]])[4]);
  const key = demanded(input.keys.find((one) => one.id === id)).bytes;
  const boxes = [...slots].sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ box: bytes }) => sha256(bytes));
  return { disclosure: text, digest, aad, 'data key': key, box, d: boxes.join(' '), ct };
}

const sha256 = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');

function treeExample({ input, expected }: Log): Example {
  const leaves = Object.fromEntries(input.leaves.map((leaf, index) => [`leaf ${index}`, leaf]));
  const older = demanded(expected.roots[input.olderSize]);
  const root = demanded(expected.roots[input.leaves.length]);
  const consistency = expected.consistency.join(' ');
  return { ...leaves, [`root at ${input.olderSize}`]: older, [`root at ${input.leaves.length}`]: root, consistency };
}

function headsExample({ payload, disclosures }: Statement, list: string): Example {
  const { text, digest } = demanded(disclosures.find(({ path }) => path === 'KHM'));
  return { payload, disclosure: text, digest, 'heads/KHM.txt': JSON.stringify(list) };
}

function keyProofExample(): Example {
  const { crv, kty, x } = vector<{ readonly log: Readonly<Record<string, string>> }>('keys').log;
  const { kid, proof } = demanded(vector<KeyProofs>('key-proofs').expected[1]);
  return { jwk: JSON.stringify({ crv, kty, x }), kid, proof };
}

/** Of position 5, as it stands in each view of the file, and the view of the whole ledger. */
function viewsExample(): Example {
  const { expected } = vector<Views>('views');
  const entryIn = (name: string): string => {
    const { entries } = JSON.parse(demanded(expected[name])) as {
      readonly entries: readonly { readonly position: number }[];
    };
    return JSON.stringify(demanded(entries.find(({ position }) => position === 5)));
  };
  const files = ['views/timeline.1.json', 'views/audit-trail.1.json'];
  return {
    ...Object.fromEntries(files.map((name) => [name, entryIn(name)])),
    'views/tally.1.json': demanded(expected['views/tally.1.json']),
  };
}

function ciphertextsExample(): string {
  const { boxes } = demanded(vector<Ledger>('ledger').input.statements[4]?.seal);
  const digests = Object.entries(boxes)
    .sort()
    .map(([path, box]) => [path, sha256(box)] as const);
  return JSON.stringify({ position: 4, digests: Object.fromEntries(digests) });
}

function documentExample(): Example {
  const { input, expected } = vector<Sealing>('sealing');
  const index = input.documents.findIndex(({ name }) => name === 'short');
  const { keys, length, step } = demanded(input.documents[index]);
  const { content, file } = demanded(expected.documents[index]);
  const ikm = [...keys].sort().map((id) => demanded(input.keys.find((key) => key.id === id)).bytes);
  const plaintext = Buffer.from(Uint8Array.from({ length }, (_, i) => (i * step) % 256)).toString('hex');
  return { plaintext, 'data keys': ikm.join(' '), 'all bytes': demanded(content), address: file };
}

function kafkaExample(): Example {
  const { key, headers, value } = demanded(vector<readonly Message[]>('kafka-message')[1]).expected;
  return { key, ...headers, value };
}

function kurrentExample(): Example {
  interface Event {
    readonly event: Readonly<Record<'type' | 'id' | 'data' | 'metadata', string>>;
  }
  const { type, id, data, metadata } = demanded(vector<readonly Event[]>('kurrentdb-event')[0]).event;
  return { type, id, data: hexText(data), metadata };
}

/** The lines of an example as the page shows them. */
export function exampleText(example: Example | string): string {
  if (typeof example === 'string') return example;
  const width = Math.max(...Object.keys(example).map(({ length }) => length));
  return Object.entries(example)
    .map(([name, value]) => `${name.padEnd(width)}  ${value}`)
    .join('\n');
}

const marker = (name: string): string => `<!-- example: ${name} -->\n\n\`\`\`text\n`;
const fence = '\n```\n';

/** What stands in the block after `<!-- example: name -->`; `undefined` when there is none. */
export function exampleIn(page: string, name: string): string | undefined {
  const after = page.split(marker(name))[1];
  const end = after?.indexOf(fence) ?? -1;
  return end === -1 ? undefined : after?.slice(0, end);
}

/** The page with the block of an example that is marked in it. */
export function withExample(page: string, name: string, text: string): string {
  const known = exampleIn(page, name);
  if (known !== undefined) return page.replace(marker(name) + known, () => marker(name) + text);
  return page.replace(`<!-- example: ${name} -->\n`, () => `${marker(name)}${text}${fence}`);
}
