import { Chance } from '../chance.js';
import { type Fault, faults } from './faults.js';
import { type Caught, type Thoroughness, VerifierTree } from './tree.js';

/** What became of one fault. */
export interface FaultReport {
  readonly fault: string;
  readonly caught: Caught;
}

export interface PlantedReport {
  /** What failed although nothing was planted: then nothing that follows means anything. */
  readonly control: Caught;
  readonly faults: readonly FaultReport[];
}

export interface Planting {
  /** How many, chosen at random; all of them unless told. */
  readonly count?: number;
  /** Only those whose name holds this. */
  readonly named?: string;
  readonly seed: number;
  readonly thoroughness: Thoroughness;
  readonly say: (text: string) => void;
}

export const isCaught = ({ caught }: FaultReport): boolean => Object.keys(caught).length > 0;

/** Plants faults one after the other, and looks first whether everything holds without any. */
export async function plantFaults({ count, named = '', seed, thoroughness, say }: Planting): Promise<PlantedReport> {
  const tree = new VerifierTree();
  try {
    const control = await tree.checked(undefined, 'each group', seed);
    const reports: FaultReport[] = [];
    for (const fault of chosen(count, seed).filter(({ name }) => name.includes(named))) {
      const report = { fault: fault.name, caught: await tree.checked(fault, thoroughness, seed) };
      reports.push(report);
      say(`${report.fault}: ${JSON.stringify(report.caught)}\n`);
    }
    return { control, faults: reports };
  } finally {
    tree.remove();
  }
}

function chosen(count: number | undefined, seed: number): readonly Fault[] {
  if (count === undefined) return faults;
  const chance = new Chance(seed);
  const left = [...faults];
  return Array.from({ length: count }, () => left.splice(chance.between(0, left.length), 1)).flat();
}
