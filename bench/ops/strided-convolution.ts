import type { GraphBuilder } from '../../src/engine/graph/builder';
import { int, ints, text } from '../../src/engine/graph/model';
import { blocked, drawn, reshaped, type Comparison } from './comparison';

const conv = (
  b: GraphBuilder,
  x: string,
  dims: readonly number[],
  pads: readonly number[],
  strides: readonly number[] = [1, 1],
): string => b.op('Conv', [x, b.constant(drawn(dims))], { pads: ints(pads), strides: ints(strides) });

const [O, C, H] = [128, 64, 28];
const shuffled = (b: GraphBuilder, x: string): string =>
  b.op('DepthToSpace', [x], { blocksize: int(2), mode: text('DCR') });
const within =
  (write: (b: GraphBuilder, g: string) => string) =>
  (b: GraphBuilder, [g]: readonly string[]): string =>
    blocked(b, write(b, blocked(b, g, O)), C);

/** [N, 2·2·C, M, M] to [N, C, 2M, 2M], one axis after the other. */
function exchanged(b: GraphBuilder, x: string, channels: number, rows: number): string {
  const columns = b.op('Transpose', [reshaped(b, x, [0, 2, 2, channels * rows * rows])], { perm: ints([0, 1, 3, 2]) });
  const both = b.op('Transpose', [reshaped(b, columns, [0, 2, channels * rows, 2 * rows])], {
    perm: ints([0, 2, 1, 3]),
  });
  return reshaped(b, both, [0, channels, 2 * rows, 2 * rows]);
}

const separate = (b: GraphBuilder, g: string): string =>
  b.op(
    'Concat',
    [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ].map(([h, w]) => conv(b, g, [C, O, h, w], [0, 0, h - 1, w - 1])),
    { axis: int(1) },
  );

/** Gradient of a 3×3 convolution of stride 2. */
export const stridedConvolution: Comparison = {
  id: 'strided-convolution',
  question: 'gradient of a 3×3 convolution of stride 2, 128 × 28 × 28 to 64 × 56 × 56',
  inputs: [[1, O, H, H]],
  chosen: 'a Conv per phase, transpositions',
  formulations: [
    {
      name: 'one Conv, DepthToSpace',
      write: within((b, g) => shuffled(b, conv(b, g, [4 * C, O, 2, 2], [0, 0, 1, 1]))),
    },
    { name: 'a Conv per phase, DepthToSpace', write: within((b, g) => shuffled(b, separate(b, g))) },
    { name: 'a Conv per phase, transpositions', write: within((b, g) => exchanged(b, separate(b, g), C, H)) },
    {
      name: 'ConvTranspose',
      write: within((b, g) =>
        b.op('ConvTranspose', [g, b.constant(drawn([O, C, 3, 3]))], {
          strides: ints([2, 2]),
          pads: ints([1, 1, 1, 1]),
          output_padding: ints([1, 1]),
        }),
      ),
    },
  ],
};

const stem =
  (write: (b: GraphBuilder, g: string) => string) =>
  (b: GraphBuilder, [g]: readonly string[]): string =>
    write(b, blocked(b, g, 64));

/** Gradient of the first layer of a ResNet, down to three colours. */
export const firstConvolution: Comparison = {
  id: 'first-convolution',
  question: 'gradient of a 7×7 convolution of stride 2, 64 × 112 × 112 to 3 × 224 × 224 (phases not yet interleaved)',
  inputs: [[1, 64, 112, 112]],
  chosen: '2 × 4 phases',
  formulations: [
    { name: '2 × 2 phases', write: stem((b, g) => conv(b, g, [12, 64, 4, 4], [2, 2, 1, 1])) },
    { name: '2 × 4 phases', write: stem((b, g) => conv(b, g, [24, 64, 4, 5], [2, 2, 1, 2], [1, 2])) },
    { name: '4 × 4 phases', write: stem((b, g) => conv(b, g, [48, 64, 5, 5], [2, 2, 2, 2], [2, 2])) },
    {
      name: 'ConvTranspose',
      write: stem((b, g) =>
        b.op('ConvTranspose', [g, b.constant(drawn([64, 3, 7, 7]))], {
          strides: ints([2, 2]),
          pads: ints([3, 3, 3, 3]),
          output_padding: ints([1, 1]),
        }),
      ),
    },
  ],
};

const [P, M] = [96, 56];

/** Interleaving alone. */
export const interleaving: Comparison = {
  id: 'interleaving',
  question: 'interleaving 2 × 2 phases, 384 × 56 × 56 to 96 × 112 × 112',
  inputs: [[1, 4 * P, M, M]],
  chosen: 'two transpositions',
  formulations: [
    { name: 'DepthToSpace', write: (b, [x]) => shuffled(b, x) },
    { name: 'two transpositions', write: (b, [x]) => exchanged(b, x, P, M) },
    {
      name: 'one transposition of six axes',
      write: (b, [x]) =>
        reshaped(b, b.op('Transpose', [reshaped(b, x, [0, 2, 2, P, M, M])], { perm: ints([0, 3, 4, 1, 5, 2]) }), [
          0,
          P,
          2 * M,
          2 * M,
        ]),
    },
  ],
};
