import assert from 'node:assert/strict';
import { gradient } from '../../../../src/engine/attribution/gradient/gradient';
import { guidedIntegratedGradients } from '../../../../src/engine/attribution/gradient/guided-integrated-gradients';
import { int } from '../../../../src/engine/graph/model';
import { floats } from '../../../../src/engine/tensor/tensor';
import { built } from '../../relevance/networks';
import { curvedNetwork, explain, gap, linearNetwork, noise } from '../perturbation/setup';

const close = ({ sum, expected }: { sum: number; expected: number }) =>
  Math.abs(sum - expected) / Math.max(1, Math.abs(expected));

describe('guided integrated gradients', () => {
  const [network, input] = [curvedNetwork([1, 5, 5]), noise([1, 1, 5, 5], 'guided ig')];

  it('is the trapezoidal sum along the straight line where no distance from it is allowed', async () => {
    const steps = 6;
    const { map } = await explain(guidedIntegratedGradients, network, input, { params: { steps, maxDistance: 0 } });
    const expected = new Float64Array(25);
    for (let i = 0; i <= steps; i++) {
      const point = floats(
        input.dims,
        input.data.map((v) => (v * i) / steps),
      );
      const { map: slope } = await explain(gradient, network, point);
      slope.data.forEach((g, k) => (expected[k] += (g * input.data[k] * (i % steps === 0 ? 0.5 : 1)) / steps));
    }
    assert.ok(gap(map.data, expected) < 1e-5);
  });

  it('is weight times input for a linear score, whatever the path', async () => {
    const weights = noise([2, 25], 'guided weights');
    for (const params of [{ steps: 10 }, { steps: 10, maxDistance: 1, fraction: 0.1 }]) {
      const { map } = await explain(guidedIntegratedGradients, linearNetwork([1, 5, 5], weights), input, { params });
      assert.ok(
        gap(
          map.data,
          input.data.map((v, i) => v * weights.data[i]),
        ) < 1e-5,
      );
    }
  });

  it('comes close to the difference of the scores with many steps', async () => {
    const { completeness } = await explain(guidedIntegratedGradients, network, input, { params: { steps: 400 } });
    assert.ok(close(completeness!) < 0.01, `${completeness!.sum} of ${completeness!.expected}`);
  });

  it('moves elements with small gradients before those with large ones', async () => {
    // f = x0 x1 + 0.1 x0 has the gradient (0.1, 0) at the start: x1 goes home first, along x0 = 0, and earns
    // nothing, then x0 earns 1 + 0.1.
    const product = built([1, 1, 2], 2, (b) => {
      const [x0, x1] = [
        [1, 0],
        [0, 1],
      ].map((column) =>
        b.op('MatMul', [b.op('Reshape', ['x', b.integers(0, -1)]), b.constant(floats([2, 1], column))]),
      );
      const f = b.op('Add', [b.op('Mul', [x0, x1]), b.op('Mul', [x0, b.scalar(0.1)])]);
      return b.op('Concat', [f, b.op('Neg', [f])], { axis: int(1) });
    });
    const { map, completeness } = await explain(guidedIntegratedGradients, product, floats([1, 1, 1, 2], [1, 1]), {
      params: { steps: 2, maxDistance: 1, fraction: 0.5 },
    });
    assert.ok(gap(map.data, [1.1, 0]) < 1e-6);
    assert.ok(close(completeness!) < 1e-6);
  });

  it('gives nothing to elements that do not differ from the baseline', async () => {
    const same = floats(
      input.dims,
      input.data.map((v, i) => (i % 3 === 0 ? 0 : v)),
    );
    const { map } = await explain(guidedIntegratedGradients, network, same, { params: { steps: 5 } });
    map.data.forEach((v, i) => i % 3 === 0 && assert.equal(v, 0));
  });
});
