import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { layouts } from '../../../src/engine/graph/layout';
import { ints, type Dimension } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { noise } from './running';
import { tail } from './networks';

describe('the meaning of axes', () => {
  it('survives channel shuffles, channels-last detours and written-out group normalisation', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 4, 3, 5]);
    const shuffled = b.op(
      'Reshape',
      [
        b.op('Transpose', [b.op('Reshape', ['x', b.integers(0, 2, 2, 3, 5)])], { perm: ints([0, 2, 1, 3, 4]) }),
        b.integers(0, 4, 3, 5),
      ],
      {},
      'shuffled',
    );
    const last = b.op(
      'MatMul',
      [b.op('Transpose', [shuffled], { perm: ints([0, 2, 3, 1]) }), b.constant(noise([4, 4]))],
      {},
      'last',
    );
    const first = b.op('Transpose', [last], { perm: ints([0, 3, 1, 2]) }, 'first');
    const grouped = b.op('InstanceNormalization', [
      b.op('Reshape', [first, b.integers(0, 2, -1)]),
      b.constant(noise([2])),
      b.constant(noise([2], 2)),
    ]);
    b.output(b.op('Reshape', [grouped, b.op('Shape', [first])], {}, 'y'));
    const roles = (name: string): readonly unknown[] => layouts(withShapes(b.build())).get(name)!.roles;
    for (const name of ['shuffled', 'first', 'y'])
      assert.deepEqual(roles(name), ['batch', 'channel', 'row', 'column'], name);
    assert.deepEqual(roles('last'), ['batch', 'row', 'column', 'channel']);
  });

  it('is said by a convolution where many channels stand last', () => {
    for (const bands of [2, 5, 13]) {
      const b = new GraphBuilder();
      b.input('x', 'float32', ['batch', 6, 7, bands]);
      const first = b.op('Transpose', ['x'], { perm: ints([0, 3, 1, 2]) });
      b.output(b.op('Conv', [first, b.constant(noise([4, bands, 3, 3]))], {}, 'y'));
      const roles = layouts(withShapes(b.build())).get('y')!.roles;
      assert.deepEqual(roles, ['batch', 'channel', 'row', 'column'], `${bands} bands`);
    }
  });

  it('is said by a convolution behind an axis that was taken off and put back', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 3, 6, 7]);
    const image = b.op('Squeeze', [b.op('Slice', ['x', b.integers(0), b.integers(1), b.integers(0)]), b.integers(0)]);
    const again = b.op('Unsqueeze', [image, b.integers(0)]);
    b.output(b.op('Conv', [again, b.constant(noise([4, 3, 3, 3]))], {}, 'y'));
    const roles = layouts(withShapes(b.build())).get('y')!.roles;
    assert.deepEqual(roles, ['batch', 'channel', 'row', 'column']);
  });

  it('is read off the input: colours last, signals', () => {
    const of = (shape: readonly Dimension[]): readonly unknown[] =>
      layouts(tail((b, x) => b.output(x), shape)).get('x')!.roles;
    assert.deepEqual(of(['batch', 32, 32, 3]), ['batch', 'row', 'column', 'channel']);
    assert.deepEqual(of(['batch', 3, 32, 32]), ['batch', 'channel', 'row', 'column']);
    assert.deepEqual(of(['batch', 2, 100]), ['batch', 'channel', 'column']);
  });
});
