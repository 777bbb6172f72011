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
const PAUSE = 1000;

interface Part {
  /** The last case that was begun. */
  readonly at: number;
  readonly faults: readonly string[];
  /** Why the process ended before its cases did. */
  readonly ended?: string;
}

/** Reads mutated files in a process of its own, which stays for the next format: to start one takes seconds. */
export class FuzzReader {
  private readonly folder = mkdtempSync(join(tmpdir(), 'saliency-lens-fuzz-'));
  private child?: ChildProcess;

  /** What is wrong with these cases: hangs and crashes with the number of their case, raw errors with their words. */
  async faults({ target, first, count }: FuzzTask): Promise<string[]> {
    const faults: string[] = [];
    for (let next = first; next < first + count;) {
      const { at, faults: found, ended } = await this.part({ target, first: next, count: first + count - next });
      faults.push(...found);
      if (ended) faults.push(`${target} ${at}: ${ended}`);
      next = ended ? at + 1 : first + count;
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
    const faults: string[] = [];
    const now = () => ({ time: Date.now(), work: computedTime(child.pid!) });
    let [at, hung, began] = [task.first, false, now()];
    const watch = setInterval(() => {
      const { time, work } = now();
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (work - began.work < LONGEST_WORK && time - began.time < LONGEST) return;
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
        else if ('fault' in message) faults.push(message.fault);
        else end();
      });
      child.on('exit', (code, signal) => end(hung ? 'it hangs' : `the process ended with ${signal ?? code}`));
      child.send(task);
    });
  }
}
