import 'reflect-metadata';

import { type ErrorCode, type Json, type JsonObject, type PayloadClass } from '#libs/ledger';

/** What a request carries besides its body. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: JsonObject;
}

/** What the source says of a route and reflection does not; written by `npm run tables`, held to the source by a spec. */
export interface RouteFact {
  /** The method's doc comment: a sentence of what it does, and what else there is to say. */
  readonly about: string;
  /** JSON Schema of the value it answers with; a component's name or an inline schema. Absent for a file. */
  readonly answer?: JsonObject;
  /** Media type of the file it answers with. */
  readonly file?: string;
  /** Every code that can be thrown on the way through it. */
  readonly codes: readonly ErrorCode[];
}

export interface RouteFacts {
  /** By `Class.method`. */
  readonly routes: Readonly<Record<string, RouteFact>>;
  /** Schemas of the answers, by name. */
  readonly answers: Readonly<Record<string, JsonObject>>;
}

/** How the routes of some controllers are described besides what their decorators say. */
export interface Description {
  readonly facts: RouteFacts;
  /** The parameters of paths, by name. */
  readonly parameters: Readonly<Record<string, Omit<Parameter, 'name' | 'in'>>>;
  /** What a controller's section is headed with, by the name of its class; without one, the words its name is made of. */
  readonly headings?: Readonly<Record<string, string>>;
  /** Who may send a body of this class, in words; none where its comment says it. */
  readonly senders?: (body: PayloadClass) => string | undefined;
}

export type ControllerClass = new (...given: never[]) => object;

const descriptionKey = Symbol('description of routes');
const exampleKey = Symbol('example of a body');
const carried = new WeakMap<object, readonly Parameter[]>();

/** The same controllers, with their description attached. */
export function described<C extends ControllerClass>(controllers: readonly C[], description: Description): C[] {
  for (const controller of controllers) Reflect.defineMetadata(descriptionKey, description, controller);
  return [...controllers];
}

export const descriptionOf = (controller: object): Description | undefined =>
  Reflect.getOwnMetadata(descriptionKey, controller) as Description | undefined;

/** A body as somebody would send it; the class must accept it. */
export const giveExample = (body: PayloadClass, example: unknown): void =>
  Reflect.defineMetadata(exampleKey, example, body);

export const exampleOf = (body: object): Json | undefined =>
  Reflect.getOwnMetadata(exampleKey, body) as Json | undefined;

/** The factory of a parameter decorator, with what it reads of a request. */
export function reads<F extends object>(factory: F, ...parameters: readonly Parameter[]): F {
  carried.set(factory, parameters);
  return factory;
}

export const readBy = (factory: object): readonly Parameter[] => carried.get(factory) ?? [];
