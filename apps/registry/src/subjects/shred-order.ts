import { Day } from '#libs/domain';

/** The day on which an approved destruction is carried out. */
export class ShredOrder {
  @Day()
  readonly on: string;
}
