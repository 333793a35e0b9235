import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsOptional, Matches } from 'class-validator';

const eventId = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Which sealed fields of which event, and for what. */
export class OpeningRequest {
  @Matches(eventId, { message: '$property must be an event id' })
  event: string;

  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Matches(/^[A-Za-z]+(\/\d{1,4}\/[A-Za-z]+)?$/, {
    each: true,
    message: 'each of $property must be the path of a field',
  })
  paths: string[];

  @Matches(/^[^\0]{3,300}$/u, { message: '$property must be 3 to 300 characters' })
  purpose: string;

  /** The approved request it rests on; a source is opened on no other ground. */
  @IsOptional()
  @Matches(eventId, { message: '$property must be an event id' })
  request?: string;
}
