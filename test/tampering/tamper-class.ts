import type { Judge } from './judges.js';
import type { Scene } from './scene.js';

/** What was done in a trial. */
export interface Injected {
  /** For whoever looks into a trial that was not caught. */
  readonly did: string;
  /** The codes that must be found when they follow from the way that was chosen; else those of the class. */
  readonly own?: readonly string[];
}

/** A kind of tampering. The same judge looks before it and after it, and knows of neither. */
export interface TamperClass {
  readonly name: string;
  /** In the words of the documentation. */
  readonly what: string;
  readonly by: 'superuser SQL' | 'edited file' | 'edited message' | 'a stolen key and SQL' | 'false signature';
  readonly judge: Judge;
  /** Every one of these must be found, or of the alternatives the one that `inject` names. */
  readonly own: readonly string[];
  /** Everything honest that has to be there first. */
  prepare(scene: Scene): Promise<void>;
  inject(scene: Scene): Promise<Injected>;
}
