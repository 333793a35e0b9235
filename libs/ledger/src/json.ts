import { LedgerError } from './errors.js';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const maxDepth = 64;
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * RFC 8785 text of a value that consists of what the ledger keeps: no fractions, integers within ±(2^53−1), no U+0000, no lone
 * surrogates, members `undefined` left out. Throws `JSON_VALUE` naming the path otherwise.
 */
export const canonicalJson = (value: unknown): string => new CanonicalText().of(value);

/** Characters that stand in a JSON text as they are. */
const plainAscii = /^[ !#-[\]-~]*$/;

/** Writes a value; where it is in it is only put together to a path when something is wrong there. */
class CanonicalText {
  private readonly path: (string | number)[] = [];

  of(value: unknown): string {
    if (this.path.length > maxDepth) throw this.refused('nested too deep');
    if (typeof value === 'string') return this.string(value);
    if (typeof value === 'number') return this.integer(value);
    if (value === null || value === true || value === false) return String(value);
    if (typeof value !== 'object') throw this.refused('not a JSON value');
    return Array.isArray(value) ? this.array(value) : this.object(value as Record<string, unknown>);
  }

  private string(value: string): string {
    if (plainAscii.test(value)) return `"${value}"`;
    if (value.includes('\0') || loneSurrogate.test(value)) throw this.refused('text with U+0000 or a lone surrogate');
    return JSON.stringify(value);
  }

  private integer(value: number): string {
    if (!Number.isSafeInteger(value)) throw this.refused('not an integer within ±(2^53−1)');
    return String(value === 0 ? 0 : value);
  }

  private array(items: readonly unknown[]): string {
    let text = '';
    for (let i = 0; i < items.length; i++) text += `${i === 0 ? '' : ','}${this.within(i, items[i])}`;
    return `[${text}]`;
  }

  private object(value: Record<string, unknown>): string {
    let text = '';
    for (const name of Object.keys(value).sort()) {
      const member = value[name];
      if (member !== undefined) text += `${text === '' ? '' : ','}${this.string(name)}:${this.within(name, member)}`;
    }
    return `{${text}}`;
  }

  private within(step: string | number, value: unknown): string {
    this.path.push(step);
    const text = this.of(value);
    this.path.pop();
    return text;
  }

  private refused(reason: string): LedgerError {
    return new LedgerError('JSON_VALUE', { path: this.path.map((step) => `/${step}`).join(''), reason });
  }
}

/** Whether a text is the RFC 8785 text of the value that was parsed from it. Throws `JSON_VALUE` as `canonicalJson` does. */
export const isCanonicalJson = (text: string, value: unknown): boolean =>
  new CanonicalWalk(text).passes(value) || canonicalJson(value) === text;

const [quote, comma, colon] = [0x22, 0x2c, 0x3a] as const;
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d] as const;

/** A walk along a text beside its value; it stops wherever this short way cannot tell, and never passes a text that is not canonical. */
class CanonicalWalk {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  passes(value: unknown): boolean {
    return !loneSurrogate.test(this.text) && this.value(value) && this.at === this.text.length;
  }

  private value(value: unknown): boolean {
    if (typeof value === 'string') return this.string(value);
    if (typeof value === 'number')
      return Number.isSafeInteger(value) && !Object.is(value, -0) && this.word(String(value));
    if (value === null || typeof value === 'boolean') return this.word(String(value));
    if (typeof value !== 'object' || this.depth >= maxDepth) return false;
    this.depth++;
    const passes = Array.isArray(value) ? this.array(value) : this.object(value as Record<string, unknown>);
    this.depth--;
    return passes;
  }

  private array(items: readonly unknown[]): boolean {
    if (!this.sign(openArray)) return false;
    for (let i = 0; i < items.length; i++) if ((i > 0 && !this.sign(comma)) || !this.value(items[i])) return false;
    return this.sign(closeArray);
  }

  private object(members: Record<string, unknown>): boolean {
    if (!this.sign(openObject)) return false;
    let before: string | undefined;
    for (const name in members) {
      if (before !== undefined && !(before < name && this.sign(comma))) return false;
      before = name;
      if (!this.string(name) || !this.sign(colon) || !this.value(members[name])) return false;
    }
    return this.sign(closeObject);
  }

  /** A string that stands in the text as it is has nothing in it that would have to be escaped: else no value would be parsed from it. */
  private string(value: string): boolean {
    const { text, at } = this;
    const end = at + 1 + value.length;
    this.at = end + 1;
    return text.charCodeAt(at) === quote && text.charCodeAt(end) === quote && text.slice(at + 1, end) === value;
  }

  private word(word: string): boolean {
    const isHere = this.text.startsWith(word, this.at);
    this.at += word.length;
    return isHere;
  }

  private sign(code: number): boolean {
    return this.text.charCodeAt(this.at++) === code;
  }
}

/**
 * Parses JSON that may be kept: like `JSON.parse`, but a member named twice is `JSON_DUPLICATE_KEY` (the built-in parser silently
 * keeps the last), and values that `canonicalJson` would refuse are `JSON_VALUE`. Syntax errors are `JSON_INVALID`.
 */
export function parseJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new LedgerError('JSON_INVALID');
  }
  refuseDuplicates(text);
  canonicalJson(value);
  return value;
}

/** Walks well-formed JSON text once, keeping per open object the set of names seen. */
function refuseDuplicates(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  let nameNext = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '{') {
      open.push(new Set());
      nameNext = true;
    } else if (c === '[') open.push(undefined);
    else if (c === '}' || c === ']') open.pop();
    else if (c === ',') nameNext = open.at(-1) !== undefined;
    else if (c === '"') {
      const end = stringEnd(text, i);
      if (nameNext) noteName(open.at(-1), text.slice(i, end + 1));
      nameNext = false;
      i = end;
    }
  }
}

function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

function noteName(names: Set<string> | undefined, quoted: string): void {
  const name = JSON.parse(quoted) as string;
  if (names?.has(name)) throw new LedgerError('JSON_DUPLICATE_KEY');
  names?.add(name);
}
