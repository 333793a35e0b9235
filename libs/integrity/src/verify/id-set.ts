const idForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
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
    if (!idForm.test(id) || !this.read(id)) return this.others.size !== this.others.add(id).size;
    if (this.count * 2 * words >= this.table.length) this.grow();
    return this.put(this.key, 0);
  }

  /** Reads the id into `key`; false for the one of zeros. */
  private read(id: string): boolean {
    this.key.fill(0);
    let digits = 0;
    for (let i = 0; i < id.length; i++) {
      const character = id.charCodeAt(i);
      if (character === hyphen) continue;
      const word = digits >> 3;
      this.key[word] =
        ((this.key[word] ?? 0) << 4) | (character < letterA ? character - digit0 : character - letterA + 10);
      digits++;
    }
    return this.key[0] !== 0 || this.key[1] !== 0 || this.key[2] !== 0 || this.key[3] !== 0;
  }

  /** Puts the four words that begin at a place of `from` into the table. */
  private put(from: Int32Array, at: number): boolean {
    const { table } = this;
    const [a = 0, b = 0, c = 0, d = 0] = [from[at], from[at + 1], from[at + 2], from[at + 3]];
    for (let place = ((d >>> 0) * words) % table.length; ; place = (place + words) % table.length) {
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

const [hyphen, digit0, letterA] = [0x2d, 0x30, 0x61] as const;
