import type { EvaluationSet } from './evaluation-set';
import type { Journal } from './journal';
import { COMPUTED, type ResultSource } from './result-source';
import { keptFailures } from './shard/failures';
import { inputsOf } from './shard/inputs';
import { MergedShards } from './shard/merging';
import { shardFolder, type Shard } from './shard/shard';

/** Which part of the inputs a run takes, where its results come from, and where they go. */
export interface RunPart {
  readonly out: string;
  /** Folders of earlier runs whose timings count. */
  readonly earlier: readonly string[];
  /** Whether a run may end without any input. */
  readonly mayBeEmpty: boolean;
  inputs(set: EvaluationSet, journal: Journal): Promise<EvaluationSet>;
  source(journal: Journal): ResultSource;
  /** Called before anything is written. @throws LensError where results are missing */
  check(): void;
  close(): void;
}

export interface PartOptions {
  /** Only this part of the inputs, into a folder of its own below the results. */
  readonly shard?: Shard;
  /** Nothing is computed: the results of all parts are put together. */
  readonly merge?: boolean;
}

/** @param out where the results of the whole run go @throws LensError where there is nothing to merge */
export function partOf(out: string, { shard, merge }: PartOptions): RunPart {
  if (shard) return { ...whole(shardFolder(out, shard)), ...partial(shard) };
  return merge ? { ...whole(out), ...merging(new MergedShards(out)) } : whole(out);
}

const whole = (out: string): RunPart => ({
  out,
  earlier: [out],
  mayBeEmpty: false,
  inputs: async (set) => set,
  source: () => COMPUTED,
  check: () => undefined,
  close: () => undefined,
});

const partial = (shard: Shard): Partial<RunPart> => ({
  mayBeEmpty: true,
  inputs: (set, journal) => inputsOf(shard, set, journal),
  source: keptFailures,
});

const merging = (shards: MergedShards): Partial<RunPart> => ({
  earlier: shards.folders,
  source: () => shards,
  check: () => shards.checkComplete(),
  close: () => shards.close(),
});
