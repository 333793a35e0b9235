import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

import { LetterSent } from '#libs/domain';

/** A letter that is to get the next number of its addressee; the code and the year become its reference, the rest is the payload. */
export class NextLetter extends LetterSent {
  @Matches(/^[A-Z]{3}$/, { message: '$property must be a code of three capital letters' })
  readonly code: string;

  /** The year that the number is counted in, when it is not the year of the letter's date. */
  @IsOptional()
  @IsInt()
  @Min(1900)
  @Max(2199)
  readonly year?: number;
}
