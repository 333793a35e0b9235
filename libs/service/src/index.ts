export { bootstrap, type Composition, type ListenOptions, type RunningService } from './bootstrap.js';
export { clockFrom, SystemClock } from './clocks.js';
export { documentsPath } from './bodies.js';
export { Env, environmentOf, type EnvironmentVariable, readConfig } from './config.js';
export { DevelopmentIssuer } from './development-issuer.js';
export type { ReadinessCheck } from './health.controller.js';
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
export { askedToEnd, runUntilAsked, type Started } from './run-until-asked.js';
export { authenticatorOf, ServiceConfig } from './service.config.js';
export { Caller, Command, type CommandRequest, pathOf, requireRole } from './request.js';
