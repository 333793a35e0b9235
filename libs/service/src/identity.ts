import { createRemoteJWKSet, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';

import { isRole, LedgerError, type Role } from '#libs/ledger';

/** Who is asking, as an identity provider vouched for it. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly roles: readonly Role[];
}

export const publicIdentity: Identity = { issuer: '', subject: '', roles: ['public'] };

/** Turns a bearer token into an identity. Throws `UNAUTHENTICATED` for any token it does not accept. */
export abstract class Authenticator {
  abstract authenticate(token: string): Promise<Identity>;
}

/** Where the tokens of one OIDC issuer are checked: `claim` holds a list of role names. */
export interface IssuerOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly claim: string;
}

/** How long a token that was checked is believed without being checked again, in milliseconds. */
const believedFor = 60_000;
/** How many are remembered. */
const mostRemembered = 1000;

interface Remembered {
  readonly identity: Identity;
  readonly until: number;
}

/**
 * Checks tokens. A client sends the same one with every request and checking a signature is most of what that costs, so what a token says is
 * remembered for a minute, never beyond its expiry; a key that its issuer withdraws is believed no longer than that.
 */
export class TokenAuthenticator extends Authenticator {
  private readonly remembered = new Map<string, Remembered>();

  constructor(private readonly options: IssuerOptions) {
    super();
  }

  async authenticate(token: string): Promise<Identity> {
    const known = this.remembered.get(token);
    if (known !== undefined && Date.now() < known.until) return known.identity;
    this.remembered.delete(token);
    const payload = await this.check(token);
    const identity = this.identityIn(payload);
    const until = Math.min((payload.exp ?? 0) * 1000, Date.now() + believedFor);
    this.remembered.set(token, { identity, until });
    for (const oldest of [...this.remembered.keys()].slice(0, -mostRemembered)) this.remembered.delete(oldest);
    return identity;
  }

  private async check(token: string): Promise<JWTPayload> {
    const { issuer, audience, keys } = this.options;
    try {
      return (await jwtVerify(token, keys, { issuer, audience, requiredClaims: ['sub', 'exp'] })).payload;
    } catch (cause) {
      throw new LedgerError('UNAUTHENTICATED', [], { cause });
    }
  }

  private identityIn({ sub = '', [this.options.claim]: named }: JWTPayload): Identity {
    const roles = Array.isArray(named) ? named.filter(isRole).filter((role) => !reserved.has(role)) : [];
    return { issuer: this.options.issuer, subject: sub, roles };
  }
}

/** The clock and the operator act inside the ledger; no token may claim to be them. */
const reserved: ReadonlySet<Role> = new Set(['clock', 'operator']);

export const tokenAudience = 'allegation-ledger';

/** Tokens of an external OIDC issuer, its keys fetched and cached from its JWKS address. */
export const remoteIssuer = (issuer: string, jwksUrl: string, claim: string): Authenticator =>
  new TokenAuthenticator({ issuer, audience: tokenAudience, keys: createRemoteJWKSet(new URL(jwksUrl)), claim });
