import type { CatalogueOf, Role } from '#libs/ledger';
import { Rendition } from '../communication/publication.js';
import { References } from '../public-references.js';
import { EventId, Language, Matching, Nested, OccurredOn, OneOf, Optional, Text, Texts } from '../validation.js';

const withdrawalReasons = ['issued_in_error', 'names_a_person', 'safety', 'superseded', 'other'] as const;

/** What mandate holders told the press. Everyone reads it at once, so it names published letters only. */
export class PressReleaseIssued {
  @OccurredOn()
  readonly on: string;

  @Text(500)
  readonly title: string;

  @Matching(/^https:\/\/[^\s"<>]{3,2000}$/u, 'an https address')
  readonly url: string;

  @Language()
  readonly language: string;

  /** Names and mandates as printed. */
  @Texts(100, 400)
  readonly experts: readonly string[];

  @References()
  readonly references: readonly string[];

  /** The document as it was given to the press, for everyone. */
  @Optional()
  @Nested(() => Rendition)
  readonly rendition?: Rendition;
}

/** The release is also about these letters, which have been published since. */
export class PressReleaseLinked {
  @OccurredOn()
  readonly on: string;

  @References()
  readonly references: readonly string[];
}

/** The release again, whole; both stay visible. */
export class PressReleaseCorrected extends PressReleaseIssued {
  /** The PressReleaseIssued or PressReleaseCorrected that it takes the place of. */
  @EventId()
  readonly corrects: string;

  @Text(1000)
  readonly reason: string;
}

export class PressReleaseWithdrawn {
  @OccurredOn()
  readonly on: string;

  @OneOf(withdrawalReasons)
  readonly reason: (typeof withdrawalReasons)[number];
}

const recordedBy: readonly Role[] = ['mandate_clerk', 'publisher', 'importer'];

export const pressReleaseEvents = {
  PressReleaseIssued: {
    payload: PressReleaseIssued,
    ver: 1,
    recordedBy,
    sentence: 'Press release: {title}',
    icon: 'press',
  },
  PressReleaseLinked: {
    payload: PressReleaseLinked,
    ver: 1,
    recordedBy,
    sentence: 'Press release linked to published letters',
    icon: 'link',
  },
  PressReleaseCorrected: {
    payload: PressReleaseCorrected,
    ver: 1,
    recordedBy,
    sentence: 'Press release corrected: {title}',
    icon: 'correction',
  },
  PressReleaseWithdrawn: {
    payload: PressReleaseWithdrawn,
    ver: 1,
    recordedBy,
    sentence: 'Press release withdrawn ({reason})',
    icon: 'withdrawal',
  },
} as const satisfies CatalogueOf<'press_release'>;
