import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

/*
 * History is unconditionally readable: a fold never demands the shape that today's payload classes have, it takes what is there.
 */

export const textOf = (data: JsonObject, name: string): string | undefined => {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
};

export const flagOf = (data: JsonObject, name: string): boolean => data[name] === true;

export const objectOf = (data: JsonObject, name: string): JsonObject | undefined => {
  const value = data[name];
  return value !== undefined && isJsonObject(value) ? value : undefined;
};

export const objectsOf = (data: JsonObject, name: string): readonly JsonObject[] => {
  const value = data[name];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
};

export const textsOf = (data: JsonObject, name: string): readonly string[] => {
  const value: Json | undefined = data[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
};
