import { LensError, type ErrorCode } from '../protocol/error';

const FAILED = 1;
const WRONG_ARGUMENTS = 2;
const VIOLATED = 3;
/** Stopped between two inputs because a scheduler asked for it: the same command goes on (EX_TEMPFAIL). */
const STOPPED = 75;
export const CANCELLED = 130;

/** What every command can say: progress on stderr, and with `--json` exactly one JSON value on stdout. */
export interface Voice {
  readonly json: boolean;
  progress(text: string): void;
  /** A line on stderr that stays. */
  note(text: string): void;
}

/** How a command ends: its result as JSON or as text. */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
  /** What could not be done of it: the command has failed, though the rest is there. */
  readonly failure?: LensError;
  /** Conditions of the person that are not met: a sentence each. */
  readonly violations?: readonly string[];
}

/**
 * Runs a command to its end: prints the outcome, turns an interrupt into cancellation and errors into one sentence.
 * Exit status: 0 done, 1 failed, 2 wrong arguments, 3 a condition of the person is not met,
 * 75 stopped between two inputs, 130 cancelled.
 * @param work its second signal asks it to stop where nothing is lost
 */
export async function runCommand(
  json: boolean,
  work: (signal: AbortSignal, voice: Voice, stop: AbortSignal) => Promise<Outcome>,
): Promise<void> {
  const abort = new AbortController();
  // A terminal interrupts this process and its supervisor, which passes it on: the second must not end us at once.
  process.on('SIGINT', () => abort.abort());
  process.on('SIGTERM', () => abort.abort());
  const stop = new AbortController();
  if (process.platform !== 'win32') process.on('SIGUSR1', () => stop.abort());
  const voice: Voice = {
    json,
    note: (text) => process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}saliency-lens: ${text}\n`),
    progress: (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`),
  };
  try {
    const { json: result, text, failure, violations = [] } = await work(abort.signal, voice, stop.signal);
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    // Where a protocol was spoken, nothing but it may stand on stdout.
    if (json || text !== '') await written(json ? `${JSON.stringify(result, null, 2)}\n` : `${text}\n`);
    // Methods that can stop anywhere end well when interrupted, with what they had.
    if (abort.signal.aborted) process.stderr.write('saliency-lens: cancelled; what there was by then is kept\n');
    for (const violation of violations) voice.note(violation);
    const status = failure ? statusOf(failure) : violations.length > 0 ? VIOLATED : 0;
    process.exit(abort.signal.aborted ? CANCELLED : status);
  } catch (thrown) {
    const error = LensError.from(thrown);
    process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}saliency-lens: ${error.message}\n`);
    if (json) await written(`${JSON.stringify({ error: error.toReport() }, null, 2)}\n`);
    process.exit(statusOf(error));
  }
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  cancelled: CANCELLED,
  stopped: STOPPED,
  'invalid-argument': WRONG_ARGUMENTS,
};
const statusOf = ({ code }: LensError): number => STATUS[code] ?? FAILED;

/** Waits until a pipe has taken the text: process.exit would cut it. */
function written(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
