import { scoresOf } from '../../session/score';
import type { LabelMap } from '../../segmentation';
import { asFloats, type FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import { coalitionMask, labelFeeds, rowFeeds } from './coalition-mask';
import { tableOf } from './coalitions';
import { fingerprint } from './fingerprint';
import { forwards, type Sampling } from './forwards';
import { BASELINE, IMAGE, maskedProgram, type MaskKind } from './masking';

export interface CoalitionRun {
  readonly labels: LabelMap;
  /** `[1, C, …]`. */
  readonly baseline: FloatTensor;
  readonly count: number;
  /** Names the rows: runs of equal names have the same row at the same index. */
  readonly name: string;
  /** Weight of each segment in sample `index`: 1 keeps it, 0 hides it. */
  row(index: number): ArrayLike<number>;
  /** Called after every batch with the number of scores that are known. */
  taken?(done: number): void;
  partial?(): FloatTensor | undefined;
  enough?(done: number): boolean;
}

/** The scores of coalitions in sample order; after an early end the rest is NaN. */
export interface CoalitionScores extends Sampling {
  readonly scores: Float64Array;
}

/**
 * Scores of the input with some segments hidden, one per row.
 * @param scores filled while it runs, so that partial results can be read from it
 */
export async function coalitionScores(context: MethodContext, run: CoalitionRun, scores = new Float64Array(run.count).fill(NaN)): Promise<CoalitionScores> {
  const sampling = await forwards(
    context,
    {
      kind: coalitionMask,
      count: run.count,
      baseline: run.baseline,
      name: `${run.name}|${fingerprint(run.labels)}`,
      constants: labelFeeds(run.labels),
      feeds: (start, end) => rowFeeds(tableOf(Array.from({ length: end - start }, (_, n) => run.row(start + n)))),
    },
    {
      take: (logits, start) => {
        scores.set(scoresOf(logits, context.score), start);
        run.taken?.(start + logits.dims[0]);
      },
      partial: run.partial,
      enough: run.enough,
    },
  );
  return { ...sampling, scores };
}

/** Scores of rows that are chosen as one goes, in bounded batches. */
export async function coalitionRunner(context: MethodContext, labels: LabelMap, baseline: FloatTensor, kind: MaskKind = coalitionMask) {
  const { network, execution, input } = context;
  const program = await maskedProgram(network, kind);
  const constants = { [IMAGE]: input, [BASELINE]: baseline, ...labelFeeds(labels) };
  return async (rows: readonly ArrayLike<number>[]): Promise<Float64Array> => {
    const scores = new Float64Array(rows.length);
    await execution.inBatches(program, rows.length, async (start, end) => {
      const outputs = await execution.run(program, { ...constants, ...rowFeeds(tableOf(rows.slice(start, end))) }, end - start);
      scores.set(scoresOf(asFloats(outputs[network.graph.logits]), context.score), start);
    });
    return scores;
  };
}
