import assert from 'node:assert/strict';
import { upsampled } from '../../../../src/engine/attribution/feature-map/upsampling';

const bilinear = { interpolation: 'bilinear' } as const;
const grid = (height: number, width: number) => ({
  height,
  width,
  values: Float64Array.from({ length: height * width }, (_, k) => k),
});

describe('a map on a layer, at the size of the input', () => {
  it('lies over a vector as over the plane that the network reads it as', () => {
    const plane = upsampled(grid(14, 14), [1, 1, 28, 28], bilinear);
    const vector = upsampled(grid(14, 14), [1, 1, 784], bilinear);
    assert.deepEqual(vector.dims, [1, 1, 784]);
    assert.deepEqual(vector.data, plane.data);
    // A plane that a convolution without padding has made smaller.
    assert.deepEqual(upsampled(grid(26, 26), [1, 1, 784], bilinear).dims, [1, 1, 784]);
  });

  it('lies over a signal where the layer is one, too', () => {
    assert.deepEqual([...upsampled(grid(1, 2), [1, 1, 4], { interpolation: 'nearest' }).data], [0, 0, 1, 1]);
  });

  it('says where the places of a layer are none of the input', () => {
    assert.throws(() => upsampled(grid(3, 5), [1, 1, 784], bilinear), /3 × 5 places does not lie over .* 784/);
    assert.throws(() => upsampled({ ...grid(4, 4), depth: 2, values: new Float64Array(32) }, [1, 1, 8, 8], bilinear), {
      code: 'unsupported-model',
    });
  });
});
