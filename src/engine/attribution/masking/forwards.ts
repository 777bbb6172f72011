import { asFloats, floats, sizeOf, type FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import { fingerprint } from './fingerprint';
import { BASELINE, IMAGE, maskedProgram } from './masking';
import type { MaskSequence } from './sequence';
import { sampled, type BudgetValues, type Sampling, type SamplingOptions } from './sampling';
import { logitCache, type LogitCache, type MaskKey } from './logit-cache';

export interface ForwardOptions extends SamplingOptions {
  /** Called in sample order with the logits of samples start … start + rows. */
  readonly take: (logits: FloatTensor, start: number) => void;
}

/**
 * Runs a network on masked copies of the input, in bounded batches; copies that any method has run before are taken
 * from the logit cache. The sampling ends early when the time limit `params.seconds` is reached, when they are precise
 * enough, or when the job is cancelled after at least one batch: what was run is kept.
 * @throws LensError `cancelled` when nothing had been run
 */
export async function forwards(
  context: MethodContext<BudgetValues>,
  sequence: MaskSequence,
  options: ForwardOptions,
): Promise<Sampling> {
  const runner = await maskRunner(context, sequence);
  const { count } = sequence;
  return sampled(context, count, {
    ...options,
    step: async (done, limit) => {
      const end = runner.reach(done, limit);
      options.take(await runner.logits(done, end), done);
      return end;
    },
  });
}

/** Masks that are in the logit cache are taken so many at a time. */
const MOST_AT_ONCE = 1024;

/** Logits of the masks of a sequence, each run once. */
export async function maskRunner(context: MethodContext, sequence: MaskSequence) {
  const { network, input, execution } = context;
  const {
    kind,
    name,
    baseline,
    count,
    feeds,
    keyOf = (index: number): MaskKey => index,
    groupOf = (): number | string => 0,
  } = sequence;
  const program = sequence.program ?? (await maskedProgram(network, kind));
  const batch = await program.batch();
  const cache = logitCache(network, `${kind.key}|${name}|${fingerprint(input, baseline)}`);
  const constants = { [IMAGE]: input, [BASELINE]: baseline, ...sequence.constants };
  return {
    /** Where to stop, at most at `limit`, so that what must be run is of one group and fits one batch. */
    reach(start: number, limit = count): number {
      const missing = new Set<MaskKey>();
      let end = start;
      for (; end < Math.min(limit, start + MOST_AT_ONCE) && groupOf(end) === groupOf(start); end++) {
        const key = keyOf(end);
        if (cache.row(key) || missing.has(key)) continue;
        if (missing.size === batch) break;
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
        if (cache.row(key) || places.has(key)) return;
        places.set(key, missing.length);
        missing.push(start + n);
      });
      execution.spent.shared += keys.length - missing.length;
      if (missing.length === 0) return gathered(keys, cache);
      const outputs = await execution.run(program, { ...constants, ...feeds(missing) }, missing.length);
      const logits = asFloats(outputs[network.graph.logits]);
      cache.add([...places.keys()], logits);
      return missing.length === keys.length ? logits : gathered(keys, cache, { places, logits });
    },
  };
}

/** Rows that have just been run, and rows of the cache. */
function gathered(
  keys: readonly MaskKey[],
  cache: LogitCache,
  fresh?: { readonly places: ReadonlyMap<MaskKey, number>; readonly logits: FloatTensor },
): FloatTensor {
  const shape = fresh ? fresh.logits.dims.slice(1) : cache.shape;
  const length = sizeOf(shape);
  const all = floats([keys.length, ...shape]);
  keys.forEach((key, n) => {
    const place = fresh?.places.get(key);
    const row =
      fresh && place !== undefined ? fresh.logits.data.subarray(place * length, (place + 1) * length) : cache.row(key)!;
    all.data.set(row, n * length);
  });
  return all;
}
