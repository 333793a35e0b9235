export { readJson } from './bodies.js';
export {
  bootstrap,
  type Composition,
  type ListenOptions,
  refuseOpenDevelopment,
  type RunningService,
} from './bootstrap.js';
export { clockFrom, SystemClock } from './clocks.js';
export { Env, environmentOf, type EnvironmentVariable, ledgerOrigin, readConfig } from './config.js';
export { DevelopmentIssuer } from './development-issuer.js';
export { ExchangeCredential, ShownSecret } from './exchange-credential.js';
export type { ReadinessCheck } from './health.controller.js';
export { type Authenticator, type Identity, publicIdentity } from './identity.js';
export { demandPort, unusablePort } from './listening-port.js';
export type { LogLevel } from './logger.js';
export { Asked, type Given, type QueryParameter } from './openapi/asked.js';
export { described, type Description, exampleOf, giveExample, reads, type RouteFacts } from './openapi/described.js';
export { routesOf } from './openapi/routes.js';
export { Schemas } from './openapi/schemas.js';
export { metricsRegistry } from './metrics.controller.js';
export { statusOf } from './problem-document.js';
export { askedToEnd, runUntilAsked, type Started } from './run-until-asked.js';
export { authenticatorOf, ServiceConfig } from './service.config.js';
export { Caller, Command, type CommandRequest, pathOf, requireRole } from './request.js';
export type { Front, FrontLink } from './start/start-page.js';
export { BodyPipe, validated } from './validation.js';
