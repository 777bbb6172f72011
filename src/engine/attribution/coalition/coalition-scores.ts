import { createHash } from 'node:crypto';
import { scoresOf } from '../../session/score';
import { LensError } from '../../../protocol/error';
import type { LabelMap } from '../../segmentation';
import type { FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import { coalitionMask, labelFeeds, rowFeeds } from '../masking/coalition-mask';
import { tableOf } from './coalitions';
import { fingerprint } from '../masking/fingerprint';
import { forwards, maskRunner } from '../masking/forwards';
import type { MaskKind } from '../masking/masking';
import type { BudgetValues, Precision, Sampling } from '../masking/sampling';

export interface CoalitionRun {
  readonly labels: LabelMap;
  /** `[1, C, …]`. */
  readonly baseline: FloatTensor;
  readonly count: number;
  /** Weight of each segment in sample `index`: 1 keeps it, 0 hides it. */
  row(index: number): ArrayLike<number>;
  /** Called after every batch with the number of scores that are known. */
  taken?(done: number): void;
  partial?(): FloatTensor | undefined;
  readonly precision?: Precision;
}

/** The scores of coalitions in sample order; after an early end the rest is NaN. */
export interface CoalitionScores extends Sampling {
  readonly scores: Float64Array;
}

/**
 * Scores of the input with some segments hidden, one per row.
 * @param scores filled while it runs, so that partial results can be read from it
 */
export async function coalitionScores(
  context: MethodContext<BudgetValues>,
  run: CoalitionRun,
  scores = new Float64Array(run.count).fill(NaN),
): Promise<CoalitionScores> {
  const sampling = await forwards(
    context,
    {
      kind: coalitionMask,
      count: run.count,
      baseline: run.baseline,
      ...recipeOf(run.labels),
      keyOf: (index) => rowKey(run.row(index)),
      feeds: (indices) => rowFeeds(tableOf(indices.map((index) => run.row(index)))),
    },
    {
      take: (logits, start) => {
        scores.set(scoresOf(logits, context.score), start);
        run.taken?.(start + logits.dims[0]);
      },
      partial: run.partial,
      precision: run.precision,
    },
  );
  return { ...sampling, scores };
}

/** What methods that begin with the input without and with all its segments say where not even these two were run. */
export const withoutEnds = (): LensError =>
  new LensError({
    code: 'cancelled',
    what: 'the run ended before the scores of the baseline and of the whole input were known',
    next: 'Give it more time',
  });

/** Scores of rows that are chosen as one goes, in bounded batches. */
export function coalitionRunner(
  context: MethodContext,
  labels: LabelMap,
  baseline: FloatTensor,
  kind: MaskKind = coalitionMask,
) {
  return async (rows: readonly ArrayLike<number>[]): Promise<Float64Array> => {
    const scores = new Float64Array(rows.length);
    const sequence = {
      kind,
      count: rows.length,
      baseline,
      ...recipeOf(labels),
      keyOf: (index: number) => rowKey(rows[index]),
      feeds: (indices: readonly number[]) => rowFeeds(tableOf(indices.map((index) => rows[index]))),
    };
    const runner = await maskRunner(context, sequence);
    for (let done = 0; done < rows.length;) {
      const end = runner.reach(done);
      scores.set(scoresOf(await runner.logits(done, end), context.score), done);
      done = end;
    }
    return scores;
  };
}

/** Coalitions of the same segments share a logit cache, whichever method asks for them. */
const recipeOf = (labels: LabelMap) => ({ name: fingerprint(labels), constants: labelFeeds(labels) });

/**
 * Names a row by its values: a character per segment for 0/1 rows, the bytes of the floats otherwise; a long one by its
 * hash.
 */
function rowKey(row: ArrayLike<number>): string {
  const whole = Uint8Array.from(row);
  for (let s = 0; s < row.length; s++)
    if (whole[s] !== row[s]) return `~${short(new Uint8Array(Float32Array.from(row).buffer))}`;
  return short(whole);
}

const LONGEST_KEY = 64;

const short = (bytes: Uint8Array): string =>
  (bytes.length > LONGEST_KEY ? createHash('sha256').update(bytes).digest() : Buffer.from(bytes)).toString('latin1');
