import { int } from '../graph/model';
import { EXPLAINER } from '../session/learned-explainer';
import type { ExplainerChoices } from '../../protocol/explainer';
import { floats } from '../tensor/tensor';
import { Layers, type Layer } from '../training/networks/layers';
import type { FreshNetwork } from '../training/networks/network';
import type { NetworkGraph } from '../session/graph';
import { appendPositions, type CellGrid } from './cells';
import { appendModel } from './model-in-network';
import { appendSelection } from './selection';

/** What an explainer's two networks are made for. */
export interface ExplainerPlan {
  readonly grid: CellGrid;
  /** Cells that are kept. */
  readonly features: number;
  /** Logits of the model that is explained. */
  readonly outputs: number;
  /** Per channel: what stands in hidden cells, and mean and deviation of the inputs. */
  readonly hidden: readonly number[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly seed: number;
  /** Whether a network that learns answers by what is kept. */
  readonly approximates: boolean;
  /** The model, where it answers by what is kept. */
  readonly model?: NetworkGraph;
  readonly draws: ExplainerChoices['draws'];
}

/**
 * Tensors by name: those of the file, Gumbel noise [N, features, cells], the input with cells hidden, the approximator's logits, and all
 * that are to be like the model's: the model's own below those, where it takes part.
 */
export const { input: INPUT, cells: CELLS } = EXPLAINER;
export const [KEPT, ANSWER, ANSWERS] = ['kept', 'answer', 'logits'];

/** Channels of the convolutions, units of the dense layers, and the largest side of what is looked at as a whole. */
const [NARROW, WIDE, UNITS, OVERVIEW] = [16, 32, 128, 8];

/**
 * Learning to explain: the selector says how much each cell matters, draws of it (a relaxation of them) hide the rest of
 * the input, and whoever approximates must answer as the model does from what is left. The paper's bound allows any
 * approximator, the model itself among them. One that learns alone lets the selector tell it the class by the place of
 * the cells, which no model that sees only them could know.
 * @see https://arxiv.org/abs/1802.07814
 */
export function explainerNetwork(plan: ExplainerPlan): FreshNetwork {
  const { grid, outputs, seed } = plan;
  const layers = Layers.from('l2x', { inputDims: grid.inputDims, classes: outputs, seed });
  const standard = standardised(layers, plan);
  appendSelector(layers, standard, grid);
  const shown = appendPositions(layers.builder, appendSelection(layers.builder, plan), grid);
  const kept = appendKept(layers, plan, shown);
  const answers: string[] = [];
  if (plan.approximates) answers.push(appendApproximator(layers, standardised(layers, plan, kept), outputs));
  if (plan.model) answers.push(appendModel(layers.builder, plan.model, KEPT));
  layers.builder.op('Concat', answers, { axis: int(0) }, ANSWERS);
  return layers.build();
}

/** One number per channel, as a constant that stands over all positions. */
function perChannel({ builder, input: { dims } }: Layers, values: readonly number[]): string {
  return builder.constant(floats([dims[0], ...dims.slice(1).map(() => 1)], values));
}

function standardised(layers: Layers, { mean, deviation }: ExplainerPlan, x: Layer = layers.input): Layer {
  const centred = layers.builder.op('Sub', [x.name, perChannel(layers, mean)]);
  return { ...x, name: layers.builder.op('Div', [centred, perChannel(layers, deviation)]) };
}

/**
 * One logit per cell: convolutions that are pooled to the grid of cells, beside them the whole input at a glance, and
 * both together. What matters where depends on what it is, so the glance has a say of its own on every cell.
 */
function appendSelector(layers: Layers, standard: Layer, grid: CellGrid): void {
  const { builder } = layers;
  const local = convolved(layers, pooledToCells(layers, padded(layers, standard, grid), grid.cell), WIDE);
  const window = Math.ceil(Math.max(...grid.sides) / OVERVIEW);
  const overview = layers.flat(grid.sides.every((side) => side >= window) ? layers.pooled(local, window) : local);
  const whole = layers.relu(layers.dense(overview, UNITS));
  const spread = layers.dense(whole, WIDE);
  const everywhere = builder.op('Reshape', [spread.name, builder.integers(-1, WIDE, ...grid.sides.map(() => 1))]);
  const own = layers.convolution(local, WIDE, { kernel: 1 });
  const both = layers.relu(layers.node('Add', [own.name, everywhere], layers.name('both'), own.dims));
  const here = layers.convolution(both, 1, { kernel: 1 });
  const looked = builder.op('Reshape', [here.name, builder.integers(-1, grid.count)]);
  builder.op('Add', [looked, layers.dense(whole, grid.count).name], {}, CELLS);
}

const convolved = (layers: Layers, x: Layer, channels: number): Layer =>
  layers.relu(layers.convolution(x, channels, { kernel: 3 }));

/** With zeros beyond the far edges where cells are cut off. */
function padded(layers: Layers, x: Layer, { cell, sides }: CellGrid): Layer {
  const [channels, ...positions] = x.dims;
  const missing = sides.map((side, axis) => side * cell - positions[axis]);
  if (missing.every((length) => length === 0)) return x;
  const before = [0, 0, ...missing.map(() => 0)];
  const pads = layers.builder.integers(...before, 0, 0, ...missing);
  const dims = [channels, ...sides.map((side) => side * cell)];
  return layers.node('Pad', [x.name, pads], layers.name('padded'), dims);
}

/** Convolutions and pooling by halves, until a position is a cell. */
function pooledToCells(layers: Layers, x: Layer, cell: number): Layer {
  let now = convolved(layers, x, NARROW);
  for (let left = cell; left > 1;) {
    const window = left % 2 === 0 ? 2 : left;
    now = layers.pooled(now, window);
    left /= window;
    if (left > 1) now = convolved(layers, now, WIDE);
  }
  return now;
}

/** h + v (x − h) for the share v that is shown and the value h of what is hidden. */
function appendKept(layers: Layers, { hidden }: ExplainerPlan, shown: string): Layer {
  const { builder, input } = layers;
  const nothing = perChannel(layers, hidden);
  const difference = builder.op('Sub', [input.name, nothing]);
  const shownPart = builder.op('Mul', [difference, shown]);
  return { ...input, name: builder.op('Add', [shownPart, nothing], {}, KEPT) };
}

/** Three convolutions with pooling where there is room, two fully connected layers. */
function appendApproximator(layers: Layers, kept: Layer, outputs: number): string {
  const features = [NARROW, WIDE, WIDE].reduce<Layer>((x, channels) => {
    const next = convolved(layers, x, channels);
    return next.dims.slice(1).every((side) => side >= 4) ? layers.pooled(next, 2) : next;
  }, kept);
  return layers.dense(layers.relu(layers.dense(layers.flat(features), UNITS)), outputs, ANSWER).name;
}
