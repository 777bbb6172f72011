import assert from 'node:assert/strict';
import { LensError } from '../../../src/protocol/error';
import { layer, tensor } from './keras-files';
import { agrees, at, HEIGHT, imagesOf, outputOf, WIDTH } from './support/keras-image';

const same = (value: (x: number, place: number[]) => number) =>
  imagesOf(HEIGHT, WIDTH, 3, (place) => value(at(place), place));
/** One operation on the image. */
const one = (className: string, config: object, args: readonly unknown[] = [], kwargs: object = {}) =>
  outputOf([layer(className, 'op', config, [tensor('image'), ...args], kwargs)], 'op');
const result = (name: string, index: number): object => ({
  class_name: '__keras_tensor__',
  config: { shape: [null], dtype: 'float32', keras_history: [name, 0, index] },
});
const refuses = (work: Promise<unknown>, what: RegExp) =>
  assert.rejects(work, (error) => error instanceof LensError && what.test(error.message));

describe('keras.ops in a network', () => {
  it('functions of each number', async () => {
    agrees(
      await one('Expm1', {}),
      same((x) => Math.expm1(x)),
    );
    agrees(
      await one('Exp2', {}),
      same((x) => 2 ** x),
    );
    agrees(
      await one('Log1p', {}),
      same((x) => Math.log1p(x)),
    );
    agrees(
      await one('Arctan', {}),
      same((x) => Math.atan(x)),
    );
    agrees(
      await one('LogSigmoid', {}),
      same((x) => -Math.log1p(Math.exp(-x))),
    );
    agrees(
      await one('HardTanh', {}, []),
      same((x) => Math.min(1, Math.max(-1, x))),
    );
    agrees(
      await one('LeakyRelu', { negative_slope: 0.3 }),
      same((x) => (x < 0 ? 0.3 * x : x)),
    );
    agrees(
      await one('HardSigmoid', {}),
      same((x) => Math.min(1, Math.max(0, x / 6 + 0.5))),
    );
  });

  it('gelu is the approximate one unless told otherwise, as in keras.ops', async () => {
    const inner = (x: number): number => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
    const approximate = same((x) => 0.5 * x * (1 + Math.tanh(inner(x))));
    agrees(await one('Gelu', {}), approximate);
    agrees(await one('Gelu', { approximate: true }), approximate);
    await assert.rejects(async () => agrees(await one('Gelu', { approximate: false }), approximate));
  });

  it('comparisons and choices', async () => {
    const [positive, small] = [
      layer('Greater', 'positive', {}, [tensor('image'), 0]),
      layer('Less', 'small', {}, [tensor('image'), 0.5]),
    ];
    const both = layer('LogicalAnd', 'both', {}, [tensor('positive'), tensor('small')]);
    const chosen = layer('Where', 'chosen', {}, [tensor('both'), tensor('image'), -7]);
    agrees(
      await outputOf([positive, small, both], 'both'),
      same((x) => Number(x > 0 && x < 0.5)),
    );
    agrees(
      await outputOf([positive, small, both, chosen], 'chosen'),
      same((x) => (x > 0 && x < 0.5 ? x : -7)),
    );
  });

  it('numbers in other places', async () => {
    agrees(
      await one('Roll', { shift: [1, -1], axis: [1, 2] }),
      same((_, [n, i, j, c]) => at([n, (i + 3) % 4, (j + 1) % 5, c])),
    );
    agrees(
      await one('Swapaxes', { axis1: 1, axis2: 2 }),
      imagesOf(WIDTH, HEIGHT, 3, ([n, i, j, c]) => at([n, j, i, c])),
    );
    agrees(
      await one('Moveaxis', { source: -1, destination: 1 }),
      imagesOf(3, HEIGHT, WIDTH, ([n, c, i, j]) => at([n, i, j, c])),
    );
    agrees(
      await one('Take', { axis: -1 }, [[2, 0]]),
      imagesOf(HEIGHT, WIDTH, 2, ([n, i, j, c]) => at([n, i, j, c ? 0 : 2])),
    );
    agrees(
      await one('Tile', { repeats: [1, 1, 1, 2] }),
      imagesOf(HEIGHT, WIDTH, 6, ([n, i, j, c]) => at([n, i, j, c % 3])),
    );
    const inside = ([, i, j]: number[]): boolean => i > 0 && j < WIDTH;
    agrees(
      await one(
        'Pad',
        {
          pad_width: [
            [0, 0],
            [1, 0],
            [0, 2],
            [0, 0],
          ],
          mode: 'constant',
        },
        [],
        { constant_values: 3 },
      ),
      imagesOf(HEIGHT + 1, WIDTH + 2, 3, (p) => (inside(p) ? at([p[0], p[1] - 1, p[2], p[3]]) : 3)),
    );
    agrees(
      await one('Reshape', { newshape: [-1, WIDTH, HEIGHT, 3] }),
      imagesOf(WIDTH, HEIGHT, 3, ([n, i, j, c]) => {
        const flat = i * HEIGHT + j;
        return at([n, Math.floor(flat / WIDTH), flat % WIDTH, c]);
      }),
    );
  });

  it('several results of one operation', async () => {
    const split = layer('Split', 'parts', { indices_or_sections: [1], axis: -1 }, [tensor('image')]);
    const rest = layer('Negative', 'rest', {}, [result('parts', 1)]);
    agrees(
      await outputOf([split, rest], 'rest'),
      imagesOf(HEIGHT, WIDTH, 2, ([n, i, j, c]) => -at([n, i, j, c + 1])),
    );
    const none = layer('Negative', 'none', {}, [result('parts', 2)]);
    await refuses(outputOf([split, none], 'none'), /a result of parts that it does not have/);
  });

  it('statistics', async () => {
    const three = ([n, i, j]: number[]): number[] => [0, 1, 2].map((c) => at([n, i, j, c]));
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const deviation = (values: number[]): number => Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)));
    agrees(
      await one('Std', { axis: -1, keepdims: true }),
      imagesOf(HEIGHT, WIDTH, 1, (p) => deviation(three(p))),
    );
    agrees(
      await one('Logsumexp', { axis: [-1], keepdims: true }),
      imagesOf(HEIGHT, WIDTH, 1, (p) => Math.log(three(p).reduce((sum, v) => sum + Math.exp(v), 0))),
    );
    agrees(
      await one('UnitNormalization', { axis: -1 }),
      same((x, p) => x / Math.hypot(...three(p))),
    );
  });

  it('what would join or mix images, and what would be resampled otherwise, is refused', async () => {
    await refuses(one('Roll', { shift: 1, axis: 0 }), /images of a batch/);
    await refuses(one('Reshape', { newshape: [5, -1] }), /images of a batch/);
    await refuses(one('Resizing', { height: 2, width: 2, antialias: true }), /antialiasing/);
  });
});
