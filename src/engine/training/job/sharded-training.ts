import { basename, resolve } from 'node:path';
import { LensError } from '../../../protocol/error';
import type { TrainingEvent, TrainingRequest, TrainingResult } from '../../../protocol/training';
import type { FoldResult } from '../../../protocol/training-result';
import { lockFolder, lockFolderSoon } from '../../file/folder-lock';
import { lockShards, namedShards, shardFolders } from '../../shard/ended-shards';
import { recordPart } from '../../shard/record';
import { partOfName, shardFolder, type Shard } from '../../shard/shard';
import { FoldFiles } from './fold-files';
import { keyOfFold } from './fold-key';
import { placed } from './network-place';
import type { TrainingOptions } from './options';
import { planTraining, prepareTraining, type PlannedRun, type PreparedTraining } from './prepared-training';
import { epochsOf, trainRuns } from './trained-runs';
import { writeContactSheet, writeTraining } from './written-training';

/** What one shard of a training has come to. */
export interface TrainedShard {
  readonly shard: Shard;
  readonly folds: readonly FoldResult[];
  /** Of the whole training. */
  readonly runs: number;
}

/** Runs go round: consecutive folds, sizes and repeats to one shard after the other. */
const shardOfRun = (run: number, count: number): number => (run % count) + 1;

/** Trains the runs of one shard, into a folder of its own below the results. @throws LensError */
export async function trainShard(
  request: TrainingRequest,
  shard: Shard,
  options: TrainingOptions,
): Promise<TrainedShard> {
  const plan = await planTraining(request);
  const out = shardFolder(request.out, shard);
  const release = await lockFolderSoon(out);
  try {
    const work = { kind: 'training' as const, request: { ...absolute(request) }, device: options.runtime.device };
    return await recordPart(out, work, async (say) => {
      const prepared = await prepareTraining(request, plan, options);
      const runs = prepared.runs.filter((_, k) => shardOfRun(k, shard.count) === shard.number);
      const total = epochsOf(prepared, runs);
      say({ total, folds: await Promise.all(runs.map((run) => keyOfRun(prepared, run))) }, true);
      const tell = (event: TrainingEvent): void => {
        if (event.kind === 'progress') say({ done: Math.floor(event.share * total), rate: event.imagesPerSecond });
        options.tell?.(event);
      };
      const folds = await trainRuns(prepared, runs, out, { ...options, tell });
      return { shard, folds, runs: prepared.runs.length };
    });
  } finally {
    release();
  }
}

const absolute = (request: TrainingRequest): TrainingRequest => ({
  ...request,
  folder: resolve(request.folder),
  out: resolve(request.out),
  networks: request.networks.map((network) => placed(network, '.')),
});

/**
 * Puts what all shards have trained together without a single update, and ends with the files of one undisturbed run.
 * @throws LensError `not-found` that names the shards that have not finished; then nothing is written
 */
export async function mergeTraining(request: TrainingRequest, options: TrainingOptions): Promise<TrainingResult> {
  const { out } = request;
  const plan = await planTraining(request);
  const folders = shardFolders(out);
  const unlock = lockShards(folders);
  try {
    const release = lockFolder(out);
    try {
      const prepared = await prepareTraining(request, plan, options);
      const found = await Promise.all(prepared.runs.map((run) => finishedIn(folders, prepared, run)));
      checkComplete(found, folders, out);
      const trained = found.map((one) => one!);
      for (const { from, to, result } of trained) to.take(from, result);
      await writeContactSheet(prepared);
      return writeTraining(
        prepared,
        trained.map(({ result }) => result),
      );
    } finally {
      release();
    }
  } finally {
    unlock();
  }
}

interface FoundFold {
  readonly from: FoldFiles;
  readonly to: FoldFiles;
  readonly result: FoldResult;
}

/** What a run depends on, by which its files are known. */
async function keyOfRun(
  { request, readings, splits }: PreparedTraining,
  { network, series, index }: PlannedRun,
): Promise<string> {
  return keyOfFold({ request, parts: await readings.of(network), splits }, network, series.splits[index]);
}

/** The first shard that has finished a run; null where none has. */
async function finishedIn(
  folders: readonly string[],
  prepared: PreparedTraining,
  run: PlannedRun,
): Promise<FoundFold | null> {
  const key = await keyOfRun(prepared, run);
  const filesIn = (folder: string): FoldFiles => new FoldFiles(folder, key, run.series.name, run.index + 1);
  for (const folder of folders) {
    const from = filesIn(folder);
    const result = from.finished();
    if (result) return { from, to: filesIn(prepared.request.out), result };
  }
  return null;
}

function checkComplete(found: readonly (FoundFold | null)[], folders: readonly string[], out: string): void {
  const missing = found.flatMap((one, run) => (one ? [] : [run]));
  if (missing.length === 0) return;
  const [count, ...others] = [...new Set(folders.map((folder) => partOfName(basename(folder))!.count))];
  const unfinished =
    others.length > 0
      ? `the parts are ${[count, ...others].join(' and ')} to a run`
      : namedShards(
          missing.map((run) => shardOfRun(run, count)),
          count,
        );
  throw new LensError({
    code: 'not-found',
    what: `${missing.length} of ${found.length} folds ${missing.length === 1 ? 'is' : 'are'} not trained: ${unfinished}`,
    where: out,
    next: 'Run these parts again with the same options, then merge',
  });
}
