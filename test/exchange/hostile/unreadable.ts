import { deflateRawSync } from 'node:zlib';

import { type Kinds, honest, type Made, misdirected, noise, raw, sent, unreadable } from './kinds.js';
import { sealedByHand } from './sealed-by-hand.js';

const bomb = deflateRawSync(Buffer.alloc(50_000_000));
const noPoint = Buffer.alloc(32).toString('base64url');

function spoilt(text: string, below: Made['below']): Buffer {
  const bytes = Buffer.from(text);
  const at = below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
  return bytes;
}

/** The message with a member more in its header, whose bytes the seal covers. */
function withHeader(text: string, more: object): string {
  const [header = '', ...rest] = text.split('.');
  const read = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
  return [Buffer.from(JSON.stringify({ ...read, ...more })).toString('base64url'), ...rest].join('.');
}

const byHand = async ({ cast, id }: Made, more: object): Promise<ReturnType<typeof raw>> =>
  raw(sealedByHand(Buffer.from((await honest(cast.agency, id)).jws), more, cast.intake), cast, id);

/** What is no message to the registry, or was one before it was altered on its way. */
export const unreadableKinds: Kinds = {
  noise: { ends: unreadable, make: ({ cast, below, id }) => raw(noise(below(300), below), cast, id) },
  nothing: { ends: unreadable, make: ({ cast, id }) => raw('', cast, id) },
  tombstone: { ends: unreadable, make: ({ cast, id }) => ({ ...raw('', cast, id), value: null }) },
  dots: { ends: unreadable, make: ({ cast, below, id }) => raw('.'.repeat(below(100_000)), cast, id) },
  large: { ends: unreadable, rare: 8, make: ({ cast, id }) => raw(Buffer.alloc(530_000, 'x'), cast, id) },
  largest: { ends: unreadable, rare: 8, make: ({ cast, id }) => raw(Buffer.alloc(1_040_000, '.'), cast, id) },
  'a bit flipped': {
    // The last bits of base64url may say nothing.
    ends: [...unreadable, 'recorded'],
    make: async ({ cast, below, id }) => raw(spoilt((await honest(cast.agency, id)).text, below), cast, id),
  },
  'cut off': {
    ends: unreadable,
    make: async ({ cast, below, id }) => raw((await honest(cast.agency, id)).text.slice(1 + below(200)), cast, id),
  },
  'header altered': {
    ends: unreadable,
    make: async ({ cast, id }) => raw(withHeader((await honest(cast.agency, id)).text, { cty: 'x' }), cast, id),
  },
  'no point of the curve': {
    ends: unreadable,
    make: async ({ cast, id }) => {
      const epk = { crv: 'X25519', kty: 'OKP', x: noPoint };
      return raw(withHeader((await honest(cast.agency, id)).text, { epk }), cast, id);
    },
  },
  'to another intake key': {
    ends: unreadable,
    make: async ({ cast, id }) => {
      const { jws } = await honest(cast.agency, id);
      return raw(await cast.agency.seal(jws, {}, cast.otherIntake), cast, id);
    },
  },
  'to another key under the kid of the intake key': {
    ends: unreadable,
    make: async ({ cast, id }) => {
      const { jws } = await honest(cast.agency, id);
      return raw(await cast.agency.seal(jws, { kid: cast.intake.kid }, cast.otherIntake), cast, id);
    },
  },
  'a bomb': {
    ends: unreadable,
    make: ({ cast, id }) => raw(sealedByHand(bomb, { zip: 'DEF' }, cast.intake), cast, id),
  },
  'a critical extension': { ends: unreadable, make: (made) => byHand(made, { crit: ['b64'], b64: false }) },
  'by hand, and well': { ends: ['recorded'], make: (made) => byHand(made, {}) },
  'without headers': {
    ends: misdirected,
    make: async ({ cast, id }) => ({ ...sent(await honest(cast.agency, id)), headers: {} }),
  },
  'headers of other letters': {
    ends: misdirected,
    make: ({ below }) => ({
      value: noise(50, below),
      headers: { ce_id: 'é'.repeat(below(400)), ce_source: Buffer.from('00eda080ff', 'hex') },
    }),
  },
  'too long an id': {
    ends: misdirected,
    make: async ({ cast, id }) => raw((await honest(cast.agency, id)).text, cast, id.repeat(2000)),
  },
  'headers twice': {
    ends: misdirected,
    make: async ({ cast, id }) => ({
      ...sent(await honest(cast.agency, id)),
      headers: { ce_id: [id, `${id}-other`], ce_source: cast.agency.source },
    }),
  },
  'many headers': {
    ends: ['recorded'],
    make: async ({ cast, id }) => {
      const message = sent(await honest(cast.agency, id));
      const more = Array.from({ length: 3000 }, (_, n): [string, string] => [`x-${n}`, '']);
      return { ...message, headers: { ...message.headers, ...Object.fromEntries(more) } };
    },
  },
};
