import ts from 'typescript';

import { type JsonObject, LedgerError } from '#libs/ledger';

/** Writes types as JSON Schema; those with a name become components. */
export class AnswerSchemas {
  readonly named = new Map<string, JsonObject>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** What a route answers with as JSON; `undefined` when it answers with nothing but a file. */
  ofRoute(method: ts.MethodDeclaration): JsonObject | undefined {
    const signature = this.checker.getSignatureFromDeclaration(method);
    if (signature === undefined) throw new LedgerError('INTERNAL', 'a route has no signature');
    const returned = this.checker.getAwaitedType(signature.getReturnType()) ?? signature.getReturnType();
    const parts = partsOf(returned).filter(
      ({ symbol, flags }) =>
        (symbol as ts.Symbol | undefined)?.name !== 'StreamableFile' && (flags & ts.TypeFlags.Void) === 0,
    );
    return parts.length === 0 ? undefined : this.union(parts);
  }

  private schema(type: ts.Type): JsonObject {
    if (type.aliasSymbol?.name === 'Json') return {};
    if ((type.symbol as ts.Symbol | undefined)?.name === 'JsonObject') return { type: 'object' };
    if (type.isStringLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.String || type.flags & ts.TypeFlags.TemplateLiteral) return { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: 'integer' };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return {};
    if (type.isUnion()) return this.union(partsOf(type));
    if (this.checker.isArrayLikeType(type))
      return { type: 'array', items: this.schema(this.checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? type) };
    return this.object(type);
  }

  private union(types: readonly ts.Type[]): JsonObject {
    const there = types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    if (there.every(({ flags }) => flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
    const words = there.filter((type) => type.isStringLiteral()).map((type) => type.value);
    const others = there.filter((type) => !type.isStringLiteral()).map((type) => this.schema(type));
    const all = [...(words.length > 0 ? [{ enum: words }] : []), ...others];
    return all.length === 1 ? (all[0] ?? {}) : { anyOf: all };
  }

  private object(type: ts.Type): JsonObject {
    const name = (type.aliasSymbol ?? type.symbol)?.name ?? '__';
    if (type.isIntersection() || name.startsWith('__') || unnamed.has(name)) return this.members(type);
    if (!this.named.has(name)) {
      this.named.set(name, {});
      this.named.set(name, this.members(type));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  private members(type: ts.Type): JsonObject {
    const rest = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (rest !== undefined) return { type: 'object', additionalProperties: this.schema(rest) };
    const properties = this.checker.getPropertiesOfType(type);
    const required = properties.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional)).map(({ name }) => name);
    return {
      type: 'object',
      properties: Object.fromEntries(
        properties.map((property) => [property.name, this.schema(this.checker.getTypeOfSymbol(property))]),
      ),
      ...(required.length > 0 ? { required } : {}),
    };
  }
}

/** Names that stand for many types, or for any JSON. */
const unnamed = new Set(['Record', 'FileView', 'Readonly', 'Omit', 'Pick', 'Partial', 'Map', 'ReadonlyMap']);

const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);
