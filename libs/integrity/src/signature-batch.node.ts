import { type KeyObject, verify } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Ed25519Signature, mostBytes, mostSignatures } from './ed25519-signature.js';
import { keyObject } from './key-object.node.js';
import {
  allHere,
  type PackedSignatures,
  signatureBytes,
  unpacked,
  type UnpackedSignature,
} from './signature-thread.node.js';
import { verifyOnThread } from './signature-threads.node.js';

/** Handing over to a thread of their own pays only for so many. */
const fewSignatures = 128;
const leastRoom = 64 * 1024;

/** Shared memory that is used again: what is made and dropped for each batch costs more to collect than to fill. */
const rooms: Uint8Array[] = [];
const noRoom: Uint8Array = new Uint8Array();

/**
 * Signatures that are verified together, off this thread, once they are all there. What is added is copied at once, so that nothing of it
 * need be kept.
 */
export class SignatureBatch {
  private room: Uint8Array = noRoom;
  private filled = 0;
  private readonly keys: KeyObject[] = [];
  private readonly keyOf: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /** Whether it is time to verify it. */
  get isFull(): boolean {
    return this.starts.length >= mostSignatures || this.filled >= mostBytes;
  }

  /** One of another length than keys and signatures have is taken in, and will not fit. */
  add({ publicKey, message, signature }: Ed25519Signature): void {
    const isOfForm = publicKey.length === 32 && signature.length === signatureBytes;
    this.keyOf.push(isOfForm ? this.numberOf(keyObject(publicKey)) : -1);
    // Shared memory is copied to byte by byte, unless both lie alike in their words of eight bytes.
    const start = this.filled + signatureBytes + ((message.byteOffset - this.filled) & 7);
    this.makeRoom(start + message.length);
    if (isOfForm) this.room.set(signature, start - signatureBytes);
    this.room.set(message, start);
    this.starts.push(start);
    this.filled = start + message.length;
    this.ends.push(this.filled);
  }

  /** Of each signature, in their order, whether it fits. Nothing can be added afterwards. */
  async verify(): Promise<readonly boolean[]> {
    const packed = this.packed();
    const isFew = packed.starts.length < fewSignatures;
    // A thread can end, where there is too little memory for it; whatever it left is judged all the same.
    return this.given(await (isFew ? allInPool(packed) : verifyOnThread(packed).catch(() => allInPool(packed))));
  }

  /** The same on this thread; whatever else waits for it has its turn afterwards. */
  async verifyHere(): Promise<readonly boolean[]> {
    const fits = allHere(this.packed());
    await nextTurn();
    return this.given(fits);
  }

  private packed(): PackedSignatures {
    const [keyOf, starts, ends] = [this.keyOf, this.starts, this.ends];
    const numbers = { keyOf: Int32Array.from(keyOf), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
    return { keys: this.keys, ...numbers, bytes: this.room };
  }

  private given(fits: readonly boolean[]): readonly boolean[] {
    if (this.room !== noRoom) rooms.push(this.room);
    return fits;
  }

  private makeRoom(length: number): void {
    if (this.room === noRoom) this.room = rooms.pop() ?? noRoom;
    if (length <= this.room.length) return;
    const larger = new Uint8Array(new SharedArrayBuffer(Math.max(leastRoom, 2 * length)));
    larger.set(this.room.subarray(0, this.filled));
    this.room = larger;
  }

  private numberOf(key: KeyObject): number {
    const known = this.keys.indexOf(key);
    return known === -1 ? this.keys.push(key) - 1 : known;
  }
}

const allInPool = (packed: PackedSignatures): Promise<readonly boolean[]> => Promise.all(unpacked(packed).map(inPool));

const inPool = ({ key, message, signature }: UnpackedSignature): Promise<boolean> =>
  new Promise((resolve) => {
    if (key === undefined) resolve(false);
    else verify(null, message, key, signature, (error, valid) => resolve(error === null && valid));
  });
