import { headsStream, LedgerError, type RecordedEvent } from '#libs/ledger';
import { HeadsLedger, type HeadsList } from '../heads.js';

/**
 * Makes, from all events of the ledger in order, the lists of an auditor's bundle: those of every code in force as the record of heads on
 * which the bundle rests counted them, for addressees (design 7.5). Which statements go in needs no choice: all.
 */
export class AuditorsChoice {
  private readonly ledger = new HeadsLedger();
  private found: ReadonlyMap<string, HeadsList> | undefined;

  constructor(private readonly headsPosition: number) {}

  see(event: RecordedEvent): void {
    if (event.position < this.headsPosition) this.ledger.add(event);
    if (event.position === this.headsPosition && isRecordForAddressees(event)) this.found = this.listsNow();
  }

  /** By code. Throws `POSITION_UNKNOWN` when there is no record of heads for addressees at the position. */
  get lists(): ReadonlyMap<string, HeadsList> {
    if (this.found === undefined)
      throw new LedgerError('POSITION_UNKNOWN', 'there is no record of heads at this position');
    return this.found;
  }

  private listsNow(): ReadonlyMap<string, HeadsList> {
    return new Map(this.ledger.codes.map((code) => [code, this.ledger.list(code, 'addressee')]));
  }
}

const isRecordForAddressees = ({ stream, type, data }: RecordedEvent): boolean =>
  stream === headsStream && type === 'HeadsRecorded' && data['audience'] === 'addressee';
