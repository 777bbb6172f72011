import assert from 'node:assert/strict';
import { barriers } from '../../../src/engine/gradient/reach';
import { gradientRule } from '../../../src/engine/gradient/rules';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, text, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { createSession } from '../../../src/engine/session/runtime';
import { floats } from '../../../src/engine/tensor/tensor';
import { reversed } from './reversed';
import { assertGradient, generator, type Operand } from './harness';

/** Numbers of a grid within and beyond the image, none where a point changes the pixels that it reads. */
function gridNumbers(dims: readonly number[], lengths: readonly number[], align: boolean): number[] {
  const random = generator(5);
  const axes = lengths.length;
  return Array.from({ length: dims.reduce((a, b) => a * b) }, (_, k) => {
    const length = lengths[axes - 1 - (k % axes)];
    const place = Math.floor(random() * (length + 6)) - 3 + [0.2, 0.3, 0.7][k % 3];
    return align ? (2 * place) / (length - 1) - 1 : (2 * place + 1) / length - 1;
  });
}

describe('gradients of GridSample', () => {
  for (const align of [false, true])
    for (const padding of ['zeros', 'border', 'reflection']) {
      const check = (mode: string, image: readonly number[], grid: readonly number[], channels = '') =>
        it(`${mode}${channels}, ${padding}${align ? ', aligned corners' : ''}`, () =>
          assertGradient({
            op: 'GridSample',
            inputs: [
              { dims: image },
              { dims: grid, values: gridNumbers(grid, image.slice(2), align), batch: true } satisfies Operand,
            ],
            attributes: { mode, padding_mode: padding, align_corners: align ? 1 : 0 },
            step: 0.005,
            tolerance: 2e-3,
          }));
      for (const mode of ['nearest', 'linear', 'cubic']) check(mode, [2, 2, 4, 5], [2, 3, 2, 2]);
      for (const mode of ['nearest', 'linear']) check(mode, [2, 2, 2, 3, 4], [2, 2, 1, 2, 3], ' of a volume');
    }
});

describe('gradients of RoiAlign', () => {
  const image: Operand = { dims: [2, 2, 6, 7], values: 'spaced' };
  // Inside, across the edges, smaller than a pixel, of the second image.
  const corners = [1.1, 0.7, 5.3, 4.9, -4.2, 3.1, 2.3, 8.7, 2.13, 2.71, 2.55, 3.02, 0.4, 1.3, 6.2, 5.9];
  const regions: readonly Operand[] = [
    { dims: [4, 4], values: corners, constant: true },
    { dims: [4], values: [0, 0, 1, 1], type: 'int64' },
  ];
  for (const mode of ['avg', 'max'])
    for (const coordinate_transformation_mode of ['half_pixel', 'output_half_pixel'])
      for (const sampling_ratio of [0, 1, 2])
        for (const spatial_scale of [1, 0.5])
          it(`${mode}, ${coordinate_transformation_mode}, ${sampling_ratio} samples, scale ${spatial_scale}`, () =>
            assertGradient({
              op: 'RoiAlign',
              inputs: [image, ...regions],
              attributes: {
                mode,
                coordinate_transformation_mode,
                sampling_ratio,
                spatial_scale,
                output_height: 2,
                output_width: 3,
              },
              step: mode === 'avg' ? 0.5 : 0.0007,
              tolerance: mode === 'avg' ? 1e-3 : 5e-3,
              turnings: ['second last'],
            }));
});

describe('regions of RoiAlign', () => {
  /** Regions that are made of the image by an operator without a gradient. */
  function network(mode: string): Model {
    const builder = new GraphBuilder();
    builder.input('x', 'float32', [1, 1, 4, 4]);
    const corners = builder.op('Reshape', [builder.op('Det', ['x']), builder.integers(1, 1)]);
    const regions = builder.op('Add', [
      builder.op('Mul', [corners, builder.scalar(0)]),
      builder.constant(floats([1, 4], [0, 0, 4, 4])),
    ]);
    const attributes = { mode: text(mode), output_height: int(1), output_width: int(1), sampling_ratio: int(0) };
    builder.output(builder.op('RoiAlign', ['x', regions, builder.integers(0)], attributes, 'y'));
    return withShapes(builder.build());
  }

  it('are held fixed, so that nothing behind them stands in the way', () =>
    assert.deepEqual(barriers(network('avg'), ['x'], ['y'], gradientRule), []));

  for (const mode of ['avg', 'max'])
    it(`hand on zeros where no gradient arrives (${mode})`, async () => {
      const session = await createSession(reversed(network(mode), ['y'], ['x']), { device: 'cpu', threads: 1 });
      const x = floats([1, 1, 4, 4], [...Array(16).keys()]);
      const slope = async (gradient: number): Promise<number> => {
        const { 'g:x': g } = await session.run({ x, 'd:y': floats([1, 1, 1, 1], [gradient]) });
        return [...(g.data as Float32Array)].reduce((sum, value) => sum + value, 0);
      };
      assert.equal(await slope(0), 0);
      assert.ok((await slope(1)) > 0);
      await session.release();
    });
});
