import { Matches } from 'class-validator';

/** The day on which an approved destruction is carried out. */
export class ShredOrder {
  @Matches(/^\d{4}-\d\d-\d\d$/, { message: '$property must be a day, YYYY-MM-DD' })
  readonly on: string;
}
