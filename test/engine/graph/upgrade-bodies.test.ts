import assert from 'node:assert/strict';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { float, int, ints, type Model, type ModelFunction } from '../../../src/engine/graph/model';
import { upgraded } from '../../../src/engine/graph/upgrade';
import { mixedSets } from '../../../src/engine/graph/upgrade/mixed-sets';
import { weightOf } from '../../../src/engine/graph/weight';
import { floats } from '../../../src/engine/tensor/tensor';
import { difference, noise, run } from './running';

describe('upgrading what surrounds and what is inside of nodes', () => {
  it('makes weights of constants and takes stored inputs off the inputs', () => {
    const builder = new GraphBuilder({ ...emptyModel(), irVersion: 3, opsets: new Map([['', 12]]) });
    builder.input('x', 'float32', [1, 2]);
    builder.input('w', 'float32', [2]);
    const constants: [string, Parameters<GraphBuilder['op']>[2]][] = [
      ['a', { value: { kind: 'tensor', value: weightOf(floats([2], [1, 2])) } }],
      ['b', { value_float: float(0.5) }],
      ['c', { value_floats: { kind: 'floats', value: [3, 4] } }],
      ['d', { value_int: int(7) }],
      ['e', { value_ints: ints([1, 2]) }],
    ];
    for (const [name, attributes] of constants) builder.op('Constant', [], attributes, name);
    builder.output(builder.op('Add', [builder.op('Add', ['x', 'w']), 'a']));
    const model = builder.build();
    const stored = { ...model, graph: { ...model.graph, weights: new Map([['w', weightOf(floats([2], [1, 1]))]]) } };
    const newer = upgraded(stored);
    assert.deepEqual(
      newer.graph.inputs.map((v) => v.name),
      ['x'],
    );
    assert.deepEqual(
      newer.graph.nodes.map((n) => n.op),
      ['Add', 'Add'],
    );
    assert.deepEqual([...newer.graph.weights.keys()].sort(), ['a', 'b', 'c', 'd', 'e', 'w']);
    assert.deepEqual(newer.graph.weights.get('b')!.dims, []);
    assert.equal(newer.graph.weights.get('e')!.type, 'int64');
    assert.ok(newer.irVersion >= 4);
  });

  it('upgrades the bodies of branches', async () => {
    const branch = (name: string, op: string): Model['graph'] => ({
      name,
      inputs: [],
      weights: new Map(),
      values: new Map(),
      outputs: [{ name: `${name}_y`, type: 'float32', shape: null }],
      nodes: [
        {
          name: '',
          op: 'Constant',
          domain: '',
          inputs: [],
          outputs: [`${name}_c`],
          attributes: { value_float: float(2) },
        },
        { name: '', op, domain: '', inputs: ['x', `${name}_c`], outputs: [`${name}_m`], attributes: {} },
        {
          name: '',
          op: 'Squeeze',
          domain: '',
          inputs: [`${name}_m`],
          outputs: [`${name}_y`],
          attributes: { axes: ints([0]) },
        },
      ],
    });
    const builder = new GraphBuilder({ ...emptyModel(), irVersion: 8, opsets: new Map([['', 12]]) });
    builder.input('x', 'float32', [1, 3]);
    builder.input('condition', 'bool', []);
    builder.output(
      builder.op(
        'If',
        ['condition'],
        {
          then_branch: { kind: 'graph', value: branch('t', 'Mul') },
          else_branch: { kind: 'graph', value: branch('e', 'Add') },
        },
        'y',
      ),
    );
    const model = builder.build();
    const feeds = { x: noise([1, 3]), condition: { type: 'bool' as const, dims: [], data: Uint8Array.of(1) } };
    const [expected, got] = [await run(model, feeds), await run(upgraded(model), feeds)];
    assert.equal(difference(got.get('y'), expected.get('y')!), 0);
  });

  for (const [own, whole] of [
    [11, 17],
    [17, 11],
  ])
    it(`reads a function of set ${own} in a model of set ${whole} as ONNX Runtime does, and says so`, async () => {
      const soft: ModelFunction = {
        name: 'Soft',
        domain: 'local',
        inputs: ['a'],
        outputs: ['b'],
        attributes: [],
        overload: '',
        defaults: {},
        opsets: new Map([['', own]]),
        nodes: [{ name: 'n', op: 'Softmax', domain: '', inputs: ['a'], outputs: ['b'], attributes: { axis: int(1) } }],
      };
      const opsets = new Map([
        ['', whole],
        ['local', 1],
      ]);
      const builder = new GraphBuilder({ ...emptyModel(), irVersion: 8, opsets, functions: [soft] });
      builder.input('x', 'float32', [2, 3, 4]);
      builder.add({ name: 'call', op: 'Soft', domain: 'local', inputs: ['x'], outputs: ['y'], attributes: {} });
      builder.output('y', 'y', 'float32', [2, 3, 4]);
      const model = builder.build();
      const feeds = { x: noise([2, 3, 4]) };
      const [expected, got] = [await run(model, feeds), await run(upgraded(model), feeds)];
      assert.ok(difference(got.get('y'), expected.get('y')!) < 1e-6);
      assert.match(
        mixedSets(model).join(),
        new RegExp(`^The function Soft is of operator set ${own}, .*Softmax means what it means in ${whole}`),
      );
      assert.deepEqual(mixedSets({ ...model, functions: [{ ...soft, opsets: new Map([['', whole]]) }] }), []);
    });

  it('inlines functions, with their attributes, optional inputs and nested calls', async () => {
    const leaky: ModelFunction = {
      name: 'Leak',
      domain: 'local',
      inputs: ['a'],
      outputs: ['b'],
      attributes: ['slope'],
      overload: '',
      defaults: {},
      opsets: new Map([['', 15]]),
      nodes: [
        {
          name: 'n',
          op: 'LeakyRelu',
          domain: '',
          inputs: ['a'],
          outputs: ['b'],
          attributes: { alpha: { kind: 'reference', value: 'slope' } },
        },
      ],
    };
    const twice: ModelFunction = {
      name: 'Twice',
      domain: 'local',
      inputs: ['a', 'unused'],
      outputs: ['c', 'a'],
      attributes: ['slope'],
      overload: '',
      defaults: {},
      opsets: new Map([
        ['', 12],
        ['local', 1],
      ]),
      nodes: [
        {
          name: 'first',
          op: 'Leak',
          domain: 'local',
          inputs: ['a'],
          outputs: ['m'],
          attributes: { slope: { kind: 'reference', value: 'slope' } },
        },
        { name: 'second', op: 'Leak', domain: 'local', inputs: ['m'], outputs: ['u'], attributes: {} },
        {
          name: 'sum',
          op: 'ReduceSum',
          domain: '',
          inputs: ['u'],
          outputs: ['c'],
          attributes: { axes: ints([1]), keepdims: int(0) },
        },
      ],
    };
    const builder = new GraphBuilder({
      ...emptyModel(),
      irVersion: 8,
      opsets: new Map([
        ['', 15],
        ['local', 1],
      ]),
      functions: [leaky, twice],
    });
    builder.input('x', 'float32', [2, 3]);
    for (const k of [0, 1])
      builder.add({
        name: `call${k}`,
        op: 'Twice',
        domain: 'local',
        inputs: ['x'],
        outputs: [`y${k}`, `z${k}`],
        attributes: { slope: float(0.5 * k) },
      });
    for (const name of ['y0', 'y1', 'z1']) builder.output(name);
    const newer = upgraded(builder.build());
    assert.deepEqual(newer.functions, []);
    assert.equal(newer.opsets.has('local'), false);
    const x = noise([2, 3]);
    const results = await run(newer, { x });
    const leak = (v: number, slope: number): number => (v < 0 ? slope * v : v);
    const sums = [0, 1].map((r) => [0, 1, 2].reduce((s, c) => s + leak(leak(x.data[r * 3 + c], 0.5), 0.01), 0));
    assert.ok(difference(results.get('y1'), floats([2], sums)) < 1e-6);
    assert.equal(difference(results.get('z1'), x), 0);
  });
});
