/** The partition of a key, as Kafka's own clients choose it: murmur2 of its bytes without the sign, over the partitions. */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions;

/** MurmurHash2, 32 bits, with the seed of Kafka's Java client (org.apache.kafka.common.utils.Utils). */
function murmur2(bytes: Uint8Array): number {
  const multiply = 0x5bd1e995;
  const { length } = bytes;
  let hash = 0x9747b28c ^ length;
  const whole = length & ~3;
  const at = (index: number): number => bytes[index] ?? 0;
  for (let i = 0; i < whole; i += 4) {
    let word = Math.imul(at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24), multiply);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiply) ^ Math.imul(word, multiply);
  }
  const rest = length - whole;
  if (rest > 2) hash ^= at(whole + 2) << 16;
  if (rest > 1) hash ^= at(whole + 1) << 8;
  if (rest > 0) hash = Math.imul(hash ^ at(whole), multiply);
  hash = Math.imul(hash ^ (hash >>> 13), multiply);
  return hash ^ (hash >>> 15);
}
