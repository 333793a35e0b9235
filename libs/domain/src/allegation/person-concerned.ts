import { Sealed } from '../sealed.js';
import { Flag, Nested, Optional, SubjectId, Text } from '../validation.js';

/** What a person has agreed to; nothing is agreed to by silence. */
export class Consent {
  /** To transmit the person's case to the Government. */
  @Flag()
  readonly transmit: boolean;

  /** To publish the person's name. */
  @Flag()
  readonly publish: boolean;

  @Flag()
  readonly press: boolean;

  /** To share with named UN bodies. */
  @Flag()
  readonly share: boolean;
}

export class Particulars {
  @Optional()
  @Text(300)
  readonly name?: string;

  @Optional()
  @Text(60)
  readonly ageGroup?: string;

  @Optional()
  @Text(60)
  readonly gender?: string;

  @Optional()
  @Text(200)
  readonly group?: string;

  @Optional()
  @Text(100)
  readonly nationality?: string;

  @Optional()
  @Text(4000)
  readonly notes?: string;
}

export class PersonConcerned {
  /** The subject the particulars are sealed for; assigned by the registry when the person is new. */
  @Optional()
  @SubjectId()
  readonly id?: string;

  @Nested(() => Consent)
  readonly consent: Consent;

  @Sealed()
  @Optional()
  @Nested(() => Particulars)
  readonly particulars?: Particulars;
}
