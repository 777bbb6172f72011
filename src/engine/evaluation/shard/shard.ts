import { join } from 'node:path';
import { LensError } from '../../../protocol/error';
import { scheduledShard } from './scheduler-variables';

/** One of `count` parts of the inputs; `number` begins at 1. */
export interface Shard {
  readonly number: number;
  readonly count: number;
}

/** Cluster schedulers allow fewer. */
const MOST_SHARDS = 100_000;
/** Digits of the hash that decide: 48 bits, which a number holds exactly. */
const DIGITS = 12;

/**
 * The shard of an input, by its content alone: more inputs move no other one, and copies come together.
 * @param hash SHA-256 of its content, in hexadecimal digits
 */
export const shardOf = (hash: string, count: number): number => (parseInt(hash.slice(0, DIGITS), 16) % count) + 1;

/** Where the parts of a run lie. */
export const shardsFolder = (out: string): string => join(out, 'shards');

/** Where one part writes its journal and its tables. */
export const shardFolder = (out: string, { number, count }: Shard): string =>
  join(shardsFolder(out), `${number}-of-${count}`);

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
