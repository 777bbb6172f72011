import { LensError } from '../../protocol/error';
import { scheduledShard } from './scheduler-variables';
import type { Shard } from './shard';

/** Cluster schedulers allow fewer. */
const MOST_SHARDS = 100_000;

/**
 * `2/8`; `auto` for the part a scheduler has given this process, or `auto/8` where the scheduler does not say of how
 * many.
 * @throws LensError `invalid-argument`
 */
export function shardFromText(text: string, variables: NodeJS.ProcessEnv = process.env): Shard {
  const [, number, count] = /^(\d+|auto)(?:\/(\d+))?$/.exec(text) ?? [];
  const shard =
    number === 'auto'
      ? scheduledShard(variables, count === undefined ? undefined : Number(count))
      : { number: Number(number), count: Number(count) };
  const { number: n, count: most } = shard;
  if (n >= 1 && n <= most && most <= MOST_SHARDS) return shard;
  throw new LensError({
    code: 'invalid-argument',
    what: `--shard ${text} is no part of a run`,
    next: `Give I/N with I from 1 to N, for example 2/8, or auto; N is at most ${MOST_SHARDS}`,
  });
}
