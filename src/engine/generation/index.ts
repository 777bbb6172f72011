import { LensError } from '../../protocol/error';
import { entryOf } from '../parameter/entries';
import { entryFromText } from '../parameter/notation';
import { completed } from '../parameter/values';
import { faces } from './faces';
import { glasses } from './glasses';
import type { Generator } from './generator';
import { mnist1d } from './mnist-1d';
import { SetFolder } from './set-folder';
import { textures } from './textures';

/** All sets that are made here. The registry forgets their parameters; values are completed against them. */
export const GENERATORS = Object.freeze([mnist1d, textures, faces, glasses]) as readonly Generator[];

export interface GenerationRequest {
  /** `id:name=value:…` */
  readonly set: string;
  readonly out: string;
  readonly seed?: number;
}

export interface GenerationReport {
  readonly set: string;
  readonly seed: number;
  readonly folder: string;
  /** Inputs by split. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The largest seed NumPy takes. */
const LARGEST_SEED = 0xffffffff;

/** Writes a set into a new folder. @throws LensError */
export async function writeSet(
  { set, out, seed }: GenerationRequest,
  options: { signal?: AbortSignal; progress?(done: number, total: number): void } = {},
): Promise<GenerationReport> {
  const { entry, given } = entryFromText(set, (id) => entryOf(GENERATORS, id, 'set'));
  const values = completed(entry.params, given);
  const own = seed ?? entry.usualSeed;
  if (own > LARGEST_SEED)
    throw new LensError({ code: 'invalid-argument', what: `the seed ${own} is larger than ${LARGEST_SEED}` });
  const total = entry.count(values);
  const folder = new SetFolder(out, {
    signal: options.signal,
    progress: (done) => options.progress?.(done, total),
  });
  await entry.write(folder, values, own);
  return { set, seed: own, folder: out, counts: folder.counts };
}
