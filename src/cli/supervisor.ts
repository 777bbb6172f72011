import { fork, type ChildProcess } from 'node:child_process';
import { env, exit, platform, stderr } from 'node:process';
import { CANCELLED } from './run';
import { ENGINE_ENVIRONMENT } from '../protocol/engine-environment';

/** Set for the process that does the work, and for whoever wants a command to run without a supervisor. */
const SUPERVISED = 'SALIENCY_LENS_SUPERVISED';
/** How long an interrupted command may take to stop by itself, in milliseconds. */
const GRACE = 1500;

/** Whether this process is to do the work itself. */
export const isSupervised = (): boolean => env[SUPERVISED] !== undefined;

/**
 * Runs the command in a child process and waits for it. A native call or the reading of a damaged file blocks a
 * process so that it hears no signal: the supervisor passes an interrupt on, and ends the child where it does not
 * stop by itself in time. SIGUSR1 asks it to stop where nothing is lost, and has no such limit. The exit status is the child's.
 */
export function supervise(script: string, args: readonly string[]): void {
  const child = fork(script, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...ENGINE_ENVIRONMENT, ...env, [SUPERVISED]: '1' },
  });
  const ending = new Ending(child);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.begin(signal));
  if (platform !== 'win32') process.on('SIGUSR1', () => child.kill('SIGUSR1'));
  child.on('error', (error) => {
    stderr.write(`saliency-lens: the command could not be started: ${error.message}\n`);
    exit(1);
  });
  child.on('exit', (code, signal) => exit(code ?? ending.status(signal)));
}

/** The end of a child that was interrupted. */
class Ending {
  private begun = false;
  private forced = false;

  constructor(private readonly child: ChildProcess) {}

  begin(signal: NodeJS.Signals): void {
    // A second interrupt asks for the end at once.
    if (this.begun) return this.force();
    this.begun = true;
    this.child.kill(signal);
    setTimeout(() => this.force(), GRACE);
  }

  /** The exit status of a child that a signal ended. */
  status(signal: NodeJS.Signals | null): number {
    if (this.begun) {
      if (this.forced) stderr.write('saliency-lens: cancelled; what was written whole by then is kept\n');
      return CANCELLED;
    }
    stderr.write(
      `saliency-lens: the process that did the work was ended by ${signal}; where memory ran out, give it less at once\n`,
    );
    return 1;
  }

  private force(): void {
    this.forced = true;
    this.child.kill('SIGKILL');
  }
}
