import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import {
  HEADERS_METADATA,
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PARAMTYPES_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

import type { PayloadClass } from '#libs/ledger';

import { askedFactory, type QueryParameter } from './asked.js';
import { type ControllerClass, descriptionOf, type Parameter, readBy, type RouteFact } from './described.js';

/** One route as its decorators declare it. */
export interface Route {
  /** `Class.method`. */
  readonly id: string;
  readonly controller: ControllerClass;
  readonly method: string;
  /** As Fastify writes it: `/v1/allegations/:id`. */
  readonly path: string;
  readonly status: number;
  readonly mediaType: string | undefined;
  /** The class of its JSON body; `file` for a body that is a file of any kind. */
  readonly body: PayloadClass | 'file' | undefined;
  readonly parameters: readonly Parameter[];
  readonly fact: RouteFact | undefined;
}

interface Argument {
  readonly index: number;
  readonly data?: unknown;
  readonly factory?: (...given: never[]) => unknown;
}

/** The routes of a controller, in the order they are written in. */
export function routesOf(controller: ControllerClass): Route[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor' && metadata(METHOD_METADATA, prototype[name]) !== undefined)
    .map((name) => routeOf(controller, name));
}

function routeOf(controller: ControllerClass, name: string): Route {
  const handler = (controller.prototype as Record<string, object>)[name];
  const method = RequestMethod[metadata<number>(METHOD_METADATA, handler) ?? 0] ?? '';
  const path = joined(metadata(PATH_METADATA, controller), metadata(PATH_METADATA, handler));
  const args = Object.entries(metadata<Record<string, Argument>>(ROUTE_ARGS_METADATA, controller, name) ?? {});
  const headers = metadata<{ name: string; value: string }[]>(HEADERS_METADATA, handler) ?? [];
  const id = `${controller.name}.${name}`;
  return {
    ...{ id, controller, method, path },
    status: metadata<number>(HTTP_CODE_METADATA, handler) ?? (method === 'POST' ? 201 : 200),
    mediaType: headers.find((header) => header.name === 'content-type')?.value,
    body: bodyOf(controller, name, args),
    parameters: [...pathParameters(controller, path), ...args.flatMap(([, argument]) => carriedBy(argument))],
    fact: descriptionOf(controller)?.facts.routes[id],
  };
}

function bodyOf(
  controller: ControllerClass,
  name: string,
  args: readonly (readonly [string, Argument])[],
): Route['body'] {
  const body = args.find(([key]) => Number(key.split(':')[0]) === (RouteParamtypes.BODY as number));
  if (body === undefined) return undefined;
  const types = metadata<PayloadClass[]>(PARAMTYPES_METADATA, controller.prototype, name) ?? [];
  const type = types[body[1].index];
  return type === undefined || (type as unknown) === Object || type.name === 'Readable' ? 'file' : type;
}

function carriedBy({ factory, data }: Argument): readonly Parameter[] {
  if (factory === undefined) return [];
  if (factory !== (askedFactory as unknown)) return readBy(factory);
  return (data as readonly QueryParameter[]).map((parameter) => ({ ...parameter, in: 'query', required: false }));
}

function pathParameters(controller: ControllerClass, path: string): readonly Parameter[] {
  const known = descriptionOf(controller)?.parameters ?? {};
  const names = [...path.matchAll(/:(\w+)|(\*)/g)].map(([, name]) => name ?? 'path');
  return names.map((name) => {
    const said = known[name] ?? { description: name, schema: { type: 'string' } };
    return { name, in: 'path', required: true, ...said };
  });
}

const joined = (...parts: readonly unknown[]): string =>
  `/${parts
    .map((part) => String(part).replace(/^\/|\/$/g, ''))
    .filter((part) => part !== '')
    .join('/')}`;

function metadata<T = unknown>(key: string, target: unknown, property?: string): T | undefined {
  if (typeof target !== 'object' && typeof target !== 'function') return undefined;
  if (target === null) return undefined;
  return (property === undefined ? Reflect.getMetadata(key, target) : Reflect.getMetadata(key, target, property)) as
    T | undefined;
}
