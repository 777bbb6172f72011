import { LensError } from '../../../protocol/error';
import type { NumberParameter } from '../../../protocol/parameter';
import { asFloats, floats, sizeOf, type FloatTensor, type Tensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import { fingerprint } from './fingerprint';
import { BASELINE, IMAGE, maskedProgram, type MaskKind } from './masking';
import { sheetOf, type MaskKey, type Sheet } from './sheet';

/** A sequence of masks to run a network on. */
export interface MaskSequence {
  readonly kind: MaskKind;
  readonly count: number;
  /** What replaces hidden parts, `[1, C, …]`. */
  readonly baseline: FloatTensor;
  /** Names the recipe: in sequences of equal names, masks of equal keys are equal. */
  readonly name: string;
  /** Names mask `index` among all masks of the recipe; by default its index. */
  keyOf?(index: number): MaskKey;
  /** Feeds that are the same for every batch. */
  readonly constants?: Readonly<Record<string, Tensor>>;
  /** Some of the masks, as the kind's inputs. */
  feeds(indices: readonly number[]): Readonly<Record<string, Tensor>>;
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
 * Runs a network on masked copies of the input, in bounded batches; copies that any method has run before are taken from the
 * sheet. The sampling ends early when the time limit `params.seconds` is reached, when `enough` says so, or when the job is
 * cancelled after at least one batch: what was run is kept.
 * @throws LensError `cancelled` when nothing had been run
 */
export async function forwards(context: MethodContext, sequence: MaskSequence, options: ForwardOptions): Promise<Sampling> {
  const runner = await maskRunner(context, sequence);
  const { count } = sequence;
  const clock = new Clock(Number(context.params.seconds ?? 0));
  let done = 0;
  while (done < count) {
    const end = runner.reach(done);
    try {
      options.take(await runner.logits(done, end), done);
    } catch (error) {
      if (done === 0 || !isCancellation(error)) throw error;
      return { done, warnings: [`Cancelled: the map rests on ${done} of ${count} samples.`] };
    }
    done = end;
    context.report(done / count, done < count && clock.show() ? options.partial?.() : undefined);
    if (done < count && clock.over()) return { done, warnings: [`Time limit: the map rests on ${done} of ${count} samples.`] };
    if (done < count && options.enough?.(done)) return { done, warnings: [`Precise enough after ${done} of ${count} samples.`] };
  }
  return { done, warnings: [] };
}

/** Whether the job was cancelled; other errors are not for a method to swallow. */
export const isCancellation = (error: unknown): boolean => error instanceof LensError && error.code === 'cancelled';

/** Masks that are on the sheet are taken so many at a time. */
const MOST_AT_ONCE = 1024;

/** Logits of the masks of a sequence, each run once. */
export async function maskRunner(context: MethodContext, sequence: MaskSequence) {
  const { network, input, execution } = context;
  const { kind, name, baseline, count, feeds, keyOf = (index: number): MaskKey => index } = sequence;
  const program = await maskedProgram(network, kind);
  const sheet = sheetOf(network, `${kind.key}|${name}|${fingerprint(input, baseline)}`);
  const constants = { [IMAGE]: input, [BASELINE]: baseline, ...sequence.constants };
  return {
    /** Where to stop so that what must be run fills one batch. */
    reach(start: number): number {
      const missing = new Set<MaskKey>();
      let end = start;
      for (; end < Math.min(count, start + MOST_AT_ONCE); end++) {
        const key = keyOf(end);
        if (sheet.row(key) || missing.has(key)) continue;
        if (missing.size === program.batch) break;
        missing.add(key);
      }
      return end;
    },
    /** Logits `[end − start, classes, …]` of masks start … end, at most as many as `reach` allows. */
    async logits(start: number, end: number): Promise<FloatTensor> {
      const keys = Array.from({ length: end - start }, (_, n) => keyOf(start + n));
      const places = new Map<MaskKey, number>();
      const missing: number[] = [];
      keys.forEach((key, n) => {
        if (sheet.row(key) || places.has(key)) return;
        places.set(key, missing.length);
        missing.push(start + n);
      });
      execution.spent.shared += keys.filter((key) => sheet.row(key)).length;
      if (missing.length === 0) return gathered(keys, sheet);
      const outputs = await execution.run(program, { ...constants, ...feeds(missing) }, missing.length);
      const logits = asFloats(outputs[network.graph.logits]);
      sheet.add([...places.keys()], logits);
      return missing.length === keys.length ? logits : gathered(keys, sheet, { places, logits });
    },
  };
}

/** Rows that have just been run, and rows of the sheet. */
function gathered(keys: readonly MaskKey[], sheet: Sheet, fresh?: { readonly places: ReadonlyMap<MaskKey, number>; readonly logits: FloatTensor }): FloatTensor {
  const shape = fresh ? fresh.logits.dims.slice(1) : sheet.shape;
  const length = sizeOf(shape);
  const all = floats([keys.length, ...shape]);
  keys.forEach((key, n) => {
    const place = fresh?.places.get(key);
    const row = fresh && place !== undefined ? fresh.logits.data.subarray(place * length, (place + 1) * length) : sheet.row(key)!;
    all.data.set(row, n * length);
  });
  return all;
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
