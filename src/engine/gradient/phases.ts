import { int } from '../graph/model';
import { channelsSwapped, correlate, flipped } from './correlation';
import { interleaved, unpacked, type InterleavedAxis } from './interleaving';
import type { ReverseContext } from './rule';
import { reshaped, sliced, transposed, zeroPadded } from './shaping';
import { spanOf, type Window } from './window';

/** Output channels in one step of ONNX Runtime's blocked convolution; fewer leave its registers idle. */
const FULL_BLOCKS = 24;
const BLOCK = 8;

/** One spatial axis of a strided convolution, cut into `stride` phases of the input position. */
interface Phased extends InterleavedAxis {
  readonly span: number;
  /** Zeros before the kernel that align its taps with the phases. */
  readonly front: number;
  /** Taps per phase if all have the same number, the kernel being filled with zeros. */
  readonly taps: number;
  /** Output position that the first row of a phase meets through tap 0. */
  readonly first: number;
  readonly output: number;
}

export interface Strided {
  readonly group: number;
  /** Weight dims [O, C/g, …kernel]. */
  readonly dims: readonly number[];
  readonly windows: readonly Window[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/**
 * Input position p meets output q through tap k where p + pad = q·s + k. With p + pad + front = s·m + r the taps of
 * phase r are k + front = r + s·j at q = m − j: a correlation of the gradient per phase, no zeros in between. `front`
 * aligns the phases with the input so that nothing is cropped before it, unless that would cost a tap.
 */
function phased(window: Window, input: number, output: number): Phased {
  const { stride, begin } = window;
  const span = spanOf(window);
  const aligned = (stride - (begin % stride)) % stride;
  const front = Math.ceil((span + aligned) / stride) === Math.ceil(span / stride) ? aligned : 0;
  const first = Math.floor((begin + front) / stride);
  const rows = Math.floor((input - 1 + begin + front) / stride) - first + 1;
  const taps = Math.ceil((span + front) / stride);
  return { stride, span, front, taps, first, rows, crop: begin + front - stride * first, length: input, output };
}

/**
 * Gradient of a strided convolution by sub-pixel phases (Shi et al. 2016, https://arxiv.org/abs/1609.07009), which are
 * then interleaved.
 */
export function phasedGradient(context: ReverseContext, gradient: string, weight: string, spec: Strided): string {
  const axes = spec.windows.map((window, k) => phased(window, spec.inputs[k], spec.outputs[k]));
  const written = withDilationWritten(context, weight, spec);
  const even = axes.every((a) => a.span === a.stride * a.taps);
  const channels = spec.group * spec.dims[1];
  const depthwise = spec.dims[1] === 1 && spec.dims[0] === spec.group && spec.group > 1;
  const gradientOf = depthwise || (!even && channels % BLOCK === 0) ? byPhase : atOnce;
  return gradientOf(context, gradient, written, spec, axes);
}

/** One Conv per phase with just that phase's taps. */
function byPhase(
  context: ReverseContext,
  gradient: string,
  weight: string,
  spec: Strided,
  axes: readonly Phased[],
): string {
  const dims = [...spec.dims.slice(0, 2), ...axes.map((a) => a.span)];
  const swapped = channelsSwapped(context, weight, dims, spec.group);
  let phases: number[][] = [[]];
  for (const { stride } of axes)
    phases = phases.flatMap((phase) => Array.from({ length: stride }, (_, r) => [...phase, r]));
  const parts = phases.map((phase) => {
    const ranges = axes.map(({ front, span, stride }, k) => ({
      from: Math.ceil((front - phase[k]) / stride),
      to: Math.floor((front + span - 1 - phase[k]) / stride),
    }));
    if (ranges.some(({ from, to }) => to < from)) return undefined;
    const kernel = axes.reduce((w, a, k) => {
      const tap = (j: number) => a.stride * j + phase[k] - a.front;
      return tapsBackwards(context, w, k + 2, tap(ranges[k].from), tap(ranges[k].to), a.stride);
    }, swapped);
    const begins = axes.map((a, k) => ranges[k].to - a.first);
    const ends = axes.map((a, k) => a.rows - a.output - begins[k] + ranges[k].to - ranges[k].from);
    return correlate(context, gradient, kernel, { group: spec.group, begins, ends });
  });
  const positions = axes.map(({ stride, rows, crop, length }) => ({ stride, rows, crop, length }));
  return interleaved(context.builder, { parts, channels: spec.group * spec.dims[1], axes: positions });
}

/** Every `step`-th tap from `last` down to `first`. */
function tapsBackwards(
  { builder }: ReverseContext,
  weight: string,
  axis: number,
  first: number,
  last: number,
  step: number,
): string {
  const end = first === 0 ? -Number.MAX_SAFE_INTEGER : first - 1;
  return builder.op('Slice', [
    weight,
    builder.integers(last),
    builder.integers(end),
    builder.integers(axis),
    builder.integers(-step),
  ]);
}

/**
 * One Conv whose output channels are all phases. Where these are few (the first layer's three colours), two
 * neighbouring positions of the last axis are computed together by a Conv of stride 2, which fills the CPU's
 * registers better (bench/ops).
 */
function atOnce(
  context: ReverseContext,
  gradient: string,
  weight: string,
  spec: Strided,
  axes: readonly Phased[],
): string {
  const { group, dims } = spec;
  const spatial = axes.map((_, k) => k + 2);
  const whole = zeroPadded(
    context,
    weight,
    spec.dims.length,
    spatial,
    axes.map((a) => a.front),
    axes.map((a) => a.stride * a.taps - a.front - a.span),
  );
  const split = reshaped(context, whole, [group, dims[0] / group, dims[1], ...axes.flatMap((a) => [a.taps, a.stride])]);
  const tapAxes = axes.map((_, k) => 3 + 2 * k);
  const turned = flipped(
    context,
    split,
    tapAxes.filter((_, k) => axes[k].taps > 1),
  );
  const phases = axes.reduce((product, a) => product * a.stride, 1);
  const last = axes.length - 1;
  const fold = axes.length === 2 && group === 1 && dims[1] * phases < FULL_BLOCKS && axes[last].taps > 1 ? 2 : 1;
  const widened = fold === 1 ? turned : neighboursJoined(context, turned, 3 + 2 * axes.length, tapAxes[last]);
  const folds = axes.map((_, k) => (k === last ? fold : 1));
  const taps = axes.map((a, k) => a.taps + folds[k] - 1);
  const ordered = transposed(context, widened, [0, 2, ...tapAxes.map((axis) => axis + 1), 1, ...tapAxes]);
  const kernel = reshaped(context, ordered, [group * dims[1] * phases * fold, dims[0] / group, ...taps]);
  const mixed = axes.map((a, k) => ({
    stride: a.stride * folds[k],
    rows: Math.ceil(a.rows / folds[k]),
    crop: a.crop,
    length: a.length,
  }));
  const begins = axes.map((a) => a.taps - 1 - a.first);
  const ends = axes.map((a, k) => folds[k] * (mixed[k].rows - 1) + taps[k] - a.output - begins[k]);
  const packed = correlate(context, gradient, kernel, { group, begins, ends, strides: folds });
  return unpacked(context.builder, packed, group * dims[1], mixed, 'channels first');
}

/** Taps of two neighbouring positions: the second's lie one further on; their phases follow one another. */
function neighboursJoined(context: ReverseContext, weight: string, rank: number, tapAxis: number): string {
  const [here, next] = [
    zeroPadded(context, weight, rank, [tapAxis], [0], [1]),
    zeroPadded(context, weight, rank, [tapAxis], [1], [0]),
  ];
  return context.builder.op('Concat', [here, next], { axis: int(tapAxis + 1) });
}

/** The kernel with the gaps of its dilation filled with zeros. */
function withDilationWritten(context: ReverseContext, weight: string, spec: Strided): string {
  spec.windows.forEach(({ dilation, kernel }, k) => {
    if (dilation === 1 || kernel === 1) return;
    const axis = k + 2;
    const dims = spec.dims.map((d, i) => (i < 2 || i >= axis ? d : spanOf(spec.windows[i - 2])));
    const spread = reshaped(context, weight, [...dims.slice(0, axis + 1), 1, ...dims.slice(axis + 1)]);
    const zeros = zeroPadded(context, spread, dims.length + 1, [axis + 1], [0], [dilation - 1]);
    const joined = reshaped(context, zeros, [...dims.slice(0, axis), kernel * dilation, ...dims.slice(axis + 1)]);
    weight = sliced(context, joined, axis, 0, spanOf(spec.windows[k]));
  });
  return weight;
}
