import { IsIn, IsInt, IsOptional, IsUrl, Matches, Max, Min, ValidateIf } from 'class-validator';

import { Env } from './config.js';
import { DevelopmentIssuer } from './development-issuer.js';
import { type Authenticator, remoteIssuer } from './identity.js';
import type { LogLevel } from './logger.js';

/** What every service can be told; each app's configuration class extends it. */
export class ServiceConfig {
  @Env('LEDGER_HOST', 'address to listen on')
  @Matches(/^[A-Za-z0-9.:-]{1,253}$/, { message: 'a host name or address' })
  host = '127.0.0.1';

  @Env('LEDGER_PORT', 'port to listen on; 0 takes a free one')
  @IsInt({ message: 'a port number' })
  @Min(0, { message: 'a port number' })
  @Max(65_535, { message: 'a port number' })
  port = 8080;

  @Env('LOG_LEVEL', 'least level that is logged')
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], { message: 'fatal, error, warn, info, debug or silent' })
  logLevel: LogLevel = 'warn';

  @Env('OIDC_ISSUER', 'issuer of the tokens; unset, the built-in development issuer serves on loopback')
  @IsOptional()
  @IsUrl({ require_tld: false }, { message: 'a URL' })
  oidcIssuer?: string;

  @Env('OIDC_JWKS_URL', 'where the issuer publishes its keys')
  @ValidateIf((config: ServiceConfig) => config.oidcIssuer !== undefined)
  @IsUrl({ require_tld: false }, { message: 'a URL, needed with OIDC_ISSUER' })
  oidcJwksUrl?: string;

  @Env('OIDC_ROLES_CLAIM', 'claim of a token that lists the roles')
  @Matches(/^[\w:./-]{1,120}$/, { message: 'the name of a claim' })
  oidcRolesClaim = 'roles';
}

/** The issuer that the configuration names, or a development issuer of this process alone. */
export async function authenticatorOf(config: ServiceConfig): Promise<Authenticator> {
  const { oidcIssuer, oidcJwksUrl, oidcRolesClaim } = config;
  if (oidcIssuer === undefined || oidcJwksUrl === undefined) return DevelopmentIssuer.create();
  return remoteIssuer(oidcIssuer, oidcJwksUrl, oidcRolesClaim);
}
