import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';

import { LedgerError } from '#libs/ledger';

import { AuthenticationGuard } from './authentication.guard.js';
import { acceptBodies, bodyLimit } from './bodies.js';
import { closeGently, SilentConnections } from './close-gently.js';
import { DevelopmentIssuer, DevelopmentTokensController } from './development-issuer.js';
import { HealthController, type ReadinessCheck, readinessChecks } from './health.controller.js';
import type { Authenticator } from './identity.js';
import { MetricsController, metricsRegistry } from './metrics.controller.js';
import { unusablePort } from './listening-port.js';
import { createLogger, type LogLevel, NestLogger } from './logger.js';
import { type ControllerClass, described as withDescription } from './openapi/described.js';
import { openApiDocument } from './openapi/document.js';
import { Interface, OpenApiController } from './openapi/openapi.controller.js';
import { RegisteredRoutes } from './openapi/registered-routes.js';
import { ProblemFilter } from './problem.filter.js';
import { routeFacts } from './route-facts.js';
import { RevisionTag } from './revision-tag.js';
import type { Front } from './start/start-page.js';
import { FrontOfService, StartController } from './start/start.controller.js';
import { refuseEarly, unreadable } from './unreadable-requests.js';
import { BodyPipe } from './validation.js';

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly logLevel: LogLevel;
}

/** A service that answers at `url` until `close` has returned. */
export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly url: string;
  close(): Promise<void>;
}

/** What a process consists of: the modules of its services, who vouches for callers, and what must work before it is ready. */
export interface Composition {
  readonly modules: readonly DynamicModule[];
  readonly authenticator: Authenticator;
  readonly readiness: readonly ReadinessCheck[];
  /** What the services measure of themselves, served at /metrics. */
  readonly metrics?: Registry;
  /** What a browser is shown at `/`; without one, the way to the interface. */
  readonly front?: Front;
}

/**
 * Serves the modules on Fastify with everything that all services share: problems, authentication, validation, headers, logs, health.
 * Throws `CONFIGURATION` when the development issuer would be reachable from beyond this machine.
 */
export async function bootstrap(composition: Composition, options: ListenOptions): Promise<RunningService> {
  refuseOpenDevelopment(composition.authenticator, options.host);
  const logger = createLogger(options.logLevel);
  const { NestFactory, FastifyAdapter, helmet } = await framework();
  const adapter = new FastifyAdapter({
    bodyLimit,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    ...unreadable,
    http: { requireHostHeader: false },
    routerOptions: { maxParamLength: 300 },
  });
  acceptBodies(adapter.getInstance());
  refuseEarly(adapter.getInstance());
  const registered = new RegisteredRoutes(adapter.getInstance());
  const { root, described } = rootModule(composition);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  await app.register(helmet);
  logRequests(app, logger);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalInterceptors(new RevisionTag());
  app.useGlobalPipes(new BodyPipe());
  app.useGlobalGuards(new AuthenticationGuard(composition.authenticator));
  const silent = new SilentConnections(app.getHttpServer());
  await listen(app, options, () => registered.refuseOthersThan(described.document));
  return { app, url: addressOf(app, options.host), close: () => close(app, silent) };
}

/** Loaded when something is served: a command that only asks a service starts in half the time without it. */
async function framework() {
  const { NestFactory } = await import('@nestjs/core');
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  const { default: helmet } = await import('@fastify/helmet');
  return { NestFactory, FastifyAdapter, helmet };
}

class ServiceRoot {}

interface Root {
  readonly root: DynamicModule;
  readonly described: Interface;
}

const ownControllers = [StartController, HealthController, MetricsController, OpenApiController];

function rootModule({ modules, authenticator, readiness, metrics = metricsRegistry(), front }: Composition): Root {
  const development = authenticator instanceof DevelopmentIssuer;
  const own = withDescription([...ownControllers, ...(development ? [DevelopmentTokensController] : [])], {
    facts: routeFacts,
    parameters: {},
    headings: { OpenApiController: 'This interface', StartController: 'This interface' },
  });
  const served = modules.flatMap(({ controllers }) => (controllers ?? []) as ControllerClass[]);
  const described = new Interface(openApiDocument([...served, ...own]));
  const root = {
    module: ServiceRoot,
    imports: [...modules],
    controllers: [...own],
    providers: [
      { provide: Interface, useValue: described },
      { provide: readinessChecks, useValue: readiness },
      { provide: Registry, useValue: metrics },
      { provide: FrontOfService, useValue: new FrontOfService(front) },
      ...(development ? [{ provide: DevelopmentIssuer, useValue: authenticator }] : []),
    ],
  };
  return { root, described };
}

const loopback = /^(127(\.\d{1,3}){3}|localhost|::1)$/;

/** Throws `CONFIGURATION` when the development issuer would be reachable from beyond this machine. */
export function refuseOpenDevelopment(authenticator: Authenticator, host: string): void {
  if (authenticator instanceof DevelopmentIssuer && !loopback.test(host))
    throw new LedgerError('CONFIGURATION', 'the development issuer serves on loopback only; configure an OIDC issuer');
}

async function listen(app: NestFastifyApplication, { port, host }: ListenOptions, check: () => void): Promise<void> {
  try {
    await app.init();
    check();
    await app.listen(port, host);
  } catch (cause) {
    await app.close();
    if (cause instanceof LedgerError) throw cause;
    throw unusablePort({ port, host }, cause);
  }
}

/** What is asked is answered before anything that answers it is closed. */
async function close(app: NestFastifyApplication, silent: SilentConnections): Promise<void> {
  await closeGently(app.getHttpServer(), silent, () => app.getHttpAdapter().getInstance().close());
  await app.close();
}

function logRequests(app: NestFastifyApplication, logger: Logger): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    logger.info(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
    done();
  });
}

function addressOf(app: NestFastifyApplication, host: string): string {
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
