import type { Schema, ValuesOf } from '../parameter/schema';
import type { SetFolder } from './set-folder';

/** A labelled set that is made here: one file, one line in the registry. */
export interface Generator<S extends Schema = Schema> {
  readonly id: string;
  readonly label: string;
  /** One line: what it is. */
  readonly description: string;
  readonly params: S;
  /** The seed that gives the set as it is published. */
  readonly usualSeed: number;
  /** Inputs it has. */
  count(params: ValuesOf<S>): number;
  write(folder: SetFolder, params: ValuesOf<S>, seed: number): Promise<void> | void;
}
