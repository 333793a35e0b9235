import helmet from '@fastify/helmet';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';

import { AuthenticationGuard } from './authentication.guard.js';
import { acceptBodies } from './bodies.js';
import { Authenticator } from './identity.js';
import { createLogger, type LogLevel, NestLogger } from './logger.js';
import { ProblemFilter } from './problem.filter.js';
import { bodyValidation } from './validation.js';

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

const bodyLimit = 1_048_576;

/** Starts a Nest module on Fastify with everything that all services share: problems, authentication, validation, headers, logs. */
export async function bootstrap(module: Type | DynamicModule, options: ListenOptions): Promise<RunningService> {
  const logger = createLogger(options.logLevel);
  const adapter = new FastifyAdapter({
    bodyLimit,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
  });
  acceptBodies(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  await app.register(helmet);
  logRequests(app, logger);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(bodyValidation());
  app.useGlobalGuards(new AuthenticationGuard(app.get(Authenticator, { strict: false })));
  await app.listen(options.port, options.host);
  return { app, url: addressOf(app, options.host), close: () => app.close() };
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
