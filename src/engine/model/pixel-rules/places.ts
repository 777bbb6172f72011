import { numberAttribute } from '../../graph/model';
import { fromFront } from '../../graph/shapes/facts';
import { channelPlace, MOST_CHANNELS, selected } from '../pixel-tensor';
import type { PixelRule } from './rule';

/** Positions may be cut off; of channels some are taken, or all in another order. */
const slicing: PixelRule = {
  ops: ['Slice'],
  follow({ pixels, constant }) {
    const image = pixels(0);
    const [starts, ends] = [constant(1)?.data, constant(2)?.data];
    if (!image || !starts || !ends) return [undefined];
    const axes = constant(3)?.data ?? starts.map((_, k) => k);
    const at = axes.findIndex((axis) => fromFront(axis, image.axes.length) === channelPlace(image));
    if (at < 0) return [image];
    return [selected(image, placesIn(image.channels.length, starts[at], ends[at], constant(4)?.data[at] ?? 1))];
  },
};

function placesIn(length: number, start: number, end: number, step: number): number[] {
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const bounded = (value: number): number => Math.max(low, Math.min(high, value < 0 ? value + length : value));
  const places: number[] = [];
  for (let k = bounded(start); step > 0 ? k < bounded(end) : k > bounded(end); k += step) places.push(k);
  return places;
}

const gathering: PixelRule = {
  ops: ['Gather'],
  follow({ node, pixels, constant }) {
    const [image, indices] = [pixels(0), constant(1)];
    if (!image || !indices || indices.dims.length > 1) return [undefined];
    const axis = fromFront(numberAttribute(node, 'axis', 0), image.axes.length);
    const taken = axis === channelPlace(image) ? selected(image, [...indices.data]) : image;
    return [indices.dims.length === 1 ? taken : { ...taken, axes: image.axes.filter((_, k) => k !== axis) }];
  },
};

const splitting: PixelRule = {
  ops: ['Split'],
  follow({ node, pixels, constant }) {
    const image = pixels(0);
    if (!image) return [undefined];
    const parts = node.outputs.length;
    const axis = fromFront(numberAttribute(node, 'axis', 0), image.axes.length);
    if (axis !== channelPlace(image)) return node.outputs.map(() => image);
    const even = Math.ceil(image.channels.length / parts);
    const sizes = constant(1)?.data ?? new Array<number>(parts).fill(even);
    let start = 0;
    return Array.from(sizes, (size) => {
      start += size;
      return selected(image, placesIn(image.channels.length, start - size, start, 1));
    });
  },
};

/** Channels that were taken apart come together again. */
const joining: PixelRule = {
  ops: ['Concat'],
  follow({ node, pixels }) {
    const images = node.inputs.map((_, k) => pixels(k));
    const [first] = images;
    if (!first || !images.every((image) => image !== undefined)) return [undefined];
    const axis = fromFront(numberAttribute(node, 'axis', 0), first.axes.length);
    if (first.axes[axis] !== null && first.axes[axis] !== first.channelAxis) return [undefined];
    // Joined with themselves again and again, channels would double without an end.
    if (images.reduce((sum, { channels }) => sum + channels.length, 0) > MOST_CHANNELS) return [undefined];
    return [
      {
        ...first,
        axes: first.axes.map((own, k) => (k === axis ? first.channelAxis : own)),
        channels: images.flatMap(({ channels }) => channels),
        arithmetic: [...new Set(images.flatMap((image) => image.arithmetic))],
      },
    ];
  },
};

/** Rules of operators that take positions or channels, or bring them together. */
export const placeRules: readonly PixelRule[] = [slicing, gathering, splitting, joining];
