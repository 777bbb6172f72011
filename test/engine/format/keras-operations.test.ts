import assert from 'node:assert/strict';
import { LensError } from '../../../src/protocol/error';
import { floats } from '../../../src/engine/tensor/tensor';
import { layer, tensor } from './keras-files';
import { agrees, array, at, ellipsis, HEIGHT, imagesOf, outputOf, slice, WIDTH } from './support/keras-image';

describe('operations on arrays in Keras 3', () => {
  it('preprocess as torch does: divided, lists subtracted and divided by', async () => {
    const [mean, std] = [
      [0.485, 0.456, 0.406],
      [0.229, 0.224, 0.225],
    ];
    const got = await outputOf(
      [
        layer('TrueDivide', 'a', {}, [tensor('image'), 255]),
        layer('Subtract', 'b', {}, [tensor('a'), array([[[mean]]])]),
        layer('TrueDivide', 'c', {}, [tensor('b'), std]),
      ],
      'c',
    );
    agrees(
      got,
      imagesOf(HEIGHT, WIDTH, 3, (p) => (at(p) / 255 - mean[p[3]]) / std[p[3]]),
    );
  });

  it('x[..., ::-1] and x[:, 1:-1, ::2]', async () => {
    agrees(
      await outputOf([layer('GetItem', 'a', {}, [tensor('image'), [ellipsis, slice(null, null, -1)]])], 'a'),
      imagesOf(HEIGHT, WIDTH, 3, ([n, i, j, c]) => at([n, i, j, 2 - c])),
    );
    const index = [slice(null, null, null), slice(1, -1, null), slice(null, null, 2)];
    agrees(
      await outputOf([layer('GetItem', 'a', {}, [tensor('image'), index])], 'a'),
      imagesOf(HEIGHT - 2, 3, 3, ([n, i, j, c]) => at([n, i + 1, 2 * j, c])),
    );
  });

  it('channels taken one by one and stacked in another order', async () => {
    const channel = (name: string, c: number): object => layer('GetItem', name, {}, [tensor('image'), [ellipsis, c]]);
    const parts = [channel('b', -1), channel('g', 1), channel('r', 0)];
    const stack = layer('Stack', 'bgr', { axis: -1 }, [[tensor('b'), tensor('g'), tensor('r')]]);
    const mirrored = imagesOf(HEIGHT, WIDTH, 3, ([n, i, j, c]) => at([n, i, j, 2 - c]));
    agrees(await outputOf([...parts, stack], 'bgr'), mirrored);
    const pooled = layer('Mean', 'mean', { axis: [1, 2], keepdims: false }, [tensor('bgr')]);
    const got = await outputOf([...parts, stack, pooled], 'mean');
    const mean = (n: number, c: number): number => {
      let sum = 0;
      for (let k = 0; k < HEIGHT * WIDTH; k++) sum += mirrored.data[(n * HEIGHT * WIDTH + k) * 3 + c];
      return sum / (HEIGHT * WIDTH);
    };
    agrees(got, floats([2, 3], [mean(0, 0), mean(0, 1), mean(0, 2), mean(1, 0), mean(1, 1), mean(1, 2)]));
  });

  it('arithmetic with names, powers, roots and bounds', async () => {
    const got = await outputOf(
      [
        layer('Abs', 'a', {}, [tensor('image')]),
        layer('Power', 'b', {}, [tensor('a')], { x2: 2 }),
        layer('Sqrt', 'c', {}, [tensor('b')]),
        layer('Clip', 'd', { x_min: 0.25, x_max: 0.5 }, [tensor('c')]),
        layer('Negative', 'e', {}, [tensor('d')]),
      ],
      'e',
    );
    agrees(
      got,
      imagesOf(HEIGHT, WIDTH, 3, (p) => -Math.min(0.5, Math.max(0.25, Math.abs(at(p))))),
    );
  });

  it('operations that are called with their tensor by name', async () => {
    for (const name of ['x', 'inputs']) {
      const inbound_nodes = [{ args: [], kwargs: { [name]: tensor('image') } }];
      agrees(
        await outputOf([{ ...layer('Abs', 'a', {}, []), inbound_nodes }], 'a'),
        imagesOf(HEIGHT, WIDTH, 3, (p) => Math.abs(at(p))),
      );
    }
  });

  it('what would join the images of a batch is refused by name', async () => {
    await assert.rejects(
      outputOf([layer('Mean', 'all', { axis: null }, [tensor('image')])], 'all'),
      (error) => error instanceof LensError && /Mean all.*images of a batch/.test(error.message),
    );
  });

  it('custom layers are named in the refusal', async () => {
    await assert.rejects(
      outputOf([layer('SqueezeExcite', 'se1', {}, [tensor('image')])], 'se1'),
      (error) => error instanceof LensError && error.message.includes('se1 (SqueezeExcite)'),
    );
  });
});
