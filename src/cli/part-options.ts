import type { Command } from 'commander';
import { LensError } from '../protocol/error';
import { shardFromText } from '../engine/shard/notation';
import type { Shard } from '../engine/shard/shard';
import { gathered } from './options';

/** What the command line says of the parts of a run. */
export interface PartArguments {
  readonly shard?: string;
  readonly merge?: boolean;
  readonly slurm?: string;
  readonly slurmOption: readonly string[];
  readonly kubernetes?: string;
}

/** The options of a command whose work can be done in parts. @param work what falls to a part, in the plural */
export const addPartOptions = (command: Command, work: string): Command =>
  command
    .option(
      '--shard <i/n>',
      `only part i of n of the ${work}, into OUT/shards; auto reads i and n from the variables of a scheduler`,
    )
    .option('--merge', 'put the results of all parts together, without running a model')
    .option(
      '--slurm <n[%m]>',
      'run it in n parts on a Slurm cluster, at most m at a time: writes the scripts into OUT/slurm and submits them',
    )
    .option(
      '--slurm-option <text>',
      'an option of sbatch for the parts, for example --slurm-option=--partition=gpu; may be repeated',
      gathered,
      [],
    )
    .option('--kubernetes <n[%m]>', 'write an Indexed Job of n parts and a Dockerfile into OUT/kubernetes');

/** Whether it is to be done on a cluster. */
export const isForCluster = ({ slurm, kubernetes }: PartArguments): boolean =>
  slurm !== undefined || kubernetes !== undefined;

/**
 * The part that is asked for, if one is.
 * @param whole options that are about the whole, by whether they are given
 * @throws LensError `invalid-argument` where one of them is
 */
export function shardIn(
  { shard, merge = false }: PartArguments,
  whole: Readonly<Record<string, boolean>> = {},
): Shard | undefined {
  if (shard === undefined) return undefined;
  const other = Object.entries({ '--merge': merge, ...whole }).find(([, given]) => given)?.[0];
  if (other === undefined) return shardFromText(shard);
  throw new LensError({
    code: 'invalid-argument',
    what: `--shard runs a part, but ${other} is about the whole`,
    next: 'Give it with --merge, when all parts are done',
  });
}
