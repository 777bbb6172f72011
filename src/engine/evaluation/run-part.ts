import type { EvaluationRequest } from '../../protocol/evaluation';
import type { EvaluationSet } from './evaluation-set';
import type { Journal } from './journal';
import { COMPUTED, type ResultSource } from './result-source';
import { keptFailures } from './shard/failures';
import { inputsOf } from './shard/inputs';
import { MergedShards } from './shard/merging';
import { shardFolder, soFarFolder, type Shard } from '../shard/shard';

/** Which part of the inputs a run takes, where its results come from, and where they go. */
export interface RunPart {
  readonly out: string;
  /** Folders of earlier runs whose timings count. */
  readonly earlier: readonly string[];
  /** Whether a run may end without any input. */
  readonly mayBeEmpty: boolean;
  inputs(set: EvaluationSet, journal: Journal): Promise<EvaluationSet>;
  source(journal: Journal): ResultSource;
  /** Whether others are told how far it is. */
  readonly isRecorded: boolean;
  /** Called before anything is written. @throws LensError where results are missing */
  check(): void;
  close(): void;
}

export interface PartOptions {
  /** Only this part of the inputs, into a folder of its own below the results. */
  readonly shard?: Shard;
  /**
   * Nothing is computed: the results of all parts are put together; `so-far` takes what there is while they run, and
   * writes it to a folder of its own.
   */
  readonly merge?: boolean | 'so-far';
}

/** @throws LensError where there is nothing to merge */
export function partOf(request: EvaluationRequest, { shard, merge }: PartOptions): RunPart {
  const { out } = request;
  if (shard) return { ...whole(shardFolder(out, shard)), ...partial(shard) };
  if (merge === 'so-far') return { ...whole(soFarFolder(out)), ...soFar(new MergedShards(out, false)) };
  return merge ? { ...whole(out), ...merging(new MergedShards(out, true)) } : whole(out);
}

const whole = (out: string): RunPart => ({
  out,
  earlier: [out],
  mayBeEmpty: false,
  inputs: async (set) => set,
  source: () => COMPUTED,
  isRecorded: false,
  check: () => undefined,
  close: () => undefined,
});

const partial = (shard: Shard): Partial<RunPart> => ({
  mayBeEmpty: true,
  isRecorded: true,
  inputs: (set, journal) => inputsOf(shard, set, journal),
  source: keptFailures,
});

const soFar = (shards: MergedShards): Partial<RunPart> => ({
  mayBeEmpty: true,
  source: () => shards,
  close: () => shards.close(),
});

const merging = (shards: MergedShards): Partial<RunPart> => ({
  earlier: shards.folders,
  source: () => shards,
  check: () => shards.checkComplete(),
  close: () => shards.close(),
});
