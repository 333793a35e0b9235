import { noZipFile, type ZipProblem } from './zip-problem.js';
import { max16, max32, signatures, sizes, type ZipView } from './zip-records.js';

/** Where the directory of a zip file stands; it ends exactly where the closing records begin. */
export interface ZipEnd {
  readonly count: number;
  readonly directoryStart: number;
  readonly directoryEnd: number;
}

interface Closing {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * Finds the directory from the last bytes of the file. The closing record must be the very last bytes: a comment is ZIP_FEATURE,
 * anything else behind it, more than one disk, and a directory that does not touch the closing records are ZIP_INVALID.
 */
export function findDirectory(view: ZipView): ZipEnd | ZipProblem {
  const end = view.length - sizes.end;
  if (view.u32(end) !== signatures.end) return withoutEnd(view);
  if (view.u16(end + 20) !== 0) return { code: 'ZIP_FEATURE', detail: 'the file carries a comment' };
  if (view.u16(end + 4) !== 0 || view.u16(end + 6) !== 0) return invalid('the file is one of several disks');
  if (view.u16(end + 8) !== view.u16(end + 10)) return invalid('the closing record counts entries in two ways');
  const short: Closing = { count: view.u16(end + 10), size: view.u32(end + 12), offset: view.u32(end + 16) };
  if (short.offset + short.size === end) return within(short, end);
  return findDirectory64(view, end, short);
}

function findDirectory64(view: ZipView, end: number, short: Closing): ZipEnd | ZipProblem {
  const locator = end - sizes.locator64;
  const record = locator - sizes.end64;
  const ours =
    view.u32(locator) === signatures.locator64 &&
    view.u32(locator + 4) === 0 &&
    view.u64(locator + 8) === record &&
    view.u32(locator + 16) === 1 &&
    view.u32(record) === signatures.end64 &&
    view.u64(record + 4) === sizes.end64 - 12 &&
    view.u32(record + 16) === 0 &&
    view.u32(record + 20) === 0 &&
    view.u64(record + 24) === view.u64(record + 32);
  if (!ours) return invalid('the directory does not end where the closing record begins');
  const long: Closing = { count: view.u64(record + 32), size: view.u64(record + 40), offset: view.u64(record + 48) };
  const agree =
    (short.count === max16 || short.count === long.count) &&
    (short.size === max32 || short.size === long.size) &&
    (short.offset === max32 || short.offset === long.offset);
  if (!agree || long.offset + long.size !== record) return invalid('the two closing records do not agree');
  return within(long, record);
}

const within = (closing: Closing, directoryEnd: number): ZipEnd => ({
  count: closing.count,
  directoryStart: closing.offset,
  directoryEnd,
});

/** Tells a comment, which is a feature we refuse, from a file that is no zip, is cut short, or has bytes behind it. */
function withoutEnd(view: ZipView): ZipProblem {
  const lowest = Math.max(0, view.length - sizes.end - max16);
  for (let at = view.length - sizes.end - 1; at >= lowest; at--)
    if (view.u32(at) === signatures.end && view.u16(at + 20) === view.length - at - sizes.end)
      return { code: 'ZIP_FEATURE', detail: 'the file carries a comment' };
  const begins = [signatures.local, signatures.end].some((signature) => view.u32(0) === signature);
  return invalid(begins ? 'the file is cut short or has other bytes behind it' : noZipFile);
}

const invalid = (detail: string): ZipProblem => ({ code: 'ZIP_INVALID', detail });
