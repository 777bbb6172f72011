import type { GraphBuilder } from '../../src/engine/graph/builder';
import { int, ints, text, type Attributes } from '../../src/engine/graph/model';
import { blocked, reshaped, type Comparison } from './comparison';

const [C, H] = [64, 112];
const SIZE = C * H * H;

const pooling = (kernel: number, pad: number): Attributes => ({
  kernel_shape: ints([kernel, kernel]),
  strides: ints([2, 2]),
  pads: ints([pad, pad, pad, pad]),
});

const around =
  (write: (b: GraphBuilder, x: string, g: string) => string) =>
  (b: GraphBuilder, [x, g]: readonly string[]): string =>
    blocked(b, write(b, blocked(b, x, C), g), C);

const flat = (b: GraphBuilder, tensor: string): string => reshaped(b, tensor, [0, -1]);

function scattered(b: GraphBuilder, x: string, g: string, attributes: Attributes): string {
  const indices = b.ops('MaxPool', [x], attributes, 2)[1];
  const none = b.op('Slice', [flat(b, g), b.integers(0), b.integers(0), b.integers(1)]);
  const zeros = b.op('Pad', [none, b.integers(0, SIZE), '', b.integers(1)]);
  const places = b.op('Mod', [flat(b, indices), b.integers(SIZE)]);
  return reshaped(b, b.op('ScatterElements', [zeros, places, flat(b, g)], { axis: int(1), reduction: text('add') }), [
    0,
    C,
    H,
    H,
  ]);
}

/**
 * Each position of the window is compared with the maximum; the first match takes the gradient. All on phases of the
 * input.
 */
function compared(b: GraphBuilder, x: string, g: string, attributes: Attributes, kernel: number, pad: number): string {
  const maximum = b.op('MaxPool', [x], attributes);
  const phases = b.ops(
    'Split',
    [b.op('SpaceToDepth', [x], { blocksize: int(2) })],
    { axis: int(1), num_outputs: int(4) },
    4,
  );
  const shifted = (tensor: string, rows: number, columns: number, fill: string): string =>
    rows === 0 && columns === 0
      ? tensor
      : b.op('Pad', [tensor, b.integers(rows, columns, -rows, -columns), fill, b.integers(2, 3)]);
  const sums: (string | undefined)[] = [undefined, undefined, undefined, undefined];
  let free: string | undefined;
  for (let k = 0; k < kernel * kernel; k++) {
    const offsets = [Math.floor(k / kernel) - pad, (k % kernel) - pad];
    const [row, column] = offsets.map((offset) => (offset < 0 ? 1 : 0));
    const phase = (Math.abs(offsets[0]) % 2) * 2 + (Math.abs(offsets[1]) % 2);
    const equal = b.op('Equal', [shifted(phases[phase], row, column, b.scalar(-Infinity)), maximum]);
    const first = free === undefined ? equal : b.op('And', [equal, free]);
    free = free === undefined ? b.op('Not', [equal]) : b.op('And', [free, b.op('Not', [equal])]);
    const part = shifted(b.op('Mul', [g, b.op('Cast', [first], { to: int(1) })]), -row, -column, '');
    const sum = sums[phase];
    sums[phase] = sum === undefined ? part : b.op('Add', [sum, part]);
  }
  return b.op(
    'DepthToSpace',
    [
      b.op(
        'Concat',
        sums.map((sum) => sum!),
        { axis: int(1) },
      ),
    ],
    { blocksize: int(2) },
  );
}

/** Gradient of overlapping max pooling. */
export const overlappingMaxPool: Comparison = {
  id: 'max-pool-overlapping',
  question: 'gradient of 3×3 max pooling of stride 2, 64 × 112 × 112',
  inputs: [
    [1, C, H, H],
    [1, C, H / 2, H / 2],
  ],
  chosen: 'Indices, ScatterElements',
  formulations: [
    { name: 'Indices, ScatterElements', write: around((b, x, g) => scattered(b, x, g, pooling(3, 1))) },
    { name: 'comparison per offset', write: around((b, x, g) => compared(b, x, g, pooling(3, 1), 3, 1)) },
  ],
};

/** Gradient of max pooling whose windows lie side by side. */
export const tiledMaxPool: Comparison = {
  id: 'max-pool-tiled',
  question: 'gradient of 2×2 max pooling of stride 2, 64 × 112 × 112',
  inputs: [
    [1, C, H, H],
    [1, C, H / 2, H / 2],
  ],
  chosen: 'Indices, MaxUnpool',
  formulations: [
    {
      name: 'Indices, MaxUnpool',
      write: around((b, x, g) => b.op('MaxUnpool', [g, b.ops('MaxPool', [x], pooling(2, 0), 2)[1]], pooling(2, 0))),
    },
    { name: 'Indices, ScatterElements', write: around((b, x, g) => scattered(b, x, g, pooling(2, 0))) },
    { name: 'comparison per offset', write: around((b, x, g) => compared(b, x, g, pooling(2, 0), 2, 0)) },
  ],
};
