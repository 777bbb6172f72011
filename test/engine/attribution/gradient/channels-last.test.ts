import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { int, ints } from '../../../../src/engine/graph/model';
import { networkGraph } from '../../../../src/engine/model/network-graph';
import { Network } from '../../../../src/engine/session/network';
import { explain, noise } from '../perturbation/setup';

const SIDE = 8;

/**
 * The same network with its axes in either order: what it does outside of convolutions and pooling is done in the
 * stored order, as exporters of TensorFlow leave it.
 */
function network(channelsLast: boolean): Network {
  const builder = new GraphBuilder();
  const axis = (channelsFirst: number): number => (channelsLast ? [0, 3, 1, 2][channelsFirst] : channelsFirst);
  const placed = (values: readonly number[]): number[] => {
    const stored = [...values];
    values.forEach((value, k) => (stored[axis(k)] = value));
    return stored;
  };
  const turned = (tensor: string, order: readonly number[]): string =>
    channelsLast ? builder.op('Transpose', [tensor], { perm: ints(order) }) : tensor;
  const first = (tensor: string): string => turned(tensor, [0, 3, 1, 2]);
  const stored = (tensor: string): string => turned(tensor, [0, 2, 3, 1]);
  const pad = (tensor: string, rows: number, columns: number): string =>
    builder.op('Pad', [
      tensor,
      builder.integers(...placed([0, 0, rows, columns]), ...placed([0, 0, rows + 1, columns])),
    ]);
  const cut = (tensor: string, from: number, to: number): string =>
    builder.op('Slice', [tensor, builder.integers(from), builder.integers(to), builder.integers(axis(2))]);
  const convolved = (tensor: string, name: string, channels: number): string =>
    builder.op('Conv', [first(tensor), builder.constant(noise([6, channels, 3, 3], name))], { strides: ints([2, 2]) });

  builder.input(
    'x',
    'float32',
    placed([0, 3, SIDE, SIDE]).map((d, k) => (k === 0 ? 'batch' : d)),
  );
  const shallow = stored(builder.op('Relu', [convolved(cut(pad('x', 1, 2), 1, 10), 'a', 3)]));
  const [left, right] = builder.ops('Split', [shallow, builder.integers(2, 4)], { axis: int(axis(1)) }, 2);
  const joined = builder.op('Concat', [builder.op('Sigmoid', [left]), right, left], { axis: int(axis(1)) });
  const deep = builder.op('Relu', [convolved(pad(joined, 0, 1), 'b', 8)]);
  const mean = builder.op('ReduceMean', [stored(deep), builder.integers(axis(2), axis(3))], { keepdims: int(0) });
  builder.op('Gemm', [mean, builder.constant(noise([4, 6], 'head'))], { transB: int(1) }, 'logits');
  builder.output('logits', 'logits', 'float32', ['batch', 4]);
  const layout = channelsLast ? 'nhwc' : 'nchw';
  return new Network(networkGraph(builder.build(), { logits: 'logits', layout, camLayer: deep }), {
    device: 'cpu',
    threads: 1,
  });
}

const few: Readonly<Record<string, Record<string, unknown>>> = { samples: { samples: 4 }, steps: { steps: 4 } };
const tried = methods.filter(({ group, id }) => ['gradient', 'relevance', 'cam'].includes(group) && id !== 'cam');

describe('a network with channels last', () => {
  const [last, first] = [network(true), network(false)];
  const input = noise([1, 3, SIDE, SIDE], 'image');
  for (const method of tried) {
    it(`has the map of ${method.id} that the same network with channels first has`, async () => {
      const params = Object.assign({}, ...method.params.map(({ name }) => few[name] ?? {}));
      const [got, expected] = [
        await explain(method, last, input, { params }),
        await explain(method, first, input, { params }),
      ];
      const peak = expected.map.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      assert.ok(peak > 0);
      expected.map.data.forEach((value, i) =>
        assert.ok(Math.abs(got.map.data[i] - value) <= 1e-4 * peak, `[${i}]: ${got.map.data[i]}, not ${value}`),
      );
    });
  }
});
