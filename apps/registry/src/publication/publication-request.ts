import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDefined, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

import { Released, Summary } from '#libs/domain';

/** A publication as a person asks for it: the rendition and the approval it rests on are taken from the approved redaction. */
export class PublicationRequest {
  @IsString()
  readonly on: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => Summary)
  readonly summary: Summary;

  /** Sealed fields to show to everyone, by the digests that stand for them. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => Released)
  readonly released?: readonly Released[];
}
