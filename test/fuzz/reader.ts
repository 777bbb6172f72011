import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildMessage, FuzzTask } from './child';
import { computedTime } from './process-time';

/**
 * How long one case may compute and how long it may take, in milliseconds: on a machine that does other things a
 * process may wait for minutes for its turn.
 */
const [LONGEST_WORK, LONGEST] = [30_000, 300_000];
/** A library that a damaged file has spoilt may go round in circles: what hangs in the child is tried again by itself. */
const LONGEST_WARM_WORK = 5000;
const PAUSE = 1000;

interface Fault {
  readonly at: number;
  readonly what: string;
}

interface Part {
  /** The last case that was begun. */
  readonly at: number;
  readonly faults: Fault[];
  /** Why the process ended before its cases did. */
  readonly ended?: string;
}

/** Reads mutated files in a process of its own, which stays for the next format: to start one takes seconds. */
export class FuzzReader {
  private readonly folder = mkdtempSync(join(tmpdir(), 'saliency-lens-fuzz-'));
  private child?: ChildProcess;

  /** What is wrong with these cases: hangs and crashes with the number of their case, raw errors with their words. */
  async faults(task: FuzzTask): Promise<string[]> {
    const faults: string[] = [];
    const end = task.first + task.count;
    for (let next = task.first; next < end;) {
      const { at, faults: found, ended } = await this.part({ ...task, first: next, count: end - next });
      if (ended) found.push({ at, what: ended });
      for (const { at, what } of found)
        if (task.warm) faults.push(...(await this.faults({ target: task.target, first: at, count: 1 })));
        else faults.push(`${task.target} ${at}: ${what}`);
      next = ended ? at + 1 : end;
    }
    return faults;
  }

  close(): void {
    this.child?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private open(): ChildProcess {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null)
      this.child = fork(join(__dirname, 'child.ts'), [join(this.folder, 'case')], {
        execArgv: ['--require', 'tsx/cjs'],
        stdio: 'ignore',
      });
    return this.child;
  }

  private part(task: FuzzTask): Promise<Part> {
    const child = this.open();
    const faults: Fault[] = [];
    const now = () => ({ time: Date.now(), work: computedTime(child.pid!) });
    let [at, hung, began] = [task.first, false, now()];
    const watch = setInterval(() => {
      const { time, work } = now();
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (work - began.work < (task.warm ? LONGEST_WARM_WORK : LONGEST_WORK) && time - began.time < LONGEST) return;
      hung = true;
      child.kill('SIGKILL');
    }, PAUSE);
    return new Promise<Part>((resolve) => {
      const end = (ended?: string) => {
        clearInterval(watch);
        child.removeAllListeners();
        resolve({ at, faults, ended });
      };
      child.on('message', (message: ChildMessage) => {
        if ('at' in message) [at, began] = [message.at, now()];
        else if ('fault' in message) faults.push({ at, what: message.fault });
        else end();
      });
      child.on('exit', (code, signal) => end(hung ? 'it hangs' : `the process ended with ${signal ?? code}`));
      child.send(task);
    });
  }
}
