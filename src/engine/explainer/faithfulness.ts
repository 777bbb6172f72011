import type { Faithfulness } from '../../protocol/explainer';
import type { Model } from '../graph/model';
import { withInputs, withOutputs } from '../graph/rewriting';
import type { Execution } from '../session/execution';
import type { Network } from '../session/network';
import { createSession } from '../session/runtime';
import { RandomStream } from '../tensor/random';
import { largest } from '../tensor/ranking';
import { floats, rowsAt, sizeOf, type FloatTensor } from '../tensor/tensor';
import { decisions } from './answers';
import { shownPositions, type CellGrid } from './cells';
import { ANSWER, CELLS, INPUT, KEPT } from './network';

/** An explainer that has learned, and how it hides. */
export interface Judged {
  readonly trained: Model;
  /** Whether an approximator has learned with it. */
  readonly approximates: boolean;
  readonly network: Network;
  readonly grid: CellGrid;
  readonly features: number;
  /** Per channel. */
  readonly hidden: readonly number[];
  readonly seed: number;
}

/** Inputs that are looked at at once. */
const AT_ONCE = 64;

/**
 * How much of the model's answers is left when all but the chosen cells are hidden.
 * @param by inputs [N, …], and what the model says of them
 */
export async function faithfulnessOf(
  { trained, approximates, network, grid, features, hidden, seed }: Judged,
  by: { readonly inputs: FloatTensor; readonly logits: FloatTensor },
  { execution, progress }: { execution: Execution; progress(share: number): void },
): Promise<Faithfulness> {
  const [count] = by.inputs.dims;
  const runtime = { device: 'cpu', threads: network.runtime.threads } as const;
  const selector = await createSession(withOutputs(trained, [CELLS]), runtime);
  const approximator = approximates
    ? await createSession(withInputs(withOutputs(trained, [ANSWER]), [KEPT]), runtime)
    : null;
  const same = { model: 0, random: 0, approximator: 0 };
  try {
    for (let from = 0; from < count; from += AT_ONCE) {
      await execution.turn();
      const rows = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, k) => from + k);
      const inputs = rowsAt(by.inputs, rows);
      const wanted = decisions(network, rowsAt(by.logits, rows));
      const agreeing = (logits: FloatTensor): number =>
        decisions(network, logits).filter((decision, k) => decision === wanted[k]).length;
      const cells = (await selector.run({ [INPUT]: inputs }))[CELLS] as FloatTensor;
      const chosen = rows.map((_, k) => largest(cells.data.subarray(k * grid.count, (k + 1) * grid.count), features));
      const drawn = rows.map((row) => randomCells(grid, features, seed, row));
      const kept = keptOnly(inputs, grid, chosen, hidden);
      if (approximator)
        same.approximator += agreeing((await approximator.run({ [KEPT]: kept }))[ANSWER] as FloatTensor);
      same.model += agreeing(await network.logitsOf(kept, execution));
      same.random += agreeing(await network.logitsOf(keptOnly(inputs, grid, drawn, hidden), execution));
      progress((from + rows.length) / count);
    }
  } finally {
    await selector.release();
    await approximator?.release();
  }
  const share = (hits: number): number => hits / count;
  return {
    inputs: count,
    model: share(same.model),
    random: share(same.random),
    approximator: approximator && share(same.approximator),
  };
}

const randomCells = ({ count }: CellGrid, features: number, ...key: number[]): number[] =>
  Array.from(new RandomStream('random cells', ...key).permutation(count).subarray(0, features));

/** Inputs [N, …] with nothing left but each one's own cells. */
function keptOnly(
  inputs: FloatTensor,
  grid: CellGrid,
  cells: readonly (readonly number[])[],
  hidden: readonly number[],
): FloatTensor {
  const [size, plane] = [sizeOf(grid.inputDims), sizeOf(grid.inputDims.slice(1))];
  const kept = floats(inputs.dims);
  cells.forEach((chosen, n) => {
    const shown = shownPositions(grid, chosen);
    for (let i = 0; i < size; i++)
      kept.data[n * size + i] = shown[i % plane] ? inputs.data[n * size + i] : hidden[Math.floor(i / plane)];
  });
  return kept;
}
