import { statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { LensError } from '../../protocol/error';
import { RESULTS } from '../file/kind';
import { readText } from '../file/reading';
import { writeWhole } from '../report/whole-file';

const FILE = 'part.json';
/** Milliseconds between two writings while the part goes forward, and while it does not. */
const [PAUSE, HEARTBEAT] = [1000, 10_000];

const workShape = z.object({
  kind: z.enum(['evaluation', 'training']),
  /** What asks for the same, with absolute paths. */
  request: z.looseObject({ folder: z.string(), out: z.string() }),
  device: z.string(),
});

const progressShape = z.object({
  done: z.number(),
  total: z.number().nullable(),
  skipped: z.number(),
  rate: z.number(),
  /** Of a training: what names the folds that fell to the part, whatever else lies in its folder. */
  folds: z.array(z.string()).optional(),
});

const statementShape = workShape.extend({
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  ...progressShape.shape,
  error: z.string().nullable(),
});

/** What a part is part of. */
export type PartWork = z.infer<typeof workShape>;

/** How far a part is: inputs, or epochs of a training. */
export type PartProgress = z.infer<typeof progressShape>;

/** What a part says of itself. */
export type PartStatement = z.infer<typeof statementShape>;

/**
 * Says in the part's folder how far it is while it works, for those who watch from elsewhere.
 * @param work is given where to tell its progress; what must not wait is said at once
 */
export async function recordPart<T>(
  folder: string,
  of: PartWork,
  work: (tell: (changes: Partial<PartProgress>, must?: boolean) => void) => Promise<T>,
): Promise<T> {
  let said: PartStatement = { ...of, state: 'running', done: 0, total: null, skipped: 0, rate: 0, error: null };
  let written = -Infinity;
  const say = (changes: Partial<PartStatement>, must = true): void => {
    said = { ...said, ...changes };
    const now = performance.now();
    if (!must && now - written < PAUSE) return;
    written = now;
    writeWhole(join(folder, FILE), `${JSON.stringify(said)}\n`);
  };
  const heartbeat = setInterval(() => say({}), HEARTBEAT);
  try {
    say({});
    const result = await work((changes, must = false) => say(changes, must));
    say({ state: 'done', done: said.total ?? 0 });
    return result;
  } catch (thrown) {
    const { code, message } = LensError.from(thrown);
    const stopped = code === 'stopped' || code === 'cancelled';
    say({ state: stopped ? 'stopped' : 'failed', error: stopped ? null : message });
    throw thrown;
  } finally {
    clearInterval(heartbeat);
  }
}

/** What a part has said last, and when, in milliseconds since 1970; null where it has said nothing that can be read. */
export function statementIn(folder: string): { readonly said: PartStatement; readonly at: number } | null {
  const path = join(folder, FILE);
  try {
    return { said: statementShape.parse(JSON.parse(readText(path, RESULTS))), at: statSync(path).mtimeMs };
  } catch {
    return null;
  }
}
