import type { RandomStream } from '../../src/engine/tensor/random';

/** Files of one case, by their names below the folder of the case. */
export type CaseFiles = Readonly<Record<string, Uint8Array | string>>;

/** A reader that strangers' files reach, and how to make such files. */
export interface FuzzTarget {
  readonly id: string;
  /**
   * Reads the case within this process, where `read` would start a thread for it. What such a read finds is true only
   * if `read` finds it, too: a library that has read a damaged file may be spoilt.
   */
  warm?(folder: string): Promise<unknown>;
  /** Good cases, which are read; every mutation begins with one. */
  seeds(): Promise<readonly CaseFiles[]>;
  mutate(seed: CaseFiles, random: RandomStream): CaseFiles;
  /** Reads the case in a folder to the end: answers, or throws a LensError. */
  read(folder: string): Promise<unknown>;
}

/** A case with one of its files mutated. */
export function withMutated(
  seed: CaseFiles,
  name: string,
  change: (content: Uint8Array | string) => Uint8Array | string,
): CaseFiles {
  return { ...seed, [name]: change(seed[name]) };
}
