import assert from 'node:assert/strict';
import { cellGrid } from '../../../src/engine/explainer/cells';
import { appendSelection, drawsOf, NOISE, TEMPERATURE } from '../../../src/engine/explainer/selection';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { EXPLAINER } from '../../../src/engine/session/learned-explainer';
import { createSession } from '../../../src/engine/session/runtime';
import { floats } from '../../../src/engine/tensor/tensor';
import type { ExplainerChoices } from '../../../src/protocol/explainer';

/** How much each of six cells is shown. */
async function shown(
  draws: ExplainerChoices['draws'],
  features: number,
  { cells, noise, temperature }: { cells: number[]; noise: number[]; temperature: number },
): Promise<number[]> {
  const grid = cellGrid([1, 2, 3], 1);
  const builder = new GraphBuilder();
  builder.input(EXPLAINER.cells, 'float32', ['batch', grid.count]);
  builder.output(appendSelection(builder, { draws, features, grid }), 'shown');
  const session = await createSession(builder.build(), { device: 'cpu', threads: 1 });
  const results = await session.run({
    [EXPLAINER.cells]: floats([1, 6], cells),
    [NOISE]: floats([1, drawsOf({ draws, features }), 6], noise),
    [TEMPERATURE]: floats([], [temperature]),
  });
  await session.release();
  return Array.from(results.shown.data as Float32Array);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softmax = (x: readonly number[]): number[] => {
  const total = x.reduce((sum, value) => sum + Math.exp(value), 0);
  return x.map((value) => Math.exp(value) / total);
};
const near = (own: readonly number[], right: readonly number[]): void =>
  own.forEach((value, k) => assert.ok(Math.abs(value - right[k]) < 1e-6, `${own.join()} for ${right.join()}`));

describe('cells that are shown while an explainer learns', () => {
  const cells = [0.3, 2, -1, 1.5, 0, 0.4];

  it('are as many different ones as are kept, each by its distance from the last that is in', async () => {
    const noise = [0, -1, 4, 0, 0, 0.5];
    const z = cells.map((cell, k) => cell + noise[k]);
    // In order: 3, 1.5, 1, 0.9, 0.3, 0.
    near(
      await shown('distinct', 2, { cells, noise, temperature: 0.5 }),
      z.map((value) => sigmoid((value - 1.25) / 0.5)),
    );
    near(await shown('distinct', 3, { cells, noise, temperature: 1e-4 }), [0, 1, 1, 1, 0, 0]);
  });

  it("are the largest of the paper's independent draws, which may meet in a cell", async () => {
    const noise = [0, 0, 0, 0, 0, 0, 5, -1, 0, 0, 2, 0];
    const draws = [0, 6].map((from) => softmax(cells.map((cell, k) => (cell + noise[from + k]) / 0.7)));
    const largest = draws[0].map((value, k) => Math.max(value, draws[1][k]));
    near(await shown('independent', 2, { cells, noise, temperature: 0.7 }), largest);
    const meeting = await shown('independent', 2, { cells, noise: new Array<number>(12).fill(0), temperature: 1e-3 });
    near(meeting, [0, 1, 0, 0, 0, 0]);
  });
});
