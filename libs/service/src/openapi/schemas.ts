import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

import { type JsonObject, LedgerError, type PayloadClass, schemaAnnotation } from '#libs/ledger';

import { both, ruleSchema } from './rule-schema.js';

type Rules = readonly ValidationMetadata[];

/**
 * JSON Schemas (2020-12) of body and payload classes, derived from the same class-validator metadata that bodies are checked with.
 * Classes that others hold are definitions of their own, referred to by `place` and their name.
 */
export class Schemas {
  private readonly known = new Map<string, PayloadClass>();
  private readonly made = new Map<string, JsonObject>();

  constructor(private readonly place: string) {}

  /** `{"$ref": …}` to the definition of the class. Throws `INTERNAL` when another class has the same name. */
  ref(payload: PayloadClass): JsonObject {
    const { name } = payload;
    if ((this.known.get(name) ?? payload) !== payload)
      throw new LedgerError('INTERNAL', `two classes are named ${name}`);
    if (!this.known.has(name)) {
      this.known.set(name, payload);
      this.made.set(name, this.object(payload));
    }
    return { $ref: `${this.place}${name}` };
  }

  /** Every class referred to so far, by name. */
  definitions(): JsonObject {
    return Object.fromEntries([...this.made].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The schema of a class itself: its members and no others. */
  object(payload: PayloadClass): JsonObject {
    const rules = rulesOf(payload);
    const required = Object.keys(rules).filter((name) => !allows(rules[name] ?? [], undefined));
    return {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(rules).map(([name, list]) => [name, this.property(payload, name, list)]),
      ),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    };
  }

  private property(payload: PayloadClass, name: string, rules: Rules): JsonObject {
    const checked = rules.filter(({ type }) => type !== ValidationTypes.CONDITIONAL_VALIDATION);
    const own = checked.filter(({ each }) => !each).map((rule) => this.rule(payload, rule));
    const items = checked.filter(({ each }) => each).map((rule) => this.rule(payload, rule));
    const list = items.length === 0 ? [] : [{ type: 'array', items: items.reduce(both) }];
    const schema = [...own, ...list].reduce<JsonObject>(both, {});
    const more = (Reflect.getMetadata(schemaAnnotation, payload.prototype as object, name) ?? {}) as JsonObject;
    return allows(rules, null) ? { anyOf: [schema, { type: 'null' }], ...more } : { ...schema, ...more };
  }

  private rule(payload: PayloadClass, rule: ValidationMetadata): JsonObject {
    return rule.type === ValidationTypes.NESTED_VALIDATION
      ? this.ref(memberClass(payload, rule.propertyName))
      : ruleSchema(rule);
  }
}

function rulesOf(payload: PayloadClass): Readonly<Record<string, Rules>> {
  const storage = getMetadataStorage();
  return storage.groupByPropertyName(storage.getTargetValidationMetadatas(payload, '', false, false));
}

/** Whether a condition lets the value stand in the property's place unchecked: left out, or `null`. */
const allows = (rules: Rules, value: undefined | null): boolean =>
  rules.some(({ type, constraints, propertyName }) => {
    if (type !== ValidationTypes.CONDITIONAL_VALIDATION) return false;
    const [checks] = constraints as [(object: object, value: unknown) => boolean];
    return !checks({ [propertyName]: value }, value);
  });

/** Of which class an object in this property becomes; class-transformer is asked, which knows from `@Type`. */
function memberClass(payload: PayloadClass, property: string): PayloadClass {
  const whole = plainToInstance(payload, { [property]: {} }) as Record<string, object>;
  const found = whole[property]?.constructor as PayloadClass | undefined;
  if (found === undefined || (found as unknown) === Object)
    throw new LedgerError('INTERNAL', `of which class ${payload.name}.${property} is, nobody says`);
  return found;
}
