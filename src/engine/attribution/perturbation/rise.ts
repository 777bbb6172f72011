import { RISE } from '../../literature/papers';
import { choice, integer, number } from '../../parameter/kinds';
import { scoresOf } from '../../session/score';
import { asFloats, floats, sizeOf, type FloatTensor, type Tensor } from '../../tensor/tensor';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf, type NamedBaseline } from '../baseline';
import { defineMethod, type DrawnMasks, type MethodContext } from '../method';
import { denseMask, maskFeeds, picked } from '../masking/dense-mask';
import { fingerprint } from '../masking/fingerprint';
import { forwards } from '../masking/forwards';
import { budgetParameters, precisionOf, standardErrorParameter } from '../masking/sampling';
import { gridFeeds, gridMask } from '../masking/grid-mask';
import { GridSums } from '../masking/grid-sums';
import type { MaskMeans } from '../masking/mask-means';
import { MaskSums } from '../masking/mask-sums';
import { estimated } from '../masking/standard-errors';
import { cellsOf, drawGrid, RiseMasker, type RiseGrid } from '../masking/rise-masks';

/** How many masks are drawn, and how. */
export const maskParameters = ({ samples, gridSize }: { readonly samples: number; readonly gridSize: number }) =>
  [
    integer({ name: 'samples', label: 'Masks', default: samples, minimum: 1, maximum: 1000000 }),
    integer({
      name: 'gridSize',
      label: 'Grid',
      description: 'Cells per side',
      default: gridSize,
      minimum: 2,
      maximum: 64,
    }),
    number({
      name: 'preservationProbability',
      label: 'Share shown',
      default: 0.5,
      minimum: 0.01,
      maximum: 0.99,
    }),
    ...baselineParameters(),
  ] as const;

/** RISE: the scores of randomly masked copies of the input, averaged over the masks that show a position. */
export const rise = defineMethod({
  id: 'rise',
  label: 'RISE',
  group: 'perturbation',
  paper: RISE,
  shows: 'The mean score of random masks that show a position.',
  misleads:
    'With few masks or a coarse grid it is blotchy noise; without normalisation by the mask sum it depends on the draws.',
  needs: [],
  spatialAxes: 2,
  signed: true,
  unit: 'score',
  random: true,
  params: [
    ...maskParameters({ samples: 4000, gridSize: 7 }),
    choice({
      name: 'normalization',
      label: 'Normalised by',
      default: 'maskSum',
      choices: [
        { value: 'maskSum', label: 'The sum of the masks per position' },
        { value: 'count', label: 'Number of masks · share shown (paper)' },
      ],
    }),
    { ...standardErrorParameter, description: 'Mean over the map; 0: run all masks' },
    ...budgetParameters,
  ],
  shared: ['samples', 'normalization', 'standardError'],
  cost: (params) => params.samples,
  async run(context) {
    const source = sourceOf(context);
    const { preservationProbability: probability } = context.params;
    const { sums } = source;
    const scores: number[] = [];
    const byCount = context.params.normalization === 'count';
    const map = (): FloatTensor => (byCount ? sums.dividedByCount(probability) : sums.dividedByMaskSum());
    const error = (): FloatTensor => (byCount ? sums.errorPerCount(probability) : sums.errorPerMaskSum());
    const { done, warnings } = await forwards(context, source.sequence, {
      take: (logits, start) =>
        scoresOf(logits, context.score).forEach((score, n) => {
          scores.push(score);
          source.add(start + n, score);
        }),
      partial: map,
      precision: precisionOf(context, 64, () => meanOf(error())),
    });
    const [dividedByCount, dividedByMaskSum] = [sums.dividedByCount(probability), sums.dividedByMaskSum()];
    return {
      map: byCount ? dividedByCount : dividedByMaskSum,
      standardError: estimated(error()),
      details: { samples: done, scores: floats([scores.length], scores), dividedByCount, dividedByMaskSum },
      warnings,
    };
  },
  masks: sourceOf,
});

/** Masks by index, inside the graph and outside it. */
interface MaskSource extends DrawnMasks {
  readonly sums: MaskMeans;
  /** Adds mask `index` to the sums. */
  add(index: number, score: number): void;
}

interface MaskValues extends NamedBaseline {
  readonly samples: number;
  readonly gridSize: number;
  readonly preservationProbability: number;
}

/** The masks that a method draws, or those that are given. */
export function sourceOf(context: MethodContext<MaskValues>): MaskSource {
  const masks = context.draws.given('masks');
  return masks ? storedMasks(context, asFloats(masks)) : gridMasks(context);
}

function storedMasks(context: MethodContext<MaskValues>, masks: FloatTensor): MaskSource {
  const positions = sizeOf(masks.dims.slice(1));
  const mask = (index: number): Float32Array => masks.data.subarray(index * positions, (index + 1) * positions);
  const sums = new MaskSums(context.input.dims.slice(2));
  return {
    sequence: {
      kind: denseMask,
      count: masks.dims[0],
      baseline: baselineOf(context),
      name: fingerprint(masks),
      feeds: (indices) => maskFeeds(picked(masks, indices)),
    },
    sums,
    add: (index, score) => sums.add(mask(index), score),
    mask,
  };
}

function gridMasks(context: MethodContext<MaskValues>): MaskSource {
  const { draws, params } = context;
  const spatial = context.input.dims.slice(2);
  const grid = draws.given('grid');
  const shift = draws.given('shift');
  const gridSize = grid ? grid.dims[grid.dims.length - 1] : params.gridSize;
  const { preservationProbability: probability } = params;
  const cells = cellsOf(spatial, gridSize);
  const at = (index: number): RiseGrid =>
    grid && shift
      ? storedGrid(grid, shift, index)
      : drawGrid(draws.stream('masks', index), spatial, gridSize, probability);
  const masker = new RiseMasker(spatial, gridSize);
  const sums = new GridSums(spatial, masker);
  return {
    sequence: {
      kind: gridMask(gridSize),
      count: grid ? grid.dims[0] : params.samples,
      baseline: baselineOf(context),
      name: grid && shift ? fingerprint(grid, shift) : `${draws.seed}|${probability}`,
      feeds: (indices) => gridFeeds(indices.map(at), cells),
    },
    sums,
    add: (index, score) => sums.add(at(index), score),
    mask: (index) => masker.make(at(index)),
  };
}

/** Grid and shift number `index` of stored draws `[N, g, g]` and `[N, 2]`. */
export function storedGrid(grid: Tensor, shift: Tensor, index: number): RiseGrid {
  const size = sizeOf(grid.dims.slice(1));
  const cells = Float64Array.from({ length: size }, (_, k) => Number(grid.data[index * size + k]));
  return { cells, shift: [Number(shift.data[2 * index]), Number(shift.data[2 * index + 1])] };
}

const meanOf = ({ data }: FloatTensor): number => data.reduce((sum, v) => sum + v, 0) / data.length;
