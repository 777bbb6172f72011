import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { withShapes } from '../../../src/engine/graph/shapes';
import { createSession } from '../../../src/engine/session/runtime';
import { decodeNpy } from '../../../src/engine/tensor/npy';
import { asFloats, floats, sizeOf, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { reversed } from './reversed';

interface Case {
  readonly model: string;
  readonly logits: string;
  readonly input: string;
  readonly target: number;
  readonly targetMask?: string;
  readonly gradient: string;
  readonly tolerance: number;
}

const fixtures = path.join(__dirname, '../../fixtures');
const array = (name: string): FloatTensor => asFloats(decodeNpy(readFileSync(path.join(fixtures, 'gradients', name))));
const cases = JSON.parse(readFileSync(path.join(fixtures, 'gradients/gradients.json'), 'utf8')) as Case[];

/** 1 at the target logit; for a dense output the mask in the target's plane. */
function outputGradientOf({ target, targetMask }: Case, dims: readonly number[]): FloatTensor {
  const seed = floats(dims);
  const plane = sizeOf(dims.slice(2));
  const values = targetMask ? array(targetMask).data : Float32Array.of(1);
  seed.data.set(values, target * plane);
  return seed;
}

describe('gradients of whole networks', () => {
  for (const item of cases) {
    it(`${item.model} agrees with PyTorch`, async () => {
      const read = prepareWithoutRunning(decodeOnnx(readFileSync(path.join(fixtures, 'models', item.model))));
      const image = array(item.input);
      const input = read.graph.inputs[0].name;
      const model = withShapes(read, new Map([[input, ['batch', ...image.dims.slice(1)]]]));
      const session = await createSession(withShapes(reversed(model, [item.logits], [input])), {
        device: 'cpu',
        threads: 1,
      });
      const shape = model.graph.values.get(item.logits)!.shape!.map((d, axis) => (axis === 0 ? 1 : Number(d)));
      const results = await session.run({ [input]: image, [`d:${item.logits}`]: outputGradientOf(item, shape) });
      await session.release();
      const expected = array(item.gradient);
      const peak = expected.data.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
      const error = expected.data.reduce(
        (max, v, i) => Math.max(max, Math.abs(Number(results[`g:${input}`].data[i]) - v)),
        0,
      );
      assert.ok(error <= item.tolerance * peak, `largest error ${error / peak} of the peak, allowed ${item.tolerance}`);
    });
  }
});
