import { canonicalJson, isJsonObject, parseJson } from '#libs/ledger';
import { fromUtf8, utf8 } from '../bytes.js';
import { fileNames } from './file-names.js';

const bundleFormat = 'ledger-bundle/1';
const bundleAudiences = ['addressee', 'public', 'auditor'] as const;
export type BundleAudience = (typeof bundleAudiences)[number];

/** `bundle.json`: what the bundle is, and the lowercase hex SHA-256 of every other file. It is unsigned. */
export interface BundleManifest {
  readonly audience: BundleAudience;
  /** The addressee's code; an auditor's bundle has none. */
  readonly code?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly format: typeof bundleFormat;
  /** Position of the HeadsRecorded statement on which completeness rests. */
  readonly headsPosition: number;
  readonly origin: string;
}

/** The manifest of a bundle with these files, digests in hex by name. */
export const manifestOf = (
  { audience, code, headsPosition, origin }: Pick<BundleManifest, 'audience' | 'code' | 'headsPosition' | 'origin'>,
  files: BundleManifest['files'],
): BundleManifest => ({
  ...{ audience, files, format: bundleFormat, headsPosition, origin },
  ...(code !== undefined && { code }),
});

/** Names and digests of 100,000 files at most; anything larger was not made by anyone honest. */
const mostManifestBytes = 32 * 1024 * 1024;

export const encodeManifest = (manifest: BundleManifest): Uint8Array => utf8(canonicalJson(manifest));

/** The manifest, or one sentence part that says why the bytes are none. */
export function parseManifest(bytes: Uint8Array): BundleManifest | string {
  if (bytes.length > mostManifestBytes) return 'is larger than any bundle needs';
  const value = parseCanonical(bytes);
  if (value === undefined) return 'is not canonical JSON (RFC 8785)';
  if (!isJsonObject(value)) return 'is not a JSON object';
  const { audience, code, files, format, headsPosition, origin } = value;
  const names = audience === 'auditor' ? membersWithoutCode : membersWithCode;
  if (Object.keys(value).join() !== names) return `does not have exactly the members ${names}`;
  if (format !== bundleFormat) return `is not of the format ${bundleFormat}`;
  if (!(bundleAudiences as readonly unknown[]).includes(audience)) return 'names no known audience';
  if (audience !== 'auditor' && !isCode(code)) return 'names no addressee code';
  if (!Number.isSafeInteger(headsPosition) || (headsPosition as number) < 0) return 'names no position of the heads';
  if (typeof origin !== 'string') return 'names no origin';
  if (!isJsonObject(files) || !Object.values(files).every(isHexDigest)) return 'does not give a digest for every file';
  if (Object.hasOwn(files, fileNames.manifest)) return 'names itself';
  return value as unknown as BundleManifest;
}

const membersWithCode = 'audience,code,files,format,headsPosition,origin';
const membersWithoutCode = 'audience,files,format,headsPosition,origin';

const isCode = (value: unknown): boolean => typeof value === 'string' && /^[A-Z]{3}$/.test(value);
const isHexDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

function parseCanonical(bytes: Uint8Array): unknown {
  try {
    const text = fromUtf8(bytes) ?? '';
    const value = parseJson(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
