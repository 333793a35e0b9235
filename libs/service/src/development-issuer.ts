import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ArrayMaxSize, ArrayNotEmpty, IsIn, Matches } from 'class-validator';
import { createLocalJWKSet, type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

import { type Role, roles } from '#libs/ledger';

import { Authenticator, type Identity, TokenAuthenticator, tokenAudience } from './identity.js';
import { giveExample } from './openapi/described.js';

const issuer = 'urn:ledger:development';
const lifetime = '8h';
const claim = 'roles';

export class TokenRequest {
  @Matches(/^[A-Za-z0-9._-]{1,80}$/, {
    message: '$property must be 1 to 80 letters, digits, dots, dashes or underscores',
  })
  subject: string;

  @ArrayNotEmpty()
  @ArrayMaxSize(roles.length)
  @IsIn(roles, { each: true })
  roles: Role[];
}

/**
 * The built-in issuer for trying the ledger on one machine: it gives anybody who asks any role, so it exists only on loopback.
 * Its key lives in memory; tokens end with the process.
 */
export class DevelopmentIssuer extends Authenticator {
  private constructor(
    private readonly key: CryptoKey,
    private readonly authenticator: Authenticator,
  ) {
    super();
  }

  static async create(): Promise<DevelopmentIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('Ed25519');
    const jwk: JWK = { ...(await exportJWK(publicKey)), alg: 'Ed25519' };
    const keys = createLocalJWKSet({ keys: [jwk] });
    return new DevelopmentIssuer(privateKey, new TokenAuthenticator({ issuer, audience: tokenAudience, keys, claim }));
  }

  authenticate(token: string): Promise<Identity> {
    return this.authenticator.authenticate(token);
  }

  issue(subject: string, granted: readonly Role[]): Promise<string> {
    return new SignJWT({ [claim]: granted })
      .setProtectedHeader({ alg: 'Ed25519' })
      .setIssuer(issuer)
      .setAudience(tokenAudience)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(this.key);
  }
}

@Controller('dev/tokens')
export class DevelopmentTokensController {
  constructor(private readonly issuer: DevelopmentIssuer) {}

  /** A token in the roles asked for, for trying the ledger. Who may: anybody on this machine, as it serves on loopback only. */
  @Post()
  @HttpCode(200)
  async issue(@Body() body: TokenRequest): Promise<{ token: string }> {
    return { token: await this.issuer.issue(body.subject, body.roles) };
  }
}

giveExample(TokenRequest, { subject: 'desk', roles: ['mandate_clerk'] });
