import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

import { type Json, type JsonObject, parseJson } from '#libs/ledger';

import type { Operation } from './interface.js';

/** Tells by the description alone which bodies an operation takes. */
export interface BodyChecks {
  takes(operation: Operation, body: Buffer): boolean;
  takesValue(operation: Operation, value: Json): boolean;
}

export function bodyChecks(document: JsonObject): BodyChecks {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'https://ledger.test/interface', components: document['components'] as JsonObject });
  const compiled = new Map<string, ValidateFunction>();
  const check = ({ bodyName }: Operation): ValidateFunction => {
    const known =
      compiled.get(bodyName) ?? ajv.compile({ $ref: `https://ledger.test/interface#/components/schemas/${bodyName}` });
    compiled.set(bodyName, known);
    return known;
  };
  return {
    takes: (operation, body) => {
      try {
        return check(operation)(parseJson(body.toString('utf8')));
      } catch {
        return false;
      }
    },
    takesValue: (operation, value) => check(operation)(value),
  };
}
