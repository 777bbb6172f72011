import { gridLabels } from '../segmentation';
import { baselineOf, baselineParameter } from './baseline';
import type { AttributionMethod } from './method';
import { cellGrid, cellMap } from './perturbation/cell-maps';
import { coalitionScores } from './perturbation/coalition-scores';
import { secondsParameter } from './perturbation/sampling';
import { hsicScores, quickHsicScores, widthRules } from './perturbation/hsic';
import { latinHypercube } from './perturbation/latin-hypercube';

/**
 * Bounds the memory: the hypercube takes 8 bytes per mask and cell, the mask and its key on the sheet one each, so that 5000 masks
 * of the finest grid, 64 × 64 cells, hold 5000 · 4096 · 10 bytes = 205 MB.
 */
const MOST_SAMPLES = 5000;

/** HSIC attribution: how strongly the score depends on whether a cell of the grid is shown. */
export const hsic: AttributionMethod = {
  id: 'hsic',
  label: 'HSIC',
  group: 'perturbation',
  paper: 'Novello, Fel and Vigouroux 2022, Making sense of dependence: efficient black-box explanations using dependence measure',
  shows: 'How strongly the score depends, linearly or not, on whether a cell is shown.',
  misleads: 'It has no sign; the width of the output kernel decides which dependence counts.',
  needs: [],
  signed: false,
  random: true,
  params: [
    { kind: 'integer', name: 'samples', label: 'Masks', default: 500, minimum: 8, maximum: MOST_SAMPLES },
    { kind: 'integer', name: 'gridSize', label: 'Grid', description: 'Cells per side', default: 7, minimum: 2, maximum: 64 },
    baselineParameter,
    { kind: 'choice', name: 'outputWidth', label: 'Output kernel width', default: 'distances', advanced: true, choices: widthRules.map(({ id, label }) => ({ value: id, label })) },
    secondsParameter,
  ],
  shared: ['outputWidth', 'seconds'],
  cost: (params) => Number(params.samples),
  async run(context) {
    const spatial = context.input.dims.slice(2);
    const cells = cellGrid(spatial, Number(context.params.gridSize));
    const samples = Number(context.params.samples);
    const rows = latinHypercube(samples, cells[0] * cells[1], context.draws.stream('masks', 0)).map((row) => Uint8Array.from(row, Math.round));
    const rule = widthRules.find((w) => w.id === context.params.outputWidth) ?? widthRules[0];
    const scores = new Float64Array(samples).fill(NaN);
    const { done, warnings } = await coalitionScores(context, {
      labels: gridLabels(spatial, ...cells),
      count: samples,
      baseline: baselineOf(context),
      row: (index) => rows[index],
      partial: () => {
        const known = scores.subarray(0, scores.findIndex(Number.isNaN));
        const values = quickHsicScores(rows.slice(0, known.length), known, rule.width(known));
        return values && cellMap(values, cells, spatial);
      },
    }, scores);
    const outputs = scores.subarray(0, done);
    // What was run before a cancellation is evaluated; a later cancellation ends the job.
    const cancelled = context.execution.signal?.aborted;
    const values = await hsicScores(rows.slice(0, done), outputs, rule.width(outputs), () => cancelled || context.execution.check());
    return { map: cellMap(values, cells, spatial), details: { scores: { type: 'float64', dims: cells, data: values } }, warnings };
  },
};
