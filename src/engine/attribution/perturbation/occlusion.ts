import { LensError } from '../../../protocol/error';
import { numbers } from '../../parameter/kinds';
import { DECONVNET } from '../../literature/papers';
import { scoresOf } from '../../session/score';
import { floats, stridesOf, type FloatTensor } from '../../tensor/tensor';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf, type NamedBaseline } from '../baseline';
import { defineMethod, type MethodContext } from '../method';
import { forwards } from '../masking/forwards';
import type { MaskSequence } from '../masking/sequence';
import { budgetParameters } from '../masking/sampling';
import { patchedWindows } from '../masking/patch/patched-windows';
import { windowFeeds, windowMask, type Window } from '../masking/window-mask';

/** Side of the default window, as in Zeiler and Fergus's images of 224 pixels. */
const USUAL = 15;

/**
 * Occlusion: a window slides over the input and takes the baseline; every element receives the mean of f(x) −
 * f(occluded) over the windows that cover it. Windows start at multiples of the stride, ⌈(size − window)/stride⌉ + 1
 * per axis, and are cut at the border. Elements no window covers are 0.
 */
export const occlusion = defineMethod({
  id: 'occlusion',
  label: 'Occlusion',
  group: 'perturbation',
  paper: DECONVNET,
  shows: 'How much the score falls when a window of the input is covered.',
  misleads: 'When the evidence is redundant: covering one of two equal parts changes nothing.',
  needs: [],
  signed: true,
  unit: 'score',
  params: [
    numbers({
      name: 'window',
      label: 'Window',
      description: 'Channels, height, width; empty: 15 × 15 over all channels',
      default: null,
    }),
    numbers({
      name: 'strides',
      label: 'Strides',
      description: 'Channels, height, width; empty: half the window',
      default: null,
    }),
    ...baselineParameters(),
    ...budgetParameters,
  ],
  cost(params, { inputDims, windowCost = ({ length }) => length }) {
    return 1 + windowCost(windowsOf(inputDims, layoutOf(inputDims, params)));
  },
  async run(context) {
    const dims = context.input.dims.slice(1);
    const layout = layoutOf(dims, context.params);
    const windows = windowsOf(dims, layout);
    const [original] = scoresOf(await context.network.logits(context.input, context.execution), context.score);
    const sums = new Float64Array(context.input.data.length);
    const counts = new Int32Array(sums.length);
    const map = (): FloatTensor =>
      floats(
        context.input.dims,
        Float32Array.from(sums, (sum, i) => (counts[i] ? sum / counts[i] : 0)),
      );
    const patched = await patchedWindows(context, windows);
    const { warnings } = await forwards(
      context,
      { ...sequenceOf(context, windows, layout), ...patched },
      {
        take: (logits, start) =>
          scoresOf(logits, context.score).forEach((score, n) =>
            spread(windows[start + n], dims, original - score, sums, counts),
          ),
        partial: map,
      },
    );
    return { map: map(), details: { windows: windows.length }, warnings };
  },
});

/** Sides of the window and steps between windows, per axis of `[C, …]`. */
interface Layout {
  readonly window: readonly number[];
  readonly strides: readonly number[];
}

function sequenceOf(context: MethodContext<NamedBaseline>, windows: readonly Window[], layout: Layout): MaskSequence {
  return {
    kind: windowMask(layout.window[0] < context.input.dims[1]),
    count: windows.length,
    baseline: baselineOf(context),
    name: 'windows',
    keyOf: (index) => windows[index].join(),
    feeds: (indices) => windowFeeds(indices.map((index) => windows[index])),
  };
}

/** Lengths per axis as they were asked for. */
interface LayoutValues {
  readonly window: readonly number[] | null;
  readonly strides: readonly number[] | null;
}

function layoutOf(dims: readonly number[], params: LayoutValues): Layout {
  const usual = dims.map((d, axis) => (axis === 0 ? d : Math.min(USUAL, Math.ceil(d / 4))));
  const window = perAxis(params.window, dims, usual, 'window').map((w, axis) => Math.min(w, dims[axis]));
  const half = window.map((w, axis) => (axis === 0 ? w : Math.ceil(w / 2)));
  return { window, strides: perAxis(params.strides, dims, half, 'strides') };
}

/** All positions of the window over `[C, …]`, the last axis fastest. */
function windowsOf(dims: readonly number[], { window, strides }: Layout): Window[] {
  return dims.reduce<Window[]>(
    (found, size, axis) => {
      const positions = Math.ceil((size - window[axis]) / strides[axis]) + 1;
      const ranges = Array.from(
        { length: positions },
        (_, i) => [i * strides[axis], Math.min(i * strides[axis] + window[axis], size)] as const,
      );
      return found.flatMap((outer) => ranges.map((range) => [...outer, range]));
    },
    [[]],
  );
}

/** A length per axis of `[C, …]`; without one for the channels, the window spans them all. */
function perAxis(
  given: readonly number[] | null,
  dims: readonly number[],
  otherwise: readonly number[],
  name: string,
): readonly number[] {
  if (given === null) return otherwise;
  const complete = given.length === dims.length - 1 ? [dims[0], ...given] : given;
  if (complete.length === dims.length && complete.every((v) => Number.isInteger(v) && v > 0)) return complete;
  throw new LensError({
    code: 'invalid-argument',
    what: `${name} is [${given.join(', ')}] but the input has the axes [${dims.join(', ')}]`,
    next: 'Give one positive whole number per axis, channels first',
  });
}

/** Adds a window's difference to every element it covers. */
function spread(
  window: Window,
  dims: readonly number[],
  difference: number,
  sums: Float64Array,
  counts: Int32Array,
): void {
  const strides = stridesOf(dims);
  const visit = (axis: number, at: number): void => {
    const [from, to] = window[axis];
    if (axis < dims.length - 1) {
      for (let i = from; i < to; i++) visit(axis + 1, at + i * strides[axis]);
      return;
    }
    for (let i = at + from; i < at + to; i++) {
      sums[i] += difference;
      counts[i]++;
    }
  };
  visit(0, 0);
}
