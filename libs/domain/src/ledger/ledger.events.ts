import type { CatalogueOf } from '#libs/ledger';
import {
  Count,
  Distinct,
  HexDigest,
  Key32,
  Matching,
  Nested,
  OccurredOn,
  OneOf,
  Optional,
  Text,
} from '../validation.js';

const keyPurposes = ['issuer', 'log', 'intake', 'agency'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

const headsAudiences = ['addressee', 'public'] as const;
export type HeadsAudience = (typeof headsAudiences)[number];

/** Leaf 0: what this ledger is called, whose files it keeps and what it promises. */
export class LedgerFounded {
  @OccurredOn()
  readonly on: string;

  @Matching(/^[a-z0-9.:_-][a-z0-9./:_-]{0,119}$/, 'an origin of a-z 0-9 . / : _ -')
  readonly origin: string;

  /** Every code in force, sorted. */
  @Distinct(1000, /^[A-Z]{3}$/)
  readonly codes: readonly string[];

  @Text(500)
  readonly promise: string;
}

/** The whole list of codes in force from here on; it only grows, so that no file ever ends. */
export class CodesAdopted {
  @OccurredOn()
  readonly on: string;

  /** Sorted. */
  @Distinct(1000, /^[A-Z]{3}$/)
  readonly codes: readonly string[];
}

export class PolicyAdopted {
  @OccurredOn()
  readonly on: string;

  @Matching(/^[a-z0-9][a-z0-9.-]{0,119}$/, 'a file name in lower case')
  readonly file: string;

  /** SHA-256 of the file's text. */
  @HexDigest()
  readonly digest: string;
}

/** RFC 8037 public key with exactly these three members. */
export class PublicJwk {
  @OneOf(['Ed25519', 'X25519'])
  readonly crv: 'Ed25519' | 'X25519';

  @OneOf(['OKP'])
  readonly kty: 'OKP';

  @Key32()
  readonly x: string;
}

export class KeyAdded {
  @OccurredOn()
  readonly on: string;

  /** RFC 7638 thumbprint of `jwk`. */
  @Key32()
  readonly kid: string;

  @Nested(() => PublicJwk)
  readonly jwk: PublicJwk;

  @OneOf(keyPurposes)
  readonly purpose: KeyPurpose;

  /** Compact JWS by the key itself over `ledger-key/1 <iss> <kid> <purpose>`; absent for intake keys, which cannot sign. */
  @Optional()
  @Matching(/^[A-Za-z0-9_-]{1,400}\.[A-Za-z0-9_-]{1,400}\.[A-Za-z0-9_-]{86}$/, 'a compact JWS')
  readonly proof?: string;

  @Optional()
  @Text(120)
  readonly agency?: string;

  /** The `ce_source` of the agency. */
  @Optional()
  @Text(200)
  readonly source?: string;
}

/** The key signs nothing after this. */
export class KeyRetired {
  @OccurredOn()
  readonly on: string;

  @Key32()
  readonly kid: string;
}

/** The key is in wrong hands: what it signed from the last trusted size on is doubted, and nothing it signs later is accepted. */
export class KeyRevoked {
  @OccurredOn()
  readonly on: string;

  @Key32()
  readonly kid: string;

  @Count()
  readonly lastTrustedSize: number;
}

/** Every stream of every addressee with its last revision, as fingerprints that are disclosed one by one. */
class HeadsRecorded {
  @OccurredOn()
  readonly on: string;

  @OneOf(headsAudiences)
  readonly audience: HeadsAudience;

  /** The size of the ledger below this event, which is its own position. */
  @Count()
  readonly size: number;

  /** Last revision of `ledger-keys` below `size`. */
  @Count()
  readonly keys: number;

  /** Last revision of `ledger-policy` below `size`. */
  @Count()
  readonly policy: number;
}

export const ledgerPolicyEvents = {
  LedgerFounded: {
    payload: LedgerFounded,
    ver: 1,
    recordedBy: ['operator'],
    sentence: 'Ledger {origin} founded',
    icon: 'foundation',
  },
  CodesAdopted: {
    payload: CodesAdopted,
    ver: 1,
    recordedBy: ['operator'],
    sentence: 'Addressee codes adopted',
    icon: 'codes',
  },
  PolicyAdopted: {
    payload: PolicyAdopted,
    ver: 1,
    recordedBy: ['operator'],
    sentence: 'Policy {file} adopted',
    icon: 'policy',
  },
} as const satisfies CatalogueOf<'ledger-policy'>;

export const ledgerKeysEvents = {
  KeyAdded: {
    payload: KeyAdded,
    ver: 1,
    recordedBy: ['operator'],
    sentence: 'Key for {purpose} added',
    icon: 'key',
  },
  KeyRetired: {
    payload: KeyRetired,
    ver: 1,
    recordedBy: ['operator'],
    sentence: 'Key retired',
    icon: 'key-retired',
  },
  KeyRevoked: {
    payload: KeyRevoked,
    ver: 1,
    recordedBy: ['operator'],
    sentence: 'Key revoked; trusted up to {lastTrustedSize} entries',
    icon: 'key-revoked',
  },
} as const satisfies CatalogueOf<'ledger-keys'>;

export const ledgerHeadsEvents = {
  HeadsRecorded: {
    payload: HeadsRecorded,
    ver: 1,
    recordedBy: ['clock'],
    sentence: 'Heads recorded for the audience {audience}',
    icon: 'heads',
  },
} as const satisfies CatalogueOf<'ledger-heads'>;
