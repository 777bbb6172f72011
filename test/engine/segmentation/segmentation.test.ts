import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LensError } from '../../../src/protocol/error';
import type { ParameterValues } from '../../../src/protocol/parameter';
import { segmentCount, segmenterOf, segmenters } from '../../../src/engine/segmentation';
import { decodeNpy } from '../../../src/engine/tensor/npy';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { adjustedRandIndex } from './agreement';

const FIXTURES = path.join(__dirname, '../../fixtures/segmentation');
const load = (name: string) => decodeNpy(readFileSync(path.join(FIXTURES, `${name}.npy`)), name);

/** Label maps of scikit-image 0.19.3 for the same image. */
const CASES: readonly { file: string; id: string; params: ParameterValues }[] = [
  { file: 'slic-0', id: 'slic', params: { segments: 50, compactness: 10 } },
  { file: 'slic-1', id: 'slic', params: { segments: 100, compactness: 20, sigma: 1 } },
  { file: 'slic-2', id: 'slic', params: { segments: 30, compactness: 5, enforceConnectivity: false } },
  { file: 'quickshift-3', id: 'quickshift', params: { kernelSize: 4, maxDistance: 200, ratio: 0.2 } },
  { file: 'quickshift-4', id: 'quickshift', params: { kernelSize: 3, maxDistance: 10, ratio: 1, sigma: 1 } },
  { file: 'felzenszwalb-5', id: 'felzenszwalb', params: { scale: 100, sigma: 0.5, minSize: 20 } },
  { file: 'felzenszwalb-6', id: 'felzenszwalb', params: { scale: 200, sigma: 0.8, minSize: 50 } },
];

describe('segmentation', () => {
  const bytes = load('chelsea');
  const image: FloatTensor = floats(
    bytes.dims,
    Float32Array.from(bytes.data as Uint8Array, (v) => v / 255),
  );

  for (const { file, id, params } of CASES) {
    it(`${id} agrees with scikit-image (${JSON.stringify(params)})`, () => {
      const labels = segmenterOf(id).segment(image, params);
      const expected = load(file);
      assert.deepEqual(labels.dims, expected.dims);
      assert.ok(adjustedRandIndex(labels.data, expected.data as Uint8Array) >= 0.98);
      assert.equal(segmentCount(labels), new Set(expected.data as Uint8Array).size);
    });
  }

  for (const segmenter of segmenters) {
    it(`${segmenter.id} numbers its segments 0..n−1, in colour and in grey`, () => {
      const grey = floats(
        [1, 40, 30],
        Float32Array.from({ length: 1200 }, (_, i) => ((i * 7919) % 256) / 255),
      );
      for (const input of [image, grey]) {
        const { data, dims } = segmenter.segment(input, {});
        assert.deepEqual(dims, input.dims.slice(1));
        const present = [...new Set(data)].sort((a, b) => a - b);
        assert.deepEqual(
          present,
          present.map((_, i) => i),
        );
      }
    });
  }

  it('slic finds the two halves of a two-coloured image', () => {
    const halves = floats(
      [1, 20, 40],
      Float32Array.from({ length: 800 }, (_, i) => (i % 40 < 20 ? 0 : 1)),
    );
    const { data } = segmenterOf('slic').segment(halves, { segments: 2, compactness: 0.1 });
    assert.deepEqual(new Set(data.filter((_, i) => i % 40 < 20)).size, 1);
    assert.notEqual(data[0], data[39]);
  });

  it('refuses an unknown id and an image of two channels', () => {
    assert.throws(
      () => segmenterOf('watershed'),
      (e) => e instanceof LensError && e.code === 'invalid-argument',
    );
    assert.throws(
      () => segmenterOf('slic').segment(floats([2, 4, 4]), {}),
      (e) => e instanceof LensError && e.code === 'wrong-shape',
    );
  });
});
