import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { folded, foldedSmall } from '../../../src/engine/graph/folding';
import { float, int, ints, type Graph, type Model } from '../../../src/engine/graph/model';
import { numbersOf } from '../../../src/engine/graph/weight';
import { floats, integers, type Tensor } from '../../../src/engine/tensor/tensor';
import { difference, evaluate, noise, run, snapshot } from './running';

const never = (): Promise<Map<string, Tensor>> => Promise.reject(new Error('nothing should be run'));

describe('folding constants', () => {
  it('follows Shape, Gather, Unsqueeze, Concat and Reshape without running anything', async () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 4, 3, 3]);
    const side = b.op('Gather', [b.op('Shape', ['x']), b.constant(integers([2], []))], { axis: int(0) });
    const area = b.op('Mul', [side, side]);
    const target = b.op('Concat', [b.integers(0), b.integers(4), b.op('Unsqueeze', [area, b.integers(0)])], {
      axis: int(0),
    });
    b.output(b.op('Reshape', ['x', target], {}, 'y'));
    const model = b.build();
    const before = snapshot(model);
    const small = await folded(model, never);
    assert.equal(snapshot(model), before);
    assert.deepEqual(
      small.graph.nodes.map((n) => n.op),
      ['Reshape'],
    );
    assert.deepEqual(numbersOf(small.graph.weights.get(target)!), [0, 4, 9]);
    assert.deepEqual([...small.graph.weights.keys()], [target]);
  });

  it('leaves a shape that depends on the batch in the graph', async () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 4]);
    b.output(
      b.op(
        'Reshape',
        ['x', b.op('Concat', [b.op('Shape', ['x'], { end: int(1) }), b.integers(2, 2)], { axis: int(0) })],
        {},
        'y',
      ),
    );
    const small = await folded(b.build(), never);
    assert.deepEqual(
      small.graph.nodes.map((n) => n.op),
      ['Shape', 'Concat', 'Reshape'],
    );
  });

  it('has large constants evaluated: quantised weights become float32', async () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', [1, 64]);
    const bytes: Tensor = { type: 'uint8', dims: [64, 32], data: Uint8Array.from({ length: 2048 }, (_, i) => i % 251) };
    const wide = b.op('Cast', [b.constant(bytes, 'q')], { to: int(1) });
    const weight = b.op('Mul', [b.op('Sub', [wide, b.scalar(128)]), b.scalar(0.01)], {}, 'w');
    b.output(b.op('MatMul', ['x', weight], {}, 'y'));
    const model = b.build();
    const small = await folded(model, evaluate);
    assert.deepEqual(
      small.graph.nodes.map((n) => n.op),
      ['MatMul'],
    );
    assert.deepEqual(
      [...small.graph.weights].map(([name, w]) => [name, w.type, w.dims]),
      [['w', 'float32', [64, 32]]],
    );
    const x = noise([1, 64]);
    assert.ok(difference((await run(small, { x })).get('y'), (await run(model, { x })).get('y')!) < 1e-6);
  });

  it('finds the types of what is evaluated, which exporters need not state', async () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 4]);
    const padding = b.op('Cast', [b.op('Sign', [b.constant(noise([5000], 3))])], { to: int(7) });
    const four = b.op('Abs', [b.op('Slice', [padding, b.integers(0), b.integers(4)])]);
    b.output(b.op('Pad', ['x', four], {}, 'y'));
    const model = b.build();
    const bare = { ...model, graph: { ...model.graph, values: new Map() } };
    const small = await folded(bare, evaluate);
    assert.deepEqual(
      small.graph.nodes.map((n) => n.op),
      ['Pad'],
    );
  });

  it('turns dequantised weights into float32 weights', async () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', [1, 2, 8, 8]);
    const data = Int8Array.from({ length: 4 * 2 * 16 * 16 }, (_, i) => (i % 255) - 127);
    const q = b.constant({ type: 'int8', dims: [4, 2, 16, 16], data }, 'q');
    const w = b.op(
      'DequantizeLinear',
      [
        q,
        b.constant(floats([4], [0.1, 0.2, 0.3, 0.4])),
        b.constant({ type: 'int8', dims: [4], data: new Int8Array(4) }),
      ],
      { axis: int(0) },
    );
    b.output(b.op('Conv', ['x', w], { pads: ints([8, 8, 8, 8]) }, 'y'));
    const small = await folded(b.build(), evaluate);
    assert.deepEqual(
      small.graph.nodes.map((n) => n.op),
      ['Conv'],
    );
    assert.equal(small.graph.weights.get(w)!.type, 'float32');
  });

  it('shares the bytes of a reshaped weight', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', [1, 64]);
    const stored = b.constant(noise([8, 8, 64]), 'stored');
    const flat = b.op('Reshape', [stored, b.integers(64, 64)]);
    b.output(b.op('MatMul', ['x', b.op('Identity', [flat], {}, 'alias')], {}, 'y'));
    const model = b.build();
    const small = foldedSmall(model);
    assert.deepEqual(small.graph.weights.get('alias')!.dims, [64, 64]);
    assert.equal(small.graph.weights.get('alias')!.bytes.buffer, model.graph.weights.get(stored)!.bytes.buffer);
  });

  it('keeps a constant output a node, and random numbers random', async () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', [2]);
    b.output(b.op('Add', [b.scalar(1), b.scalar(2)], {}, 'three'));
    b.output(b.op('Add', ['x', b.op('RandomNormal', [], { shape: ints([2]) })], {}, 'y'));
    const small = await folded(b.build(), never);
    assert.deepEqual(
      small.graph.nodes.map((n) => n.op),
      ['Add', 'RandomNormal', 'Add'],
    );
    assert.equal(Number((await run(small, { x: noise([2]) })).get('three')!.data[0]), 3);
  });

  it('says when the constants cannot be computed', async () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', [64, 64]);
    b.output(b.op('Add', ['x', b.op('Exp', [b.constant(noise([64, 64]))])]));
    await assert.rejects(folded(b.build(), never), { code: 'unsupported-model', message: /nothing should be run/ });
  });

  it('takes the branch whose condition is known', async () => {
    const branch = (prefix: string, op: string): Graph => ({
      name: prefix,
      inputs: [],
      values: new Map(),
      weights: new Map([['c', { type: 'float32', dims: [1], bytes: new Uint8Array(Float32Array.of(3).buffer) }]]),
      nodes: [{ name: 'n', op, domain: '', inputs: ['x', 'c'], outputs: ['r'], attributes: {} }],
      outputs: [{ name: 'r', type: 'float32', shape: null }],
    });
    const b = new GraphBuilder();
    b.input('x', 'float32', [1, 2]);
    const one = b.op('Equal', [
      b.op('Gather', [b.op('Shape', ['x']), b.constant(integers([0], []))]),
      b.constant(integers([1], [])),
    ]);
    for (const name of ['y', 'z']) {
      b.output(
        b.op(
          'If',
          [one],
          {
            then_branch: { kind: 'graph', value: branch('t', 'Mul') },
            else_branch: { kind: 'graph', value: branch('e', 'Add') },
          },
          name,
        ),
      );
    }
    const model: Model = b.build();
    const small = foldedSmall(model);
    assert.deepEqual(
      small.graph.nodes.map((n) => n.op),
      ['Mul', 'Identity', 'Mul', 'Identity'],
    );
    const x = noise([1, 2]);
    assert.deepEqual(
      [...(await run(small, { x })).get('z')!.data].map(Number),
      Array.from(x.data, (v) => Math.fround(v * 3)),
    );
  });

  it('stores the open end of a Slice as the largest int64', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', [1, 8]);
    const ends: Tensor = { type: 'int64', dims: [1], data: BigInt64Array.of(2n ** 63n - 1n) };
    const end = b.op('Concat', [b.constant(ends, 'end')], { axis: int(0) });
    b.output(b.op('Slice', ['x', b.integers(2), end, b.integers(1)], {}, 'y'));
    const small = foldedSmall(b.build());
    assert.equal(new BigInt64Array(small.graph.weights.get(end)!.bytes.slice().buffer)[0], 2n ** 63n - 1n);
  });

  it('rounds float arithmetic on small tensors as float32', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', [1]);
    const third = b.op('Div', [b.scalar(1), b.scalar(3)]);
    b.output(b.op('LeakyRelu', [b.op('Add', ['x', third])], { alpha: float(0.1) }, 'y'));
    assert.deepEqual(numbersOf(foldedSmall(b.build()).graph.weights.get(third)!), [Math.fround(1 / 3)]);
  });
});
