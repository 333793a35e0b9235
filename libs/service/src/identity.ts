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

export class TokenAuthenticator extends Authenticator {
  constructor(private readonly options: IssuerOptions) {
    super();
  }

  async authenticate(token: string): Promise<Identity> {
    const { issuer, audience, keys, claim } = this.options;
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, { issuer, audience, requiredClaims: ['sub', 'exp'] }));
    } catch (cause) {
      throw new LedgerError('UNAUTHENTICATED', [], { cause });
    }
    const named = payload[claim];
    const roles = Array.isArray(named) ? named.filter(isRole).filter((role) => !reserved.has(role)) : [];
    return { issuer, subject: payload.sub ?? '', roles };
  }
}

/** The clock and the operator act inside the ledger; no token may claim to be them. */
const reserved: ReadonlySet<Role> = new Set(['clock', 'operator']);

export const tokenAudience = 'allegation-ledger';

/** Tokens of an external OIDC issuer, its keys fetched and cached from its JWKS address. */
export const remoteIssuer = (issuer: string, jwksUrl: string, claim: string): Authenticator =>
  new TokenAuthenticator({ issuer, audience: tokenAudience, keys: createRemoteJWKSet(new URL(jwksUrl)), claim });
