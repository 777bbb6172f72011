import { LensError } from '../../protocol/error';
import type { Tensor } from '../tensor/tensor';
import type { Program } from './program';

/** Lets interactive work overtake a running evaluation between batches. */
export interface Lane {
  /** Resolves when this execution may use the CPU for one batch. */
  turn(): Promise<void>;
}

/** How a job may be stopped and how it shares the CPU. */
export interface JobOptions {
  readonly signal?: AbortSignal;
  readonly lane?: Lane;
}

/**
 * One job's use of programs: counts its cost in u (forward passes of one image), and stops between batches when
 * cancelled.
 */
export class Execution {
  /**
   * Passes of one image so far: forward, backward in units of the forward's multiply-accumulates, and those this job
   * rests on but found done, because another job has run them for the same image.
   */
  readonly spent = { forward: 0, backward: 0, shared: 0 };
  private readonly images = new WeakSet<object>();

  constructor(
    readonly signal?: AbortSignal,
    private readonly lane?: Lane,
  ) {}

  /** @throws LensError `cancelled` once the job's signal is aborted */
  check(): void {
    if (this.signal?.aborted) throw new LensError({ code: 'cancelled', what: 'cancelled' });
  }

  /** Waits until this job may use the CPU. @throws LensError `cancelled` */
  async turn(): Promise<void> {
    await this.lane?.turn();
    this.check();
  }

  /**
   * Runs a program on a batch.
   * @param samples images in the batch, for the cost
   */
  async run(program: Program, feeds: Readonly<Record<string, Tensor>>, samples = 1): Promise<Record<string, Tensor>> {
    await this.turn();
    const outputs = await program.session.run(feeds);
    this.spent.forward += samples * program.cost.forward;
    this.spent.backward += samples * program.cost.backward;
    return outputs;
  }

  /**
   * Notes that the job uses the forward pass of an image, kept as `image`; a pass `found` done counts as shared, once.
   */
  rest(image: object, found: boolean): void {
    if (found && !this.images.has(image)) this.spent.shared++;
    this.images.add(image);
  }

  /** Calls `work` for consecutive ranges of at most the program's batch, in order. */
  async inBatches(program: Program, count: number, work: (start: number, end: number) => Promise<void>): Promise<void> {
    const step = count > 1 ? await program.batch() : 1;
    for (let start = 0; start < count; start += step) await work(start, Math.min(count, start + step));
  }
}
