import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LensError } from '../../../protocol/error';
import type { SubmittedJobs } from './jobs';

const run = promisify(execFile);
/** Milliseconds: a controller that is down lets its commands wait. */
const PATIENCE = 10_000;

/** What Slurm says of the parts of an array that have not ended. */
export type QueuedParts = ReadonlyMap<number, 'waiting' | 'running'>;

const RUNNING = new Set(['RUNNING', 'COMPLETING']);

/** The parts of an array that wait or run; null where Slurm cannot be asked. */
export async function queuedParts({ parts }: SubmittedJobs): Promise<QueuedParts | null> {
  try {
    const { stdout } = await run('squeue', ['--noheader', '--array', '--format=%K %T', `--jobs=${parts}`], {
      timeout: PATIENCE,
    });
    return partsOf(stdout);
  } catch (error) {
    // Slurm soon forgets a job that has ended.
    return /Invalid job id/i.test((error as { stderr?: string }).stderr ?? '') ? new Map() : null;
  }
}

/** @param text a line for each part: its number and its state */
function partsOf(text: string): QueuedParts {
  const lines = text.split('\n').map((line) => /^\s*(\d+) ([A-Z_]+)\s*$/.exec(line));
  return new Map(
    lines.flatMap((match) =>
      match ? [[Number(match[1]), RUNNING.has(match[2]) ? 'running' : 'waiting'] as const] : [],
    ),
  );
}

/** Takes the parts and what would merge them off the cluster. @throws LensError where Slurm refuses */
export async function cancelJobs({ parts, merge }: SubmittedJobs): Promise<void> {
  try {
    await run('scancel', [parts, merge], { timeout: PATIENCE });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new LensError({
      code: 'not-found',
      what: `scancel could not cancel the array ${parts}: ${(stderr || message).trim().split('\n')[0].slice(0, 200)}`,
      next: `Cancel it on the cluster: scancel ${parts} ${merge}`,
    });
  }
}
