import { fromBase64url, fromUtf8, toBase64url, utf8, zipBytes } from '#libs/integrity';
import { cloudEvent, type KafkaMessage } from '#libs/kafka';
import { canonicalJson, type JsonObject, parseJson } from '#libs/ledger';
import { withManifest } from '#libs/testing';

import type { Chance } from '../chance.js';
import { addresseesBundle, addresseesFiles } from '../exported.js';
import { claimsOf, Insider } from '../insider.js';
import { doctor, foldViews, kafkaReader, lawyer, rebuild } from '../judges.js';
import type { Scene } from '../scene.js';
import type { Injected, TamperClass } from '../tamper-class.js';

/** Takes a stream out of a State's bundle, its proofs and its line in the list with it. */
async function dropStream(scene: Scene): Promise<Injected> {
  const files = await addresseesFiles(scene);
  const textOf = (name: string): string => fromUtf8(files.find((file) => file.name === name)?.bytes ?? utf8('')) ?? '';
  const listed = textOf('heads/KHM.txt').trimEnd().split('\n');
  const gone = scene.chance.pick(listed);
  const stream = gone.split(' ')[0];
  const own = scene.ledger.entries.filter(({ event }) => event.stream === stream).map(({ event }) => event.position);
  const lines = textOf('statements.jsonl').split('\n');
  const left = lines.filter((line) => !own.some((position) => line.startsWith(`{"position":${position},`)));
  const list = listed.filter((line) => line !== gone).map((line) => `${line}\n`);
  const changed = files
    .filter(({ name }) => !own.some((position) => name === `proofs/${position}.tlog-proof`))
    .filter(({ name }) => !name.startsWith('views/'))
    .map(({ name, bytes }) => {
      if (name === 'heads/KHM.txt') return { name, bytes: utf8(list.join('')) };
      return { name, bytes: name === 'statements.jsonl' ? utf8(left.join('\n')) : bytes };
    });
  scene.bundle = await zipBytes(withManifest(changed));
  return { did: `dropped ${stream}` };
}

/** Changes one column of one row of one view. */
async function editView({ room, chance }: Scene): Promise<Injected> {
  const { views } = await room.views();
  const tables = ['event', 'stream', 'file_stream', 'letter'] as const;
  const filled = await Promise.all(
    tables.map((table) => views.query((sql) => sql`SELECT ctid::text AS place FROM ${sql(table)} ORDER BY ctid`)),
  );
  const table = chance.pick(tables.filter((_, n) => (filled[n]?.length ?? 0) > 0));
  const row = chance.pick(filled[tables.indexOf(table)] ?? []);
  const [column, value] = chance.pick(Object.entries(edits[table] ?? {}));
  await views.query((sql) =>
    sql.unsafe(`UPDATE ${table} SET ${column} = ${value} WHERE ctid = '${String(row['place'])}'::tid`),
  );
  return { did: `edited ${column} of ${table} at ${String(row['place'])}` };
}

const edits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  event: {
    '"on"': `'1999-12-31'`,
    time: `'1999-12-31T00:00:00.000Z'`,
    type: `type || 'x'`,
    stream: `stream || 'x'`,
    role: `role || 'x'`,
    revision: 'revision + 1',
    label: `coalesce(label, '') || 'x'`,
    facts: `'{"edited": true}'`,
  },
  stream: { public: 'NOT public', label: `coalesce(label, '') || 'x'`, name: `name || 'x'` },
  file_stream: { since: 'since + 1', stream: `stream || 'x'`, code: `'LAO' || stream` },
  letter: { open: 'NOT open', obligations: `'{}'`, label: `coalesce(label, '') || 'x'` },
};

/** What the exchange puts on Kafka for everything that is recorded. */
async function published(scene: Scene): Promise<void> {
  await scene.store();
  const rows = await scene.room.rows();
  scene.messages = rows.map(({ position, payload, kid, signature, ...entry }) => {
    const { iss, jti, sub, typ, ver, time } = claimsOf({ ...entry, payload });
    return cloudEvent({ position, previous: undefined, payload, kid, signature, iss, jti, sub, typ, ver, time });
  });
}

type Alter = (message: KafkaMessage, chance: Chance, other: KafkaMessage) => KafkaMessage;

const header = (message: KafkaMessage, name: string): string => String(message.headers[name]);
const withHeader = (message: KafkaMessage, name: string, text: string): KafkaMessage => ({
  ...message,
  headers: { ...message.headers, [name]: text },
});

/** Everything of a message that whoever reads it puts the statement together from. */
const alterations: Readonly<Record<string, Alter>> = {
  'a byte of the value': (message, chance) => ({ ...message, value: chance.flipped(message.value) }),
  'the signature': (message, chance) =>
    withHeader(message, 'ce_sig', toBase64url(chance.flipped(fromBase64url(header(message, 'ce_sig')) ?? utf8('x')))),
  'the key': (message, chance) => withHeader(message, 'ce_kid', toBase64url(chance.bytes(32))),
  'the value for that of another': (message, _, other) => ({ ...message, value: other.value }),
  'the position for that of another': (message, _, other) =>
    withHeader(message, 'ce_position', header(other, 'ce_position')),
};

async function alterMessage({ chance, messages }: Scene): Promise<Injected> {
  const at = chance.between(0, messages.length);
  const message = messages[at] as KafkaMessage;
  const other = chance.pick(messages.filter((one) => one !== message));
  const [did, alter] = chance.pick(Object.entries(alterations));
  messages[at] = alter(message, chance, other);
  return { did: `altered ${did} in message ${at}` };
}

interface Box {
  readonly box: string;
}

async function editBox({ room, chance }: Scene): Promise<Injected> {
  const entry = chance.pick((await room.rows()).filter(({ boxes }) => boxes !== null));
  const rows = parseJson(fromUtf8(entry.boxes ?? utf8('')) ?? '') as unknown as (JsonObject & Box)[];
  const at = chance.between(0, rows.length);
  const bytes = chance.flipped(fromBase64url(rows[at]?.box ?? '') ?? utf8('x'));
  const changed = rows.map((row, n) => (n === at ? { ...row, box: toBase64url(bytes) } : row));
  await new Insider(room).setBoxes(entry.position, utf8(canonicalJson(changed)));
  return { did: `edited box ${at} at ${entry.position}` };
}

/** Each of the two then has the ciphertexts of the other, paths and all. */
async function exchangeBoxes({ room, chance }: Scene): Promise<Injected> {
  const sealed = (await room.rows()).filter(({ boxes }) => boxes !== null);
  const one = chance.pick(sealed);
  const other = chance.pick(sealed.filter(({ position }) => position !== one.position));
  const insider = new Insider(room);
  await insider.setBoxes(one.position, other.boxes ?? utf8(''));
  await insider.setBoxes(other.position, one.boxes ?? utf8(''));
  return { did: `exchanged the boxes of ${one.position} and ${other.position}` };
}

const stored = (scene: Scene): Promise<void> => scene.store();

export const inCopies: readonly TamperClass[] = [
  {
    name: 'stream-dropped',
    what: 'A stream and its line dropped',
    by: 'edited file',
    judge: lawyer,
    own: ['HEADS_LIST'],
    prepare: async (scene) => void (scene.bundle = await addresseesBundle(scene)),
    inject: dropStream,
  },
  {
    name: 'view-row-edited',
    what: 'A row of a read model edited',
    by: 'superuser SQL',
    judge: rebuild,
    own: ['VIEW_DIFFERS'],
    prepare: async (scene) => {
      await scene.store();
      await foldViews(scene.room);
    },
    inject: editView,
  },
  {
    name: 'kafka-altered',
    what: 'A Kafka message altered',
    by: 'edited message',
    judge: kafkaReader,
    own: ['INCLUSION'],
    prepare: published,
    inject: alterMessage,
  },
  {
    name: 'ciphertexts-edited',
    what: 'Ciphertexts edited',
    by: 'superuser SQL',
    judge: doctor,
    own: ['CIPHERTEXTS'],
    prepare: stored,
    inject: editBox,
  },
  {
    name: 'ciphertexts-exchanged',
    what: 'Ciphertexts exchanged between events',
    by: 'superuser SQL',
    judge: doctor,
    own: ['CIPHERTEXTS'],
    prepare: stored,
    inject: exchangeBoxes,
  },
];
