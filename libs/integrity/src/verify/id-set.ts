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
    if (!this.read(id)) return this.others.size !== this.others.add(id).size;
    if (this.count * 2 * words >= this.table.length) this.grow();
    return this.put(this.key, 0);
  }

  /** Reads the id into `key`; false for the one of zeros, and for what is not of the form. */
  private read(id: string): boolean {
    const { key } = this;
    if (id.length !== 36) return false;
    let [word, all] = [0, 0];
    for (let i = 0, digits = 0; i < 36; i++) {
      const character = id.charCodeAt(i);
      if (i === 8 || i === 13 || i === 18 || i === 23) {
        if (character !== hyphen) return false;
        continue;
      }
      const digit = valueOf(character);
      if (digit < 0) return false;
      word = (word << 4) | digit;
      if (++digits % 8 !== 0) continue;
      key[(digits >> 3) - 1] = word;
      all |= word;
    }
    return all !== 0;
  }

  /** Puts the four words that begin at a place of `from` into the table. */
  private put(from: Int32Array, at: number): boolean {
    const { table } = this;
    const [a = 0, b = 0, c = 0, d = 0] = [from[at], from[at + 1], from[at + 2], from[at + 3]];
    for (let place = (mixed(a, b, c, d) * words) % table.length; ; place = (place + words) % table.length) {
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

const [hyphen, digit0, letterA] = [0x2d, 0x30, 0x61] as const;

/** Of a lowercase hexadecimal digit; −1 of any other character. */
function valueOf(character: number): number {
  if (character >= digit0 && character < digit0 + 10) return character - digit0;
  return character >= letterA && character < letterA + 6 ? character - letterA + 10 : -1;
}
