import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

import { PublishedElsewhere, Released, Summary, WithdrawalOrder } from '#libs/domain';

/**
 * A publication as a person asks for it: the rendition and the approval it rests on are taken from the redaction approved last. An importer
 * says instead where it was published before.
 */
export class PublicationRequest {
  @IsString()
  readonly on: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => Summary)
  readonly summary?: Summary;

  /** Sealed fields to show to everyone, by the digests that stand for them. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Released)
  readonly released?: readonly Released[];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PublishedElsewhere)
  readonly publishedElsewhere?: PublishedElsewhere;
}

/** The same of a reply. */
export class ReplyPublicationRequest extends PublicationRequest {}

/** A withdrawal as a person asks for it: of the fields named, or of the whole publication. */
export class WithdrawalRequest extends WithdrawalOrder {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Released)
  readonly withdrawn?: readonly Released[];
}
