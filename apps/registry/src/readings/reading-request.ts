import { Type } from 'class-transformer';
import { IsObject, Matches, ValidateIf, ValidateNested } from 'class-validator';

import { LetterSent } from '#libs/domain';

/** What a person says instead of what was read; each part may be left out where the reading was right. */
export class CorrectedReading {
  /** The number under which the letter stands, without its type: `KHM 1/2025`. */
  @ValidateIf((_, value) => value !== undefined)
  @Matches(/^[A-Z]{3} [1-9]\d{0,5}\/[12]\d{3}$/, { message: '$property must be a reference such as KHM 1/2025' })
  readonly reference?: string;

  /** The whole record. */
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => LetterSent)
  readonly letter?: LetterSent;
}
