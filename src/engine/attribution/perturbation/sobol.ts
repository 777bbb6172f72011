import { choicesOf, entryOf } from '../../parameter/entries';
import { choice, integer } from '../../parameter/kinds';
import { gridLabels } from '../../segmentation';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf } from '../baseline';
import { defineMethod, type MethodContext } from '../method';
import { cellGrid, cellMap } from '../masking/cell-maps';
import { coalitionScores } from '../coalition/coalition-scores';
import { budgetParameters, precisionOf, standardErrorParameter } from '../masking/sampling';
import { nestedHypercube } from '../sensitivity/nested-hypercube';
import { estimated } from '../masking/standard-errors';
import { jackknifeErrors, sobolEstimators, totalIndices } from '../sensitivity/sobol-indices';

/** Fewer do not tell how certain the indices are. */
const LEAST_DESIGNS = 16;

/**
 * Sobol attribution: the total-order Sobol' index of each cell of a grid, for masks with values in 0..1 per cell.
 * The second matrix of the design is not run itself: no estimator needs its outputs.
 */
export const sobol = defineMethod({
  id: 'sobol',
  label: 'Sobol',
  group: 'perturbation',
  paper: {
    authors: 'Fel, Cadène, Chalvidal, Cord, Vigouroux & Serre',
    year: 2021,
    title: 'Look at the Variance! Efficient Black-box Explanations with Sobol-based Sensitivity Analysis',
    url: 'https://arxiv.org/abs/2111.04138',
  },
  shows: "The share of the score's variance in which a cell takes part, alone or together with others.",
  misleads: 'It has no sign, and with few designs unimportant cells do not come out as zero.',
  needs: [],
  spatialAxes: 2,
  signed: false,
  unit: 'share',
  random: true,
  params: [
    integer({ name: 'designs', label: 'Designs', default: 32, minimum: 4, maximum: 4096 }),
    integer({
      name: 'gridSize',
      label: 'Grid',
      description: 'Cells per side',
      default: 8,
      minimum: 2,
      maximum: 64,
    }),
    ...baselineParameters(),
    choice({
      name: 'estimator',
      label: 'Estimator',
      default: 'jansen',
      advanced: true,
      choices: choicesOf(sobolEstimators),
    }),
    standardErrorParameter,
    ...budgetParameters,
  ],
  shared: ['designs', 'estimator', 'standardError'],
  cost: (params, facts) => {
    const [rows, columns] = cellGrid(facts.inputDims.slice(1), params.gridSize);
    return params.designs * (rows * columns + 1);
  },
  async run(context) {
    const spatial = context.input.dims.slice(2);
    const cells = cellGrid(spatial, context.params.gridSize);
    const dimensions = cells[0] * cells[1];
    const { designs, rowAt } = designOf(context, dimensions);
    const count = designs * (dimensions + 1);
    const scores = new Float64Array(count).fill(NaN);
    const estimator = entryOf(sobolEstimators, context.params.estimator, 'estimator');
    const outputs = (done: number) => outputsOf(scores, Math.floor(done / (dimensions + 1)), dimensions);
    const errors = (done: number): Float64Array => jackknifeErrors(outputs(done), estimator);
    const { done, warnings } = await coalitionScores(
      context,
      {
        labels: gridLabels(spatial, ...cells),
        count,
        baseline: baselineOf(context),
        row: rowAt,
        partial: () => {
          const known = scores.findIndex(Number.isNaN);
          return known >= 2 * (dimensions + 1)
            ? cellMap(totalIndices(outputs(known), estimator), cells, spatial)
            : undefined;
        },
        precision: precisionOf(context, LEAST_DESIGNS * (dimensions + 1), (known) => Math.max(...errors(known))),
      },
      scores,
    );
    const values = totalIndices(outputs(done), estimator);
    return {
      map: cellMap(values, cells, spatial),
      standardError: estimated(cellMap(errors(done), cells, spatial)),
      details: { indices: { type: 'float64', dims: cells, data: values } },
      warnings,
    };
  },
});

/** Design by design: the point of the first matrix, then the same with each coordinate in turn from the second. */
function designOf({ draws, params: { designs } }: MethodContext<{ readonly designs: number }>, dimensions: number) {
  const pointAt = nestedHypercube(designs, 2 * dimensions, (d) => draws.stream('designs', d));
  // A point is asked for again and again: it takes part in one row per dimension and one more.
  let last = { design: 0, point: pointAt(0) };
  const rowAt = (index: number): Float64Array => {
    const design = Math.floor(index / (dimensions + 1));
    if (design !== last.design) last = { design, point: pointAt(design) };
    const { point } = last;
    const row = point.slice(0, dimensions);
    const replaced = (index % (dimensions + 1)) - 1;
    if (replaced >= 0) row[replaced] = point[dimensions + replaced];
    return row;
  };
  return { designs, rowAt };
}

function outputsOf(scores: Float64Array, designs: number, dimensions: number) {
  const column = (offset: number): Float64Array =>
    Float64Array.from({ length: designs }, (_, n) => scores[n * (dimensions + 1) + offset]);
  return { a: column(0), c: Array.from({ length: dimensions }, (_, d) => column(d + 1)) };
}
