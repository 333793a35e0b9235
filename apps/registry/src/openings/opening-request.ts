import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
} from 'class-validator';

/** Which sealed fields of which event, and for what. */
export class OpeningRequest {
  @IsUUID(undefined, { message: '$property must be an event id' })
  event: string;

  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Matches(/^[A-Za-z]+(\/\d{1,4}\/[A-Za-z]+)?$/, {
    each: true,
    message: 'each of $property must be the path of a field',
  })
  paths: string[];

  @IsString()
  @Length(3, 300)
  purpose: string;

  /** The approved request it rests on; a source is opened on no other ground. */
  @IsOptional()
  @IsUUID(undefined, { message: '$property must be an event id' })
  request?: string;
}
