import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildMessage } from './child';

/**
 * How long one case may compute and how long it may take, in milliseconds: on a machine that does other things a
 * process may wait for minutes for its turn.
 */
const [LONGEST_WORK, LONGEST] = [30_000, 300_000];
const PAUSE = 1000;
/** Of the clock by which Linux counts the time of processes. */
const TICK = 10;

/** Milliseconds for which a process has computed; undefined where the system does not say. */
function workOf(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return undefined;
  }
}

/**
 * Runs cases `first` … `first + count` of a target in a process of their own and resolves to what was wrong: hangs and
 * crashes with the number of their case, raw errors with their words.
 */
export async function fuzz(target: string, first: number, count: number): Promise<string[]> {
  const faults: string[] = [];
  for (let next = first; next < first + count;) {
    const { at, found, ended } = await part(target, next, first + count - next);
    faults.push(...found);
    if (ended) faults.push(`${target} ${at}: ${ended}`);
    next = ended ? at + 1 : first + count;
  }
  return faults;
}

interface Part {
  readonly at: number;
  readonly found: readonly string[];
  /** Why the process ended before its cases did. */
  readonly ended?: string;
}

function part(target: string, first: number, count: number): Promise<Part> {
  const folder = mkdtempSync(join(tmpdir(), 'saliency-lens-fuzz-'));
  return new Promise<Part>((resolve) => {
    const args = [target, String(first), String(count), join(folder, 'case')];
    const child = fork(join(__dirname, 'child.ts'), args, { execArgv: ['--require', 'tsx/cjs'], stdio: 'ignore' });
    let [at, found, hung]: [number, readonly string[] | undefined, boolean] = [first, undefined, false];
    const now = () => ({ time: Date.now(), work: workOf(child.pid!) ?? Date.now() });
    let began = now();
    const watch = setInterval(() => {
      const { time, work } = now();
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (work - began.work < LONGEST_WORK && time - began.time < LONGEST) return;
      hung = true;
      child.kill('SIGKILL');
    }, PAUSE);
    child.on('message', (message: ChildMessage) => {
      if ('at' in message) {
        at = message.at;
        began = now();
      } else found = message.faults;
    });
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      rmSync(folder, { recursive: true, force: true });
      const ended = found ? undefined : hung ? 'it hangs' : `the process ended with ${signal ?? code}`;
      resolve({ at, found: found ?? [], ended });
    });
  });
}
