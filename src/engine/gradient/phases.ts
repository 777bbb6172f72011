import { int, text } from '../graph/model';
import { correlate, flipped } from './correlation';
import type { ReverseContext } from './rule';
import { reshaped, sliced, transposed, zeroPadded } from './shaping';
import { spanOf, type Window } from './window';

/** One spatial axis of a strided convolution, cut into `stride` phases of the input position. */
interface Phased {
  readonly stride: number;
  /** Taps per phase. */
  readonly taps: number;
  /** Zeros put before and after the (dilated) kernel so that it fills stride · taps. */
  readonly front: number;
  readonly back: number;
  /** Padding of the gradient. */
  readonly begin: number;
  readonly end: number;
  /** Superfluous positions before the first input position once the phases are interleaved. */
  readonly crop: number;
  /** Positions per phase. */
  readonly rows: number;
  readonly input: number;
}

/**
 * Input position p meets output q through tap k where p + pad = q·s + k. With p + pad + front = s·m + r the taps of phase r are
 * k + front = r + s·j at q = m − j: a correlation of the gradient per phase, no zeros in between.
 * `front` aligns the phases with the input so that nothing is cropped before it, unless that would cost a tap.
 */
function phased(window: Window, input: number, output: number): Phased {
  const { stride, begin } = window;
  const span = spanOf(window);
  const aligned = (stride - (begin % stride)) % stride;
  const front = Math.ceil((span + aligned) / stride) === Math.ceil(span / stride) ? aligned : 0;
  const taps = Math.ceil((span + front) / stride);
  const first = Math.floor((begin + front) / stride);
  const rows = Math.floor((input - 1 + begin + front) / stride) - first + 1;
  const padding = taps - 1 - first;
  return {
    stride, taps, front, back: stride * taps - front - span,
    begin: padding, end: rows - output - padding + taps - 1, crop: begin + front - stride * first, rows, input,
  };
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
 * Gradient of a strided convolution by sub-pixel phases (Shi et al. 2016, https://arxiv.org/abs/1609.07009): one Conv computes the
 * stride × stride phases of the input gradient as channels, which are then interleaved. Multiplies no zeros but those that fill the kernel.
 */
export function phasedGradient(context: ReverseContext, gradient: string, weight: string, spec: Strided): string {
  const axes = spec.windows.map((window, k) => phased(window, spec.inputs[k], spec.outputs[k]));
  const filled = filledKernel(context, weight, spec, axes);
  const depthwise = spec.dims[1] === 1 && spec.dims[0] === spec.group && spec.group > 1;
  const channels = spec.group * spec.dims[1];
  const pads = { begins: axes.map((a) => a.begin), ends: axes.map((a) => a.end), dilations: axes.map(() => 1), group: spec.group };
  const phases = depthwise
    ? context.builder.op('Concat', depthwisePhases(context, filled, axes).map((w) => correlate(context, gradient, w, pads)), { axis: int(1) })
    : correlate(context, gradient, phaseWeights(context, filled, spec, axes), pads);
  const whole = interleaved(context, phases, channels, axes, depthwise);
  return axes.reduce((tensor, a, k) => cropped(context, tensor, k + 2, a), whole);
}

/** The kernel with dilation written out and zeros around it. */
function filledKernel(context: ReverseContext, weight: string, spec: Strided, axes: readonly Phased[]): string {
  const rank = spec.dims.length;
  spec.windows.forEach(({ dilation, kernel }, k) => {
    if (dilation === 1 || kernel === 1) return;
    const axis = k + 2;
    const dims = [...spec.dims.slice(0, axis).map((d, i) => (i < 2 ? d : spanOf(spec.windows[i - 2]))), ...spec.dims.slice(axis)];
    const spread = reshaped(context, weight, [...dims.slice(0, axis + 1), 1, ...dims.slice(axis + 1)]);
    const zeros = zeroPadded(context, spread, [axis + 1], [0], [dilation - 1]);
    const joined = reshaped(context, zeros, [...dims.slice(0, axis), kernel * dilation, ...dims.slice(axis + 1)]);
    weight = sliced(context, joined, axis, 0, spanOf(spec.windows[k]));
  });
  const spatial = Array.from({ length: rank - 2 }, (_, k) => k + 2);
  return zeroPadded(context, weight, spatial, axes.map((a) => a.front), axes.map((a) => a.back));
}

/** [O, C/g, s·J, …] to [C·Πs, O/g, J, …], taps reversed; channels ordered group, channel, phase. */
function phaseWeights(context: ReverseContext, filled: string, { group, dims }: Strided, axes: readonly Phased[]): string {
  const split = reshaped(context, filled, [group, dims[0] / group, dims[1], ...axes.flatMap((a) => [a.taps, a.stride])]);
  const tapAxes = axes.map((_, k) => 3 + 2 * k);
  const turned = flipped(context, split, tapAxes.filter((_, k) => axes[k].taps > 1));
  const ordered = transposed(context, turned, [0, 2, ...tapAxes.map((axis) => axis + 1), 1, ...tapAxes]);
  const phases = axes.reduce((product, a) => product * a.stride, 1);
  return reshaped(context, ordered, [group * dims[1] * phases, dims[0] / group, ...axes.map((a) => a.taps)]);
}

/** One depthwise kernel per phase: a grouped Conv with several outputs per channel would leave ONNX Runtime's fast blocked layout. */
function depthwisePhases(context: ReverseContext, filled: string, axes: readonly Phased[]): string[] {
  let parts = [filled];
  axes.forEach((a, k) => {
    parts = parts.flatMap((part) => Array.from({ length: a.stride }, (_, r) => sliced(context, part, k + 2, r, Infinity, a.stride)));
  });
  return parts.map((part) => flipped(context, part, axes.flatMap((a, k) => (a.taps > 1 ? [k + 2] : []))));
}

/** Phases in the channel axis to positions: [N, C·Πs, M, …] to [N, C, M·s, …]. */
function interleaved(context: ReverseContext, phases: string, channels: number, axes: readonly Phased[], phaseFirst: boolean): string {
  const [a, b] = axes;
  if (axes.length === 2 && a.stride === b.stride) {
    return context.builder.op('DepthToSpace', [phases], { blocksize: int(a.stride), mode: text(phaseFirst ? 'DCR' : 'CRD') });
  }
  const lengths = axes.map((axis) => axis.rows);
  const strides = axes.map((axis) => axis.stride);
  const split = reshaped(context, phases, [0, ...(phaseFirst ? [...strides, channels] : [channels, ...strides]), ...lengths]);
  const n = axes.length;
  const channelAxis = phaseFirst ? n + 1 : 1;
  const phaseAxes = strides.map((_, k) => (phaseFirst ? k + 1 : k + 2));
  const mixed = transposed(context, split, [0, channelAxis, ...axes.flatMap((_, k) => [n + 2 + k, phaseAxes[k]])]);
  return reshaped(context, mixed, [0, channels, ...lengths.map((m, k) => m * strides[k])]);
}

function cropped(context: ReverseContext, tensor: string, axis: number, { crop, input, rows, stride }: Phased): string {
  return crop === 0 && rows * stride === input ? tensor : sliced(context, tensor, axis, crop, crop + input);
}
