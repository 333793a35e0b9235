import { type KeyOnRecord } from '#libs/domain';
import { isEd25519Jwk, readSignedMessage } from '#libs/integrity';
import { topicName } from '#libs/kafka';
import { isJsonObject, LedgerError, parseJson } from '#libs/ledger';

const signedType = 'ledger-consumption+jws';
const largest = 4096;

/** What an agency says to have read: everything on a topic up to a position. */
export interface Confirmation {
  readonly agency: string;
  readonly topic: string;
  readonly position: number;
}

/** What a confirmation is held against. */
export interface Known {
  readonly origin: string;
  /** How many events the ledger has. */
  readonly size: number;
  readonly keys: readonly KeyOnRecord[];
}

/**
 * The confirmation in a message: a compact JWS by a key of the agency in force over `{iss, aud, topic, position}`. Throws
 * `SUBMISSION_UNVERIFIED`, `KEY_UNKNOWN`, `KEY_ENDED`, `SUBMISSION_MISDIRECTED` or `POSITION_UNKNOWN`.
 */
export async function readConfirmation(value: Uint8Array | undefined, known: Known): Promise<Confirmation> {
  const bounded = value === undefined || value.length > largest ? '' : Buffer.from(value).toString('utf8');
  const signed = readSignedMessage(bounded, signedType);
  if (signed === undefined) throw new LedgerError('SUBMISSION_UNVERIFIED', `it is no ${signedType}`);
  const key = known.keys.find(({ kid }) => kid === signed.kid);
  if (key?.agency === undefined) throw new LedgerError('KEY_UNKNOWN');
  if (key.state !== 'current') throw new LedgerError('KEY_ENDED');
  if (!isEd25519Jwk(key.jwk) || !(await signed.isSignedBy(key.jwk))) throw new LedgerError('SUBMISSION_UNVERIFIED');
  const said = parseJson(Buffer.from(signed.payload).toString('utf8'));
  const { iss, aud, topic, position } = isJsonObject(said) ? said : {};
  if (iss !== key.source || aud !== known.origin) throw new LedgerError('SUBMISSION_MISDIRECTED');
  if (topic !== topicName('publicEvents') && topic !== topicName('agencyEvents', key.agency))
    throw new LedgerError('SUBMISSION_MISDIRECTED');
  if (typeof position !== 'number' || position < 0 || position >= known.size) throw new LedgerError('POSITION_UNKNOWN');
  return { agency: key.agency, topic, position };
}
