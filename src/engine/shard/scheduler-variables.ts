import { LensError } from '../../protocol/error';
import type { Shard } from './shard';

/** The variables by which a scheduler tells a process which of many it is. */
interface Scheduler {
  readonly name: string;
  readonly index: string;
  /** The first index: a number, or the variable that says it. */
  readonly first: number | string;
  readonly step?: string;
  /** How many there are: the variable that says it, or the last index. */
  readonly count?: string;
  readonly last?: string;
  /** The index that says that a job is no array. */
  readonly never?: number;
}

/** A new scheduler is one more line. */
const SCHEDULERS: readonly Scheduler[] = [
  {
    name: 'Slurm',
    index: 'SLURM_ARRAY_TASK_ID',
    first: 'SLURM_ARRAY_TASK_MIN',
    step: 'SLURM_ARRAY_TASK_STEP',
    count: 'SLURM_ARRAY_TASK_COUNT',
  },
  { name: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', first: 0 },
  { name: 'AWS Batch', index: 'AWS_BATCH_JOB_ARRAY_INDEX', first: 0, count: 'AWS_BATCH_JOB_ARRAY_SIZE' },
  { name: 'Cloud Run', index: 'CLOUD_RUN_TASK_INDEX', first: 0, count: 'CLOUD_RUN_TASK_COUNT' },
  { name: 'Google Batch', index: 'BATCH_TASK_INDEX', first: 0, count: 'BATCH_TASK_COUNT' },
  { name: 'PBS', index: 'PBS_ARRAY_INDEX', first: 1 },
  {
    name: 'Grid Engine',
    index: 'SGE_TASK_ID',
    first: 'SGE_TASK_FIRST',
    step: 'SGE_TASK_STEPSIZE',
    last: 'SGE_TASK_LAST',
  },
  { name: 'LSF', index: 'LSB_JOBINDEX', first: 1, step: 'LSB_JOBINDEX_STEP', last: 'LSB_JOBINDEX_END', never: 0 },
];

/**
 * The part of a run that the scheduler gave this process.
 * @param told how many parts there are, where a person says it
 * @throws LensError `invalid-argument` where no scheduler says which part, or of how many
 */
export function scheduledShard(variables: NodeJS.ProcessEnv, told?: number): Shard {
  // Grid Engine sets its variable to "undefined" for jobs that are no arrays; LSF to 0.
  const scheduler = SCHEDULERS.find(({ index, never }) => {
    const value = wholeIn(variables, index);
    return value !== undefined && value !== never;
  });
  if (!scheduler)
    throw new LensError({
      code: 'invalid-argument',
      what: '--shard auto, but no scheduler says which part this process is',
      next: `Give I/N, or start it where one of ${SCHEDULERS.map(({ index }) => index).join(', ')} is set`,
    });
  const first = typeof scheduler.first === 'number' ? scheduler.first : (wholeIn(variables, scheduler.first) ?? 1);
  const step = Math.max(1, wholeIn(variables, scheduler.step) ?? 1);
  const last = wholeIn(variables, scheduler.last);
  const count =
    told ??
    wholeIn(variables, scheduler.count) ??
    (last === undefined ? undefined : Math.floor((last - first) / step) + 1);
  if (count === undefined)
    throw new LensError({
      code: 'invalid-argument',
      what: `--shard auto, but ${scheduler.name} does not say of how many parts this is one`,
      next: 'Give their number, for example --shard auto/8',
    });
  const place = Math.floor((wholeIn(variables, scheduler.index)! - first) / step);
  // Arrays may begin anywhere where the scheduler does not say where: any `count` indices in a row are all parts.
  return { number: typeof scheduler.first === 'number' ? (((place % count) + count) % count) + 1 : place + 1, count };
}

function wholeIn(variables: NodeJS.ProcessEnv, name: string | undefined): number | undefined {
  const text = name === undefined ? undefined : variables[name];
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
