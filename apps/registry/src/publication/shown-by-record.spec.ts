import { expect, it } from '@jest/globals';

import { eventId, history, publishedLetter, told } from '#libs/testing';

import { ShownByRecord } from './shown-by-record.js';

const field = 'A'.repeat(43);
const rendition = { digest: '12'.repeat(32), bytes: 1, mediaType: 'text/plain' };

it('what everyone may see is folded from the events alone: a letter until it is withdrawn, and press releases', () => {
  const shown = new ShownByRecord();
  const letter = publishedLetter.slice(0, 3);
  const published = told('LetterPublished', {
    ...{ approval: eventId(2), released: [{ event: eventId(0), digests: [field] }] },
  });
  const withdrawn = told('PublicationWithdrawn', { publication: eventId(3), withdrawn: [] });
  const release = { ...told('PressReleaseIssued', { rendition }), stream: 'press_release-a' };
  const events = history([...letter, published, release, withdrawn]);
  for (const event of events.slice(0, 5)) shown.take(event);
  expect(shown.digests).toEqual(expect.arrayContaining([field, rendition.digest]));
  for (const event of events.slice(5)) shown.take(event);
  expect(shown.digests).toEqual([rendition.digest]);
});
