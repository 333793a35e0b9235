import { describe, expect, it } from '@jest/globals';

import type { PublicationOnRecord } from '#libs/domain';
import { recorded } from '#libs/testing';

import { PublicRecord } from './public-record.js';

const [first, second, field] = ['12'.repeat(32), '34'.repeat(32), 'A'.repeat(43)];
const publication = (change: Partial<PublicationOnRecord> = {}): PublicationOnRecord => ({
  id: 'p',
  reply: undefined,
  rendition: first,
  released: [{ event: 'e', digests: [field] }],
  approvals: [],
  elsewhere: false,
  withdrawn: false,
  ...change,
});

describe('what everyone may see', () => {
  it('is the rendition and the fields of a publication, until it is withdrawn', () => {
    const record = new PublicRecord();
    const published = [publication()];
    record.move([], published);
    expect([first, second, field].map((digest) => record.shows(digest))).toEqual([true, false, true]);
    record.move(published, [publication({ withdrawn: true })]);
    expect([first, field].some((digest) => record.shows(digest))).toBe(false);
    expect([...record.takenBack].sort()).toEqual([first, field].sort());
  });

  it('stays as long as another letter shows the same', () => {
    const record = new PublicRecord();
    record.move([], [publication()]);
    record.move([], [publication()]);
    record.move([publication()], []);
    expect(record.shows(first)).toBe(true);
    expect(record.takenBack.size).toBe(0);
  });

  it('is the other rendition after a replacement, and the first again only when it is published again', () => {
    const record = new PublicRecord();
    record.move([], [publication()]);
    record.move([publication()], [publication({ rendition: second })]);
    expect([first, second].map((digest) => record.shows(digest))).toEqual([false, true]);
    record.move([], [publication()]);
    expect(record.takenBack.has(first)).toBe(false);
  });

  it('is what a press release shows until it is withdrawn', () => {
    const record = new PublicRecord();
    const issued = { stream: 'press_release-a', type: 'PressReleaseIssued', data: { rendition: { digest: first } } };
    const again = { stream: 'press_release-a', type: 'PressReleaseCorrected', data: { rendition: { digest: second } } };
    const gone = { stream: 'press_release-a', type: 'PressReleaseWithdrawn' };
    const events = recorded(issued, again, gone);
    events.slice(0, 2).forEach((event) => record.takeRelease(event));
    expect([first, second].map((digest) => record.shows(digest))).toEqual([true, true]);
    events.slice(2).forEach((event) => record.takeRelease(event));
    expect([first, second].map((digest) => record.shows(digest))).toEqual([false, false]);
  });
});
