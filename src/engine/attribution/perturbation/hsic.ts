import { choicesOf, entryOf } from '../../parameter/entries';
import { choice, integer } from '../../parameter/kinds';
import { gridLabels } from '../../segmentation';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf } from '../baseline';
import { defineMethod } from '../method';
import { cellGrid, cellMap } from '../masking/cell-maps';
import { coalitionScores } from '../coalition/coalition-scores';
import { budgetParameters } from '../masking/sampling';
import { hsicScores, quickHsicScores, widthRules } from '../sensitivity/hsic-indices';
import { maskKernels } from '../sensitivity/hsic-kernels';
import { nestedHypercube } from '../sensitivity/nested-hypercube';

/**
 * Bounds the memory: the hypercube takes 4 bytes per mask and cell, the mask and its key in the logit cache 4 each, so that
 * 5000 masks of the finest grid, 64 × 64 cells, hold 5000 · 4096 · 12 bytes = 246 MB.
 */
const MOST_SAMPLES = 5000;

/** HSIC attribution: how strongly the score depends on whether a cell of the grid is shown. */
export const hsic = defineMethod({
  id: 'hsic',
  label: 'HSIC',
  group: 'perturbation',
  paper: {
    authors: 'Novello, Fel & Vigouroux',
    year: 2022,
    title: 'Making Sense of Dependence: Efficient Black-box Explanations Using Dependence Measure',
    url: 'https://arxiv.org/abs/2206.06219',
  },
  shows: 'How strongly the score depends, linearly or not, on whether a cell is shown.',
  misleads: 'It has no sign; the width of the output kernel decides which dependence counts.',
  needs: [],
  spatialAxes: 2,
  signed: false,
  unit: 'relative',
  random: true,
  params: [
    integer({ name: 'samples', label: 'Masks', default: 500, minimum: 8, maximum: MOST_SAMPLES }),
    integer({
      name: 'gridSize',
      label: 'Grid',
      description: 'Cells per side',
      default: 7,
      minimum: 2,
      maximum: 64,
    }),
    ...baselineParameters(),
    choice({
      name: 'kernel',
      label: 'Kernel over masks',
      default: 'binary',
      advanced: true,
      choices: choicesOf(maskKernels),
    }),
    choice({
      name: 'outputWidth',
      label: 'Output kernel width',
      default: 'distances',
      advanced: true,
      choices: choicesOf(widthRules),
    }),
    ...budgetParameters,
  ],
  shared: ['samples', 'outputWidth'],
  cost: (params) => params.samples,
  async run(context) {
    const spatial = context.input.dims.slice(2);
    const { samples, gridSize } = context.params;
    const cells = cellGrid(spatial, gridSize);
    const kernel = entryOf(maskKernels, context.params.kernel, 'kernel over masks');
    const point = nestedHypercube(samples, cells[0] * cells[1], (d) => context.draws.stream('masks', d));
    const masks: ArrayLike<number>[] = [];
    const maskAt = (index: number) =>
      (masks[index] ??= kernel.binary ? Uint8Array.from(point(index), Math.round) : Float32Array.from(point(index)));
    const rule = entryOf(widthRules, context.params.outputWidth, 'output kernel width');
    const dependence = (outputs: Float64Array) => ({
      masks: masks.slice(0, outputs.length),
      kernel,
      outputs,
      width: rule.width(outputs),
    });
    const scores = new Float64Array(samples).fill(NaN);
    let quick = true;
    const { done, warnings } = await coalitionScores(
      context,
      {
        labels: gridLabels(spatial, ...cells),
        count: samples,
        baseline: baselineOf(context),
        row: maskAt,
        partial: () => {
          const known = scores.subarray(0, scores.findIndex(Number.isNaN));
          const values = quick && known.length > 1 ? quickHsicScores(dependence(known)) : undefined;
          // Of more masks it would take longer still.
          quick &&= known.length < 2 || values !== undefined;
          return values && cellMap(values, cells, spatial);
        },
      },
      scores,
    );
    // What was run before a cancellation is evaluated; a later cancellation ends the job.
    const cancelled = context.execution.signal?.aborted;
    const values = await hsicScores(dependence(scores.subarray(0, done)), () => cancelled || context.execution.check());
    return {
      map: cellMap(values, cells, spatial),
      details: { scores: { type: 'float64', dims: cells, data: values } },
      warnings,
    };
  },
});
