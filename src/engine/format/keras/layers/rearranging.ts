import { positive, type Feature } from '../../builder/feature';
import { concatenation } from '../../builder/joining';
import { cut, END, padded, permuted, type BorderMode } from '../../builder/moving';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';
import { withoutAxes } from './indexing';
import { axesIn, axisOf, parameter } from './parameters';

const transposed: LayerConverter = {
  classes: ['Transpose'],
  build(call) {
    const [x] = call.inputs;
    const order = axesIn(call, 'axes') ?? x.shape.map((_, k) => x.shape.length - 1 - k);
    if (positive(order[0], x.shape.length) !== 0) throw unsupported(call, 'it would move the images of a batch');
    return permuted(
      call.builder,
      x,
      order.map((axis) => positive(axis, x.shape.length)),
    );
  },
};

const flipped: LayerConverter = {
  classes: ['Flip'],
  build(call) {
    const axes = axesIn(call, 'axis');
    if (!axes) throw unsupported(call, 'it would turn the images of a batch round');
    return cut(
      call.builder,
      call.inputs[0],
      axes.map((axis) => ({ axis, start: -1, end: -END, step: -1 })),
    );
  },
};

/** @throws LensError where an axis is that of the images of a batch */
function withinImage(call: LayerCall, axes: readonly number[]): number[] {
  const places = axes.map((axis) => positive(axis, call.inputs[0].shape.length));
  if (places.some((axis) => axis < 1)) throw unsupported(call, 'it would rearrange the images of a batch');
  return places;
}

const swapped: LayerConverter = {
  classes: ['Swapaxes'],
  build(call) {
    const [x] = call.inputs;
    const [a, b] = withinImage(call, [axesIn(call, 'axis1')?.[0] ?? -1, axesIn(call, 'axis2')?.[0] ?? -2]);
    return permuted(
      call.builder,
      x,
      x.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis)),
    );
  },
};

const displaced: LayerConverter = {
  classes: ['Moveaxis'],
  build(call) {
    const [x] = call.inputs;
    const sources = withinImage(call, axesIn(call, 'source') ?? []);
    const targets = withinImage(call, axesIn(call, 'destination') ?? []);
    const order = x.shape.map((_, axis) => axis).filter((axis) => !sources.includes(axis));
    for (const [target, source] of targets.map((target, k) => [target, sources[k]]).sort(([a], [b]) => a - b))
      order.splice(target, 0, source);
    return permuted(call.builder, x, order);
  },
};

/** Part [start, end) of an axis. */
const part = (call: LayerCall, axis: number, start: number, end: number): Feature =>
  cut(call.builder, call.inputs[0], [{ axis, start, end, step: 1 }]);

const rolled: LayerConverter = {
  classes: ['Roll'],
  build(call) {
    const given = axesIn(call, 'axis');
    const shifts = axesIn(call, 'shift') ?? [];
    if (!given) throw unsupported(call, 'only rolling along an axis is supported');
    return withinImage(call, given).reduce((x, axis, k) => {
      const length = x.shape[axis];
      if (typeof length !== 'number') throw unsupported(call, 'it rolls along an axis of open length');
      const shift = (((shifts[k] ?? shifts[0]) % length) + length) % length;
      if (shift === 0) return x;
      const rolling = { ...call, inputs: [x] };
      return concatenation(
        call.builder,
        [part(rolling, axis, length - shift, END), part(rolling, axis, 0, length - shift)],
        axis,
      );
    }, call.inputs[0]);
  },
};

const tiled: LayerConverter = {
  classes: ['Tile'],
  build(call) {
    const [x] = call.inputs;
    const times = axesIn(call, 'repeats') ?? [];
    if (times.length !== x.shape.length || times[0] !== 1) throw unsupported(call, 'it repeats the images of a batch');
    const shape = x.shape.map((d, k) => (typeof d === 'number' ? d * times[k] : d));
    const { builder } = call;
    return { tensor: builder.op('Tile', [builder.plain(x), builder.integers(...times)]), shape, moved: false };
  },
};

const MODES: Readonly<Record<string, BorderMode>> = { constant: 'constant', reflect: 'reflect', edge: 'edge' };

const bordered: LayerConverter = {
  classes: ['Pad'],
  build(call) {
    const widths = parameter(call, 'pad_width');
    const mode = String(parameter(call, 'mode') ?? 'constant');
    const value = parameter(call, 'constant_values') ?? 0;
    const isPair = (pair: unknown): pair is [number, number] =>
      Array.isArray(pair) && pair.length === 2 && pair.every((v) => typeof v === 'number');
    if (!Array.isArray(widths) || !widths.every(isPair) || widths.length !== call.inputs[0].shape.length)
      throw unsupported(call, 'its padding is not one pair per axis');
    if (!Object.hasOwn(MODES, mode) || typeof value !== 'number')
      throw unsupported(call, `padding "${mode}" is not supported`);
    return padded(call.builder, call.inputs[0], widths, MODES[mode], value);
  },
};

/** Where an axis of a length is parted: into so many equal parts, or before these places. */
function borders(call: LayerCall, length: number): number[] {
  const given = parameter(call, 'indices_or_sections');
  if (typeof given === 'number') return Array.from({ length: given + 1 }, (_, k) => (k * length) / given);
  return [0, ...(axesIn(call, 'indices_or_sections') ?? []), length];
}

const split: LayerConverter = {
  classes: ['Split'],
  build(call) {
    const [axis] = withinImage(call, [axisOf(call, 0)]);
    const length = call.inputs[0].shape[axis];
    if (typeof length !== 'number') throw unsupported(call, 'it parts an axis of open length');
    const places = borders(call, length);
    return places.slice(1).map((end, k) => part(call, axis, places[k], end));
  },
};

const unstacked: LayerConverter = {
  classes: ['Unstack'],
  build(call) {
    const [axis] = withinImage(call, [axisOf(call, 0)]);
    const length = call.inputs[0].shape[axis];
    if (typeof length !== 'number') throw unsupported(call, 'it parts an axis of open length');
    return Array.from({ length }, (_, k) => withoutAxes(call.builder, part(call, axis, k, k + 1), [axis]));
  },
};

/** Entries of an axis in another order, or only some. */
const taken: LayerConverter = {
  classes: ['Take'],
  build(call) {
    const [axis] = withinImage(call, [axisOf(call, 0)]);
    const indices = call.settings.asList(call.args[1] ?? call.named.indices);
    if (!indices) throw unsupported(call, 'indices that are computed are not supported');
    const parts = indices.map((k) => part(call, axis, k, k === -1 ? END : k + 1));
    const drops = !Array.isArray(call.args[1] ?? call.named.indices);
    return drops ? withoutAxes(call.builder, parts[0], [axis]) : concatenation(call.builder, parts, axis);
  },
};

/** The operations of `keras.ops` that only move numbers. */
export const rearrangingOperations: readonly LayerConverter[] = [
  transposed,
  flipped,
  swapped,
  displaced,
  rolled,
  tiled,
  bordered,
  split,
  unstacked,
  taken,
];
