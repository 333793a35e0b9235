export { bootstrap, type ListenOptions, type RunningService } from './bootstrap.js';
export { documentsPath } from './bodies.js';
export { Env, environmentOf, type EnvironmentVariable, readConfig } from './config.js';
export { DevelopmentIssuer, DevelopmentTokensController } from './development-issuer.js';
export { HealthController, type ReadinessCheck, readinessChecks } from './health.controller.js';
export {
  Authenticator,
  type Identity,
  publicIdentity,
  remoteIssuer,
  TokenAuthenticator,
  tokenAudience,
} from './identity.js';
export type { LogLevel } from './logger.js';
export { ProblemFilter, statusOf } from './problem.filter.js';
export { Caller, Command, type CommandRequest, requireRole } from './request.js';
