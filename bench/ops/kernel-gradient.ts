import type { GraphBuilder } from '../../src/engine/graph/builder';
import { int, ints } from '../../src/engine/graph/model';
import { reshaped, type Comparison, type Formulation } from './comparison';

/** A 3 × 3 convolution of stride 1 with a border of 1: images, channels, filters and the side. */
interface Shape {
  readonly images: number;
  readonly channels: number;
  readonly filters: number;
  readonly side: number;
}

const TAPS = [0, 1, 2];
const concat = (b: GraphBuilder, parts: readonly string[]): string => b.op('Concat', parts, { axis: int(1) });
const slice = (b: GraphBuilder, x: string, axis: number, start: number, length: number): string =>
  b.op('Slice', [x, ...[start, start + length, axis, 1].map((value) => b.integers(value))]);
const pad = (b: GraphBuilder, x: string, top: number, left: number, bottom: number, right: number): string =>
  b.op('Pad', [x, b.integers(0, 0, top, left, 0, 0, bottom, right)]);
const turned = (b: GraphBuilder, x: string, perm: readonly number[]): string =>
  b.op('Transpose', [x], { perm: ints(perm) });
const sum = (b: GraphBuilder, x: string): string => b.op('ReduceSum', [x, b.integers(0)], { keepdims: int(0) });
/** Σ over positions, per image, then over images. */
const product = (b: GraphBuilder, rows: string, columns: string): string =>
  sum(b, b.op('MatMul', [rows, turned(b, columns, [0, 2, 1])]));

function formulations({ images, channels, filters, side }: Shape): Formulation[] {
  const size = side * side;
  const shifts = (b: GraphBuilder, x: string): string =>
    concat(
      b,
      TAPS.map((k) => slice(b, x, 3, k, side)),
    );
  return [
    {
      name: 'all taps as channels, one MatMul',
      write(b, [x, g]) {
        const columns = shifts(b, pad(b, x, 1, 1, 1, 1));
        const all = concat(
          b,
          TAPS.map((k) => slice(b, columns, 2, k, side)),
        );
        return product(b, reshaped(b, g, [0, filters, size]), reshaped(b, all, [0, 9 * channels, size]));
      },
    },
    {
      name: 'columns of the image by rows of the gradient, one MatMul per image',
      write(b, [x, g]) {
        const columns = reshaped(b, shifts(b, pad(b, x, 1, 1, 1, 1)), [0, 3 * channels, size + 2 * side]);
        const rows = concat(
          b,
          TAPS.map((k) => pad(b, g, k, 0, 2 - k, 0)),
        );
        return product(b, reshaped(b, rows, [0, 3 * filters, size + 2 * side]), columns);
      },
    },
    {
      name: 'taps of a row as channels, one MatMul per row',
      write(b, [x, g]) {
        const columns = reshaped(b, shifts(b, pad(b, x, 1, 1, 1, 1)), [0, 3 * channels, size + 2 * side]);
        const rows = TAPS.map((k) => {
          const part = slice(b, columns, 2, k * side, size);
          return product(b, reshaped(b, g, [0, filters, size]), part);
        });
        return b.op('Concat', rows, { axis: int(1) });
      },
    },
    {
      name: 'one MatMul per tap',
      write(b, [x, g]) {
        const padded = pad(b, x, 1, 1, 1, 1);
        const gradient = reshaped(b, g, [0, filters, size]);
        const taps = TAPS.flatMap((row) =>
          TAPS.map((column) => {
            const part = slice(b, slice(b, padded, 2, row, side), 3, column, side);
            return product(b, gradient, reshaped(b, part, [0, channels, size]));
          }),
        );
        return b.op('Concat', taps, { axis: int(1) });
      },
    },
    {
      name: 'Conv with images as channels',
      write: (b, [x, g]) =>
        b.op('Conv', [turned(b, x, [1, 0, 2, 3]), turned(b, g, [1, 0, 2, 3])], { pads: ints([1, 1, 1, 1]) }),
    },
    {
      name: 'images beside one another, one MatMul',
      write(b, [x, g]) {
        const columns = shifts(b, pad(b, x, 1, 1, 1, 1));
        const all = concat(
          b,
          TAPS.map((k) => slice(b, columns, 2, k, side)),
        );
        const rows = reshaped(b, turned(b, reshaped(b, g, [0, filters, size]), [1, 0, 2]), [filters, images * size]);
        const flat = turned(b, reshaped(b, all, [0, 9 * channels, size]), [0, 2, 1]);
        return b.op('MatMul', [rows, reshaped(b, flat, [images * size, 9 * channels])]);
      },
    },
  ];
}

const comparison = (shape: Shape): Comparison => ({
  id: 'kernel-gradient',
  question: `gradient of ${shape.filters} kernels 3 × 3 × ${shape.channels}, ${shape.images} images of side ${shape.side}`,
  inputs: [
    [shape.images, shape.channels, shape.side, shape.side],
    [shape.images, shape.filters, shape.side, shape.side],
  ],
  chosen: 'taps of a row as channels, one MatMul per row',
  formulations: formulations(shape),
});

export const kernelGradients: readonly Comparison[] = [
  { images: 32, channels: 3, filters: 8, side: 128 },
  { images: 32, channels: 16, filters: 32, side: 32 },
  { images: 32, channels: 64, filters: 64, side: 16 },
  { images: 32, channels: 128, filters: 128, side: 8 },
].map(comparison);
