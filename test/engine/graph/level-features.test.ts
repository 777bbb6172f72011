import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { levelFeatures } from '../../../src/engine/graph/level-features';
import { int, ints, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { floats } from '../../../src/engine/tensor/tensor';

/** Two levels of 4 × 4 and 2 × 2 places; the finer one is made of the image, or of the coarser one enlarged. */
function detector(enlarged: boolean): Model {
  const builder = new GraphBuilder();
  const conv = (from: string, [outputs, inputs]: readonly [number, number], stride = 1): string =>
    builder.op('Conv', [from, builder.constant(floats([outputs, inputs, 3, 3]))], {
      pads: ints([1, 1, 1, 1]),
      strides: ints([stride, stride]),
    });
  const image = builder.input('x', 'float32', ['N', 3, 8, 8]);
  const fine = builder.op('Relu', [conv(image, [4, 3], 2)], {}, 'fine');
  const coarse = builder.op('Relu', [conv(fine, [8, 4], 2)], {}, 'coarse');
  const large = builder.op('Resize', [coarse, '', builder.constant(floats([4], [1, 1, 2, 2]))], {
    mode: { kind: 'string', value: 'nearest' },
  });
  const levels = [
    { features: enlarged ? large : fine, channels: enlarged ? 8 : 4 },
    { features: coarse, channels: 8 },
  ];
  const rows = (numbers: number): string => {
    const parts = levels.map(({ features, channels }) => {
      const last = builder.op('Transpose', [conv(features, [numbers, channels])], { perm: ints([0, 2, 3, 1]) });
      return builder.op('Reshape', [last, builder.integers(0, -1, numbers)]);
    });
    return builder.op('Concat', parts, { axis: int(1) });
  };
  builder.output(builder.op('Sigmoid', [rows(5)], {}, 'scores'));
  builder.output(builder.op('Identity', [rows(4)], {}, 'boxes'));
  return withShapes(builder.build());
}

describe('the features of one box', () => {
  const ends = { scores: 'scores', boxes: 'boxes' };

  it('are those its level reads, where grids only shrink', () => {
    const model = detector(false);
    assert.equal(levelFeatures(model, ends, 0), 'fine');
    assert.equal(levelFeatures(model, ends, 15), 'fine');
    assert.equal(levelFeatures(model, ends, 16), 'coarse');
    assert.equal(levelFeatures(model, ends, 19), 'coarse');
  });

  it('are no others than all boxes have, where grids are enlarged again', () => {
    assert.equal(levelFeatures(detector(true), ends, 16), undefined);
  });
});
