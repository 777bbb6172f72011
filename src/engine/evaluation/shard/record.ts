import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { EvaluationEvent, EvaluationRequest } from '../../../protocol/evaluation';
import { LensError } from '../../../protocol/error';
import type { DeviceId } from '../../../protocol/model';
import { RESULTS } from '../../file/kind';
import { readText } from '../../file/reading';
import { writeWhole } from '../../report/whole-file';

const FILE = 'part.json';
/** Milliseconds between two writings while inputs finish, and while none does. */
const [PAUSE, HEARTBEAT] = [1000, 10_000];

const recordShape = z.object({
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  done: z.number(),
  total: z.number().nullable(),
  skipped: z.number(),
  rate: z.number(),
  error: z.string().nullable(),
  /** What evaluates the same, with absolute paths. */
  request: z.looseObject({ folder: z.string(), models: z.array(z.string()).readonly(), out: z.string() }),
  device: z.string(),
});

/** What a part says of itself. */
export type PartStatement = z.infer<typeof recordShape>;

/** What a part says, in its folder, of how far it is: for those who watch from elsewhere. */
export class PartRecord {
  private readonly request: EvaluationRequest;

  constructor(
    private readonly folder: string,
    request: EvaluationRequest,
  ) {
    const { folder: inputs, models, out } = request;
    this.request = {
      ...request,
      folder: resolve(inputs),
      models: models.map((path) => resolve(path)),
      out: resolve(out),
    };
  }

  /** Keeps the record while the part works. @param work is given where to tell what happens */
  async of<T>(
    device: DeviceId,
    emit: (event: EvaluationEvent) => void,
    work: (tell: (event: EvaluationEvent) => void) => Promise<T>,
  ): Promise<T> {
    let said: PartStatement = {
      ...{ state: 'running', done: 0, total: null, skipped: 0, rate: 0, error: null },
      request: { ...this.request },
      device,
    };
    let written = -Infinity;
    const say = (changes: Partial<PartStatement>, must = true): void => {
      said = { ...said, ...changes };
      const now = performance.now();
      if (!must && now - written < PAUSE) return;
      written = now;
      writeWhole(join(this.folder, FILE), `${JSON.stringify(said)}\n`);
    };
    const heartbeat = setInterval(() => say({}), HEARTBEAT);
    try {
      say({});
      const result = await work((event) => {
        if (event.kind === 'started') say({ total: event.total, skipped: event.skipped });
        if (event.kind === 'progress') say({ done: event.done, skipped: event.skipped, rate: event.rate }, false);
        emit(event);
      });
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
}

/** What a part has said last, and when, in milliseconds since 1970; null where it has said nothing that can be read. */
export function statementIn(folder: string): { readonly said: PartStatement; readonly at: number } | null {
  const path = join(folder, FILE);
  try {
    return { said: recordShape.parse(JSON.parse(readText(path, RESULTS))), at: statSync(path).mtimeMs };
  } catch {
    return null;
  }
}
