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
 * Says what contradicts itself before anything begins.
 * @param whole options that are about the whole, by whether they are given
 * @throws LensError `invalid-argument` where a run is divided twice, or divided and asked for as a whole
 */
export function checkParts(
  { shard, slurm, kubernetes, merge = false }: PartArguments,
  whole: Readonly<Record<string, boolean>> = {},
): void {
  const given = (options: Readonly<Record<string, boolean>>): string[] =>
    Object.keys(options).filter((k) => options[k]);
  const [way, other] = given({
    '--shard': shard !== undefined,
    '--slurm': slurm !== undefined,
    '--kubernetes': kubernetes !== undefined,
  });
  if (way === undefined) return;
  const refused = (what: string, next: string): LensError => new LensError({ code: 'invalid-argument', what, next });
  if (other !== undefined) throw refused(`${way} and ${other} both say how the run is divided`, 'Give one of them');
  const [about] = given({ '--merge': merge, ...whole });
  if (about !== undefined)
    throw refused(
      `${way} runs ${way === '--shard' ? 'a part' : 'parts'}, but ${about} is about the whole`,
      'Give it with --merge, when all parts are done',
    );
}

/** The part that is asked for, if one is. @throws LensError `invalid-argument` */
export const shardIn = ({ shard }: PartArguments): Shard | undefined =>
  shard === undefined ? undefined : shardFromText(shard);
