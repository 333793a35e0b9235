import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

/** A catalogue sentence with `{field}` and `{object.field}` filled from the clear payload; what is not there reads `…`. */
export const fillSentence = (sentence: string, data: JsonObject): string =>
  sentence.replace(/\{([A-Za-z.]+)\}/g, (_, path: string) => {
    const value = path
      .split('.')
      .reduce<Json | undefined>(
        (at, name) => (isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
        data,
      );
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '…';
  });
