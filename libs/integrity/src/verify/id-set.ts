const idForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const words = 4;

/** Event ids, sixteen bytes each in one table: a set of a million texts would cost five times the memory. */
export class IdSet {
  private table = new Uint32Array(1024 * words);
  private count = 0;
  /** What is not of the form of an id, the one of zeros included, which marks an empty place. */
  private readonly others = new Set<string>();

  /** True when the id was not there before. */
  add(id: string): boolean {
    const key = keyOf(id);
    if (key === undefined) return this.others.size !== this.others.add(id).size;
    if (this.count * 2 * words >= this.table.length) this.grow();
    return this.put(key);
  }

  private put(key: readonly number[]): boolean {
    const places = this.table.length / words;
    for (let place = (key[3] ?? 0) % places; ; place = (place + 1) % places) {
      const at = place * words;
      if (key.every((word, i) => this.table[at + i] === word)) return false;
      if (this.table.subarray(at, at + words).some((word) => word !== 0)) continue;
      this.table.set(key, at);
      this.count++;
      return true;
    }
  }

  private grow(): void {
    const old = this.table;
    this.table = new Uint32Array(2 * old.length);
    this.count = 0;
    for (let at = 0; at < old.length; at += words) {
      const key = [...old.subarray(at, at + words)];
      if (key.some((word) => word !== 0)) this.put(key);
    }
  }
}

function keyOf(id: string): readonly number[] | undefined {
  if (!idForm.test(id)) return undefined;
  const hex = id.replaceAll('-', '');
  const key = Array.from({ length: words }, (_, i) => Number.parseInt(hex.slice(8 * i, 8 * i + 8), 16));
  return key.some((word) => word !== 0) ? key : undefined;
}
