/** A fault to be planted in the verifier: a text of its source that stands there once, and what takes its place. */
export interface Fault {
  readonly name: string;
  /** Below libs/integrity/src. */
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

const fault = (name: string, file: string, text: string, instead: string): Fault => ({ name, file, text, instead });

const statements: readonly Fault[] = [
  fault(
    'the signature of every other statement is not looked at',
    'verify/signatures.ts',
    'void (known[i] === true || this.unfit.add(position))',
    'void (known[i] === true || position % 2 === 1 || this.unfit.add(position))',
  ),
  fault(
    'a header may have more members, a critical one among them',
    'statement.ts',
    `const kid = header.slice(headerStart.length, -headerEnd.length);
  return /^[A-Za-z0-9_-]{43}$/.test(kid) && header === statementHeader(kid) ? kid : undefined;`,
    `const kid = header.slice(headerStart.length, headerStart.length + 43);
  return /^[A-Za-z0-9_-]{43}$/.test(kid) && header.startsWith(headerStart) ? kid : undefined;`,
  ),
  fault(
    'a payload need not be canonical JSON',
    'verify/statements.ts',
    `else if (!isCanonical) findings.add('NON_CANONICAL', 'the payload is not its own canonical form', { position });`,
    '',
  ),
  fault(
    'a payload may name a member twice',
    'verify/statements.ts',
    'if (!isCanonical && namesTwice(text))',
    'if (!isCanonical && !namesTwice(text))',
  ),
  fault('time may go back', 'verify/statement-rules.ts', 'if (time < this.time)', `if (time === '')`),
  fault('two statements may have one id', 'verify/statement-rules.ts', 'if (!this.ids.add(id))', `if (id === '')`),
  fault(
    'digests of sealed fields need not be sorted',
    'verify/sealed-places.ts',
    '(i === 0 || (list[i - 1] as string) <= digest)',
    'i >= 0',
  ),
  fault(
    'the digests of ciphertexts are not those committed to',
    'verify/ciphertexts.ts',
    'return isOnePerDigest && ct === digestOfBoxDigests(digests);',
    'return isOnePerDigest;',
  ),
  fault(
    'a disclosure needs no digest in its statement',
    'verify/opening.ts',
    `if (place === undefined) return 'DISCLOSURE_UNREFERENCED';`,
    'if (place === undefined) return undefined;',
  ),
];

const keys: readonly Fault[] = [
  fault(
    'a revoked key may go on signing',
    'verify/key-ring.ts',
    `if (key.revokedAt !== undefined && position > key.revokedAt) return 'KEY_REVOKED';`,
    '',
  ),
  fault(
    'lastTrustedSize is ignored',
    'verify/key-ring.ts',
    'trustedBelow <= at && at < revokedAt',
    'trustedBelow <= at && at < 0',
  ),
  fault(
    'a revocation may trust what comes after it',
    'verify/key-events.ts',
    'size < 0 || size > position',
    'size < 0',
  ),
  fault(
    'a key may sign before it is added',
    'verify/key-ring.ts',
    `if (key.addedAt >= position && !isGenesis) return 'KEY_NOT_YET_ADDED';`,
    '',
  ),
  fault(
    'the first key need not be the pinned one',
    'verify/genesis.ts',
    'pinned.genesis && kid !== thumbprint(pinned.genesis)',
    'pinned.genesis && kid === undefined',
  ),
];

const log: readonly Fault[] = [
  fault(
    'a proof of inclusion goes wrong by one',
    'tree.ts',
    'let [fn, sn, hash] = [leaf.index, tree.size - 1, leaf.hash];',
    'let [fn, sn, hash] = [leaf.index, tree.size, leaf.hash];',
  ),
  fault(
    'a proof of inclusion need not lead to the root',
    'tree.ts',
    'return sn === 0 && equalBytes(hash, tree.root);',
    'return sn === 0;',
  ),
  fault(
    'a proof of consistency need not lead to the older root',
    'tree.ts',
    'equalBytes(fr, older.root) && equalBytes(sr, newer.root)',
    'equalBytes(sr, newer.root)',
  ),
  fault(
    'a proof may be for another index',
    'verify/proofs.ts',
    'if (proof?.index !== position ||',
    'if (proof === undefined ||',
  ),
  fault(
    'all statements together need not have the signed root',
    'verify/tree-check.ts',
    'if (!equalBytes(tree.root(), checkpoint.root))',
    'if (tree.size === 0)',
  ),
  fault(
    'the signature of the log is not looked at',
    'verify/checkpoint-check.ts',
    'for (let n = valid.length; n < own.length; n++)',
    'for (let n = valid.length; n < valid.length; n++)',
  ),
  fault(
    'no witness need have signed',
    'verify/checkpoint-check.ts',
    'if (!hasQuorum(policy, signed))',
    'if (!hasQuorum(policy, new Set(policy.witnesses.keys())))',
  ),
  fault(
    'an older checkpoint may be larger',
    'verify/consistency.ts',
    `findings.add('CONSISTENCY', 'the older checkpoint counts more statements than this one');`,
    '',
  ),
];

const streams: readonly Fault[] = [
  fault(
    'revision 0 may be missing',
    'verify/stream-facts.ts',
    '} else if (revision > next) {',
    '} else if (next > 0 && revision > next) {',
  ),
  fault(
    'a list need not be the one that was signed',
    'verify/heads-record.ts',
    'if (value && toHex(sha256(bytes)) !== value.list)',
    'if (value && bytes.length < 0)',
  ),
  fault(
    'a list may have been false when it was signed',
    'verify/heads-replay.ts',
    'a.list === b.list && a.events === b.events && a.streams === b.streams;',
    'a.list.length === b.list.length;',
  ),
  fault(
    'a listed stream may end too early',
    'verify/streams.ts',
    `  if (last < head)
    findings.add(
      'STREAM_INCOMPLETE',`,
    `  if (last < -1)
    findings.add(
      'STREAM_INCOMPLETE',`,
  ),
];

const files: readonly Fault[] = [
  fault(
    'a file may unpack to any size',
    'zip/zip-directory.ts',
    'entry.size > limits.ratioFrom && entry.size > entry.packed * limits.ratio',
    'entry.size > limits.ratioFrom && entry.packed === 0',
  ),
  fault(
    'a name may climb out of its folder',
    'zip/zip-names.ts',
    'const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;',
    'const segment = /^[A-Za-z0-9._-]+$/;',
  ),
  fault(
    'a file may stand there that bundle.json does not name',
    'verify/files.ts',
    'if (!Object.hasOwn(files, name))',
    `if (name === '')`,
  ),
  fault(
    'the fixed text may say anything',
    'verify/views.ts',
    'if (readme && !readmes.has(toHex(sha256(readme))))',
    'if (readme && readmes.size === 0)',
  ),
  fault(
    'a view need not be what the statements amount to',
    'verify/views.ts',
    'expected !== undefined && !equalBytes(expected,',
    'expected !== undefined && expected.length < 0 && !equalBytes(expected,',
  ),
];

export const faults: readonly Fault[] = [...statements, ...keys, ...log, ...streams, ...files];
