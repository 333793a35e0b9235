import { canonicalJson, isJsonObject, type Json, parseJson } from '#libs/ledger';
import { toHex } from './bytes.js';
import { type Ed25519Jwk, isEd25519Jwk } from './keys.js';
import { type VerifierKey, parseVerifierKey } from './note.js';
import { sha256 } from './platform.js';
import { parseWitnessPolicy, type WitnessPolicy } from './witness-policy.js';

/** What a verifier pins (`ledger-trust/1`): which log, whose first key, which witnesses. */
export interface Trust {
  readonly origin: string;
  readonly genesis: Ed25519Jwk;
  readonly log: VerifierKey;
  readonly policy: WitnessPolicy;
}

export interface TrustFields {
  readonly origin: string;
  readonly genesis: Ed25519Jwk;
  /** C2SP vkey of type 0x01. */
  readonly log: string;
  /** tlog-policy text without log lines; `quorum none` and a line feed when there are no witnesses. */
  readonly witnesses: string;
}

const format = 'ledger-trust/1';

/** The text of `trust.json`: JCS without a final newline. */
export const formatTrust = ({ origin, genesis, log, witnesses }: TrustFields): string =>
  canonicalJson({ format, genesis, log, origin, witnesses });

/** SHA-256 of the text, lowercase hex: what reports print in their footer. */
export const trustDigest = (text: string): string => toHex(sha256(text));

/** The pinned trust; `undefined` when the text is not exactly a `ledger-trust/1`. */
export function parseTrust(text: string): Trust | undefined {
  const value = readJson(text);
  if (!isJsonObject(value) || canonicalJson(value) !== text) return undefined;
  const { format: named, genesis, log, origin, witnesses, ...more } = value;
  if (named !== format || Object.keys(more).length > 0 || !isEd25519Jwk(genesis)) return undefined;
  if (typeof log !== 'string' || typeof origin !== 'string' || typeof witnesses !== 'string') return undefined;
  const key = parseVerifierKey(log);
  const policy = parseWitnessPolicy(witnesses);
  if (key?.type !== 1 || key.name !== origin || policy === undefined) return undefined;
  return { origin, genesis, log: key, policy };
}

function readJson(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
