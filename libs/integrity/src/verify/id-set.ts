import { hexDigit, noHexDigit } from '../bytes.js';
import { randomWord } from '../platform.js';

const words = 4;

/** Event ids, sixteen bytes each in one table: a set of a million texts would cost five times the memory. */
export class IdSet {
  private table = new Int32Array(1024 * words);
  private count = 0;
  private readonly key = new Int32Array(words);
  /** What is not of the form of an id; and the id of zeros, which would look like an empty place. */
  private readonly others = new Set<string>();

  /** True when the id was not there before. */
  add(id: string): boolean {
    if (!readId(id, this.key)) return this.others.size !== this.others.add(id).size;
    if (this.count * 2 * words >= this.table.length) this.grow();
    return this.put(this.key, 0);
  }

  /** Puts the four words that begin at a place of `from` into the table. */
  private put(from: Int32Array, at: number): boolean {
    const { table } = this;
    // Its length is a power of two.
    const end = table.length - 1;
    const [a = 0, b = 0, c = 0, d = 0] = [from[at], from[at + 1], from[at + 2], from[at + 3]];
    for (let place = (mixed(a, b, c, d) * words) & end; ; place = (place + words) & end) {
      const [e, f, g, h] = [table[place], table[place + 1], table[place + 2], table[place + 3]];
      if (a === e && b === f && c === g && d === h) return false;
      if (e !== 0 || f !== 0 || g !== 0 || h !== 0) continue;
      table[place] = a;
      table[place + 1] = b;
      table[place + 2] = c;
      table[place + 3] = d;
      this.count++;
      return true;
    }
  }

  private grow(): void {
    const old = this.table;
    this.table = new Int32Array(2 * old.length);
    this.count = 0;
    for (let at = 0; at < old.length; at += words)
      if (old[at] !== 0 || old[at + 1] !== 0 || old[at + 2] !== 0 || old[at + 3] !== 0) this.put(old, at);
  }
}

const odd = (): number => randomWord() | 1;
const factors = [odd(), odd(), odd(), odd()] as const;

/** Whoever makes a file chooses its ids. Chance chooses the factors, in every run others, so that no ids can be made to crowd in one place. */
function mixed(a: number, b: number, c: number, d: number): number {
  let sum = Math.imul(a ^ factors[3], factors[0]);
  sum = Math.imul(sum ^ (sum >>> 15) ^ b, factors[1]);
  sum = Math.imul(sum ^ (sum >>> 15) ^ c, factors[2]);
  sum = Math.imul(sum ^ (sum >>> 15) ^ d, factors[3]);
  return (sum ^ (sum >>> 15)) >>> 0;
}

/** Reads an id into four words; false for the one of zeros, and for what is not of the form. */
function readId(id: string, key: Int32Array): boolean {
  if (id.length !== 36 || id[8] !== '-' || id[13] !== '-' || id[18] !== '-' || id[23] !== '-') return false;
  const [a, b, c, d] = [word(id, 0, 4), word(id, 9, 14), word(id, 19, 24), word(id, 28, 32)];
  key[0] = a;
  key[1] = b;
  key[2] = c;
  key[3] = d;
  return a >= 0 && b >= 0 && c >= 0 && d >= 0 && a + b + c + d > 0;
}

/** Eight digits, four at each of two places; negative when some are none. */
function word(id: string, first: number, second: number): number {
  let [read, all] = [0, 0];
  for (let i = 0; i < 8; i++) {
    const digit = hexDigit(id, i < 4 ? first + i : second + i - 4);
    all |= digit;
    read = (read << 4) | digit;
  }
  return all < noHexDigit ? read >>> 0 : -1;
}
