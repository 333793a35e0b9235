import 'reflect-metadata';
import { validateSync } from 'class-validator';

import { LedgerError } from '#libs/ledger';

/** One environment variable: its name, what it means, and the property of the configuration class it fills. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly about: string;
  readonly property: string;
}

/** The name of a ledger. Only the form that it gets when nobody names it has capital letters (design page 7.1). */
export const ledgerOrigin = /^(?:[a-z0-9./:_-]{1,120}|ledger\.local\/[A-Za-z0-9_-]{16})$/;

const metadataKey = Symbol('environment');

/** Binds a property of a configuration class to an environment variable. A property with a number as default is read as one. */
export function Env(name: string, about: string): PropertyDecorator {
  return (target, property) => {
    const before = environmentOf(target.constructor);
    Reflect.defineMetadata(metadataKey, [...before, { name, about, property: String(property) }], target.constructor);
  };
}

/** The variables a configuration class reads, in the order of its properties; the documentation's table is held equal to it. */
export function environmentOf(configClass: object): readonly EnvironmentVariable[] {
  return (Reflect.getMetadata(metadataKey, configClass) as EnvironmentVariable[] | undefined) ?? [];
}

/**
 * Fills and validates a configuration class from the environment; an empty variable counts as unset.
 * Throws `CONFIGURATION` with every fault at once, each by variable and rule, never by value.
 */
export function readConfig<T extends object>(configClass: new () => T, env: Readonly<NodeJS.ProcessEnv>): T {
  const config = new configClass() as T & Record<string, unknown>;
  for (const { name, property } of environmentOf(configClass)) {
    const value = env[name];
    if (value === undefined || value === '') continue;
    Object.assign(config, { [property]: typeof config[property] === 'number' ? Number(value) : value });
  }
  refuseFaults(configClass, config);
  return config;
}

function refuseFaults(configClass: object, config: object): void {
  const faults = validateSync(config, { stopAtFirstError: true });
  if (faults.length === 0) return;
  const names = new Map(environmentOf(configClass).map(({ name, property }) => [property, name]));
  throw new LedgerError(
    'CONFIGURATION',
    faults.map((fault) => ({
      path: names.get(fault.property) ?? fault.property,
      reason: Object.values(fault.constraints ?? {}).join(', '),
    })),
  );
}
