import { LensError } from '../../../protocol/error';
import type { NumberParameter } from '../../../protocol/parameter';
import { asFloats, type FloatTensor, type Tensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import { fingerprint } from './fingerprint';
import { BASELINE, IMAGE, maskedProgram, type MaskKind } from './masking';
import { sheetOf } from './sheet';

/** A sequence of masks to run a network on. */
export interface MaskSequence {
  readonly kind: MaskKind;
  readonly count: number;
  /** What replaces hidden parts, `[1, C, …]`. */
  readonly baseline: FloatTensor;
  /** Names the draws: sequences of equal names have the same mask at the same index. */
  readonly name: string;
  /** Feeds that are the same for every batch. */
  readonly constants?: Readonly<Record<string, Tensor>>;
  /** The masks start … end as the kind's inputs. */
  feeds(start: number, end: number): Readonly<Record<string, Tensor>>;
}

export interface ForwardOptions {
  /** Called in sample order with the logits of samples start … start + rows. */
  readonly take: (logits: FloatTensor, start: number) => void;
  /** The map after the samples taken so far; asked for after the first batch and then now and then. */
  readonly partial?: () => FloatTensor | undefined;
  /** True ends the sampling early. */
  readonly enough?: (done: number) => boolean;
}

/** How many samples were run, and a sentence where they are fewer than asked. */
export interface Sampling {
  readonly done: number;
  readonly warnings: readonly string[];
}

/** Partial maps are shown at most this often. */
const SHOW_EVERY = 400;

/** The time limit that sampling methods share. */
export const secondsParameter: NumberParameter = {
  kind: 'number', name: 'seconds', label: 'Time limit', description: 'Stops with the samples run by then; 0: no limit', unit: 's', default: 0, minimum: 0, advanced: true,
};

/** The precision at which sampling methods stop by themselves. */
export const standardErrorParameter: NumberParameter = {
  kind: 'number', name: 'standardError', label: 'Stop at standard error', description: 'Of the least certain value; 0: run all samples', default: 0, minimum: 0, advanced: true,
};

/**
 * Runs a network on masked copies of the input, in bounded batches. The sampling ends early when the time limit
 * `params.seconds` is reached, when `enough` says so, or when the job is cancelled after at least one batch: what was run is kept.
 * @throws LensError `cancelled` when nothing had been run
 */
export async function forwards(context: MethodContext, sequence: MaskSequence, options: ForwardOptions): Promise<Sampling> {
  const { network, input, execution } = context;
  const program = await maskedProgram(network, sequence.kind);
  const sheet = sheetOf(network, `${sequence.kind.key}|${sequence.name}|${fingerprint(input, sequence.baseline)}`);
  const constants = { [IMAGE]: input, [BASELINE]: sequence.baseline, ...sequence.constants };
  const clock = new Clock(Number(context.params.seconds ?? 0));
  const run = async (start: number, end: number): Promise<FloatTensor> => {
    const outputs = await execution.run(program, { ...constants, ...sequence.feeds(start, end) }, end - start);
    const logits = asFloats(outputs[network.graph.logits]);
    sheet.add(start, logits);
    return logits;
  };
  let done = 0;
  while (done < sequence.count) {
    const end = Math.min(sequence.count, done + program.batch, done < sheet.count ? sheet.count : Infinity);
    try {
      options.take(end <= sheet.count ? sheet.slice(done, end) : await run(done, end), done);
    } catch (error) {
      if (done === 0 || !(error instanceof LensError) || error.code !== 'cancelled') throw error;
      return { done, warnings: [`Cancelled: the map rests on ${done} of ${sequence.count} samples.`] };
    }
    done = end;
    context.report(done / sequence.count, done < sequence.count && clock.show() ? options.partial?.() : undefined);
    if (done < sequence.count && clock.over()) return { done, warnings: [`Time limit: the map rests on ${done} of ${sequence.count} samples.`] };
    if (done < sequence.count && options.enough?.(done)) return { done, warnings: [`Precise enough after ${done} of ${sequence.count} samples.`] };
  }
  return { done, warnings: [] };
}

class Clock {
  private readonly begun = Date.now();
  private shown = 0;

  constructor(private readonly seconds: number) {}

  over(): boolean {
    return this.seconds > 0 && Date.now() - this.begun >= this.seconds * 1000;
  }

  show(): boolean {
    const now = Date.now();
    if (now - this.shown < SHOW_EVERY) return false;
    this.shown = now;
    return true;
  }
}
