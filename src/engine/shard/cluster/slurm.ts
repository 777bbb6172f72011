import { join, resolve } from 'node:path';
import { LensError } from '../../../protocol/error';
import { shellCommand } from '../../../protocol/shell-command';

/** How many parts, and how many of them at a time. */
export interface Parts {
  readonly count: number;
  readonly atOnce?: number;
}

/** `8`, or `8%4` as Slurm writes a limit. @throws LensError `invalid-argument` */
export function partsFromText(text: string): Parts {
  const [, count, atOnce] = /^([1-9]\d{0,4})(?:%([1-9]\d{0,4}))?$/.exec(text) ?? [];
  if (count !== undefined) return { count: Number(count), atOnce: atOnce === undefined ? undefined : Number(atOnce) };
  throw new LensError({
    code: 'invalid-argument',
    what: `${text} is no number of parts`,
    next: 'Give a number, for example 8, or 8%4 for at most 4 at a time',
  });
}

export interface SlurmScripts {
  /** Bash, one part of an array. */
  readonly parts: string;
  /** Bash, what puts the parts together. */
  readonly merge: string;
}

/** Seconds a part is told before its time is over. */
const WARNING = 120;
/** The exit status of a part that stopped between two inputs. */
const STOPPED = 75;

/**
 * Scripts for sbatch. A part that is warned finishes its input and goes back into the queue; one whose node is lost is
 * requeued by Slurm, and has lost one input.
 * @param words the command that evaluates, without what says which part
 * @param options further options of sbatch
 */
export function slurmScripts(
  words: readonly string[],
  out: string,
  { count, atOnce }: Parts,
  options: readonly string[],
): SlurmScripts {
  const head = (lines: readonly string[]): string[] => ['#!/bin/bash', ...lines.map((line) => `#SBATCH ${line}`), ''];
  const log = (name: string): string => `--output=${join(resolve(out), 'slurm', name)}`;
  const parts = [
    ...head([
      '--job-name=saliency-lens',
      `--array=1-${count}${atOnce === undefined ? '' : `%${atOnce}`}`,
      '--requeue',
      '--open-mode=append',
      log('part-%a.log'),
      `--signal=B:USR1@${WARNING}`,
      ...options,
    ]),
    '# A warned part finishes its input; what it has done is in its journal.',
    `trap 'kill -USR1 "$work"' USR1`,
    `${shellCommand([...words, '--shard', `auto/${count}`])} &`,
    'work=$!',
    'wait "$work"; status=$?',
    '# The signal ends the wait, not the work.',
    'while kill -0 "$work" 2>/dev/null; do wait "$work"; status=$?; done',
    `if [ "$status" -eq ${STOPPED} ]; then scontrol requeue "$SLURM_JOB_ID"; fi`,
    'exit "$status"',
    '',
  ];
  const merge = [
    ...head(['--job-name=saliency-lens-merge', '--open-mode=append', log('merge.log'), ...options]),
    `exec ${shellCommand([...words, '--merge'])}`,
    '',
  ];
  return { parts: parts.join('\n'), merge: merge.join('\n') };
}
