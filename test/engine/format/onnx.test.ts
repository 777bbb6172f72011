import assert from 'node:assert/strict';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { decodeModel, encodeModel, type Message } from '../../../src/engine/format/onnx/schema';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { foldedSmall } from '../../../src/engine/graph/folding';
import {
  float,
  int,
  type Attributes,
  type Model,
  type ModelFunction,
  type Node,
} from '../../../src/engine/graph/model';
import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { upgraded } from '../../../src/engine/graph/upgrade';
import { LensError } from '../../../src/protocol/error';
import { difference, noise, run } from '../graph/running';

const X = noise([2, 3]);

const node = (op: string, inputs: string[], outputs: string[], more: Partial<Node> = {}): Node => ({
  name: '',
  op,
  domain: '',
  inputs,
  outputs,
  attributes: {},
  ...more,
});
const reference = (value: string) => ({ kind: 'reference' as const, value });

function functionOf(name: string, nodes: readonly Node[], more: Partial<ModelFunction> = {}): ModelFunction {
  const opsets = new Map([
    ['', 17],
    ['own', 1],
  ]);
  const shape = { domain: 'own', overload: '', inputs: ['a'], outputs: ['b'], attributes: [], defaults: {} };
  return { name, nodes, opsets, ...shape, ...more };
}

/** x → nodes → y, with functions of the domain `own`. */
function modelOf(nodes: readonly Node[], functions: readonly ModelFunction[] = []): Model {
  const builder = new GraphBuilder({
    ...emptyModel(),
    opsets: new Map([
      ['', 17],
      ['own', 1],
    ]),
    functions,
  });
  builder.input('x', 'float32', ['batch', 3]);
  nodes.forEach((n) => builder.add(n));
  builder.output('y', 'y', 'float32', ['batch', 3]);
  return builder.build();
}

/** Opened here, the file gives what ONNX Runtime makes of it as it stands, or of the same model in order. */
async function assertRead(model: Model, ordered = model): Promise<void> {
  const [expected, got] = [
    (await run(ordered, { x: X })).get('y')!,
    (await run(upgraded(decodeOnnx(encodeOnnxFile(model))), { x: X })).get('y'),
  ];
  assert.equal(difference(got, expected), 0);
}

function refused(model: Model, ...words: (string | RegExp)[]): void {
  assert.throws(
    () => upgraded(decodeOnnx(encodeOnnxFile(model))),
    (error) => {
      assert.ok(error instanceof LensError, String(error));
      for (const word of words) assert.match(error.message, typeof word === 'string' ? new RegExp(word) : word);
      return true;
    },
  );
}

/** LeakyRelu with the slope of the function's attribute `slope`. */
const leak = (more: Partial<ModelFunction>, name = 'Leak'): ModelFunction =>
  functionOf(name, [node('LeakyRelu', ['a'], ['b'], { attributes: { alpha: reference('slope') } })], more);
const call = (op: string, attributes: Attributes = {}, more: Partial<Node> = {}): Node =>
  node(op, ['x'], ['y'], { domain: 'own', attributes, ...more });

describe('functions of an ONNX file', () => {
  const half = { defaults: { slope: float(0.5) } };

  it('give an attribute that the call leaves out the value they declare', () =>
    assertRead(modelOf([call('Leak')], [leak(half)])));
  it('take the value of the call where it gives one', () =>
    assertRead(modelOf([call('Leak', { slope: float(0.25) })], [leak(half)])));
  it('leave an attribute without either to the operator', () =>
    assertRead(modelOf([call('Leak')], [leak({ attributes: ['slope'] })])));
  it('declare values for functions that they call', async () => {
    const outer = (attributes: Attributes) =>
      functionOf('Outer', [node('Leak', ['a'], ['b'], { domain: 'own', attributes })], {
        defaults: { steep: float(0.75) },
      });
    await assertRead(modelOf([call('Outer')], [leak(half), outer({ slope: reference('steep') })]));
    await assertRead(modelOf([call('Outer')], [leak(half), outer({})]));
    await assertRead(
      modelOf([call('Outer', { steep: float(0.1) })], [leak(half), outer({ slope: reference('steep') })]),
    );
  });
  it('are told apart by their overload', async () => {
    const functions = [
      leak(half),
      leak({ defaults: { slope: float(0.125) }, overload: 'flat' }),
      leak({ defaults: { slope: float(2) }, overload: 'steep' }),
    ];
    for (const overload of ['', 'flat', 'steep'])
      await assertRead(modelOf([call('Leak', {}, { overload })], functions));
  });
  it('have names of their own inside, whatever the graph calls its tensors', () =>
    assertRead(
      modelOf(
        [
          node('Neg', ['x'], ['Twice/m']),
          node('Twice', ['x'], ['z'], { domain: 'own', name: 'Twice' }),
          node('Add', ['z', 'Twice/m'], ['y']),
        ],
        [functionOf('Twice', [node('Exp', ['a'], ['m']), node('Exp', ['m'], ['b'])])],
      ),
    ));
  it('may be written in any order', () => {
    const body = [node('Neg', ['a'], ['m']), node('Exp', ['m'], ['b'])];
    const [sorted, turned] = [body, [...body].reverse()].map((nodes) =>
      modelOf([call('Twice')], [functionOf('Twice', nodes)]),
    );
    return assertRead(turned, sorted);
  });

  it('are refused where they grow without end', () => {
    const doubling = Array.from({ length: 40 }, (_, k) =>
      functionOf(`F${k}`, [
        node(k === 0 ? 'Neg' : `F${k - 1}`, ['a'], ['m'], { domain: k === 0 ? '' : 'own' }),
        node(k === 0 ? 'Neg' : `F${k - 1}`, ['m'], ['b'], { domain: k === 0 ? '' : 'own' }),
      ]),
    );
    refused(modelOf([call('F39')], doubling), 'function F', 'more than 200000 operators');
    const circular = [
      functionOf('A', [node('B', ['a'], ['b'], { domain: 'own' })]),
      functionOf('B', [node('A', ['a'], ['b'], { domain: 'own' })]),
    ];
    refused(modelOf([call('A')], circular), 'function A .* calls itself');
    const deep = Array.from({ length: 5000 }, (_, k) =>
      functionOf(`F${k}`, [node(k === 0 ? 'Neg' : `F${k - 1}`, ['a'], ['b'], { domain: k === 0 ? '' : 'own' })]),
    );
    refused(modelOf([call('F4999')], deep), 'within 100 other calls');
  });
});

describe('nodes of an ONNX file', () => {
  const chain = [node('Neg', ['x'], ['a']), node('Exp', ['a'], ['b']), node('Mul', ['a', 'b'], ['y'])];

  it('may stand in any order', async () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
    ]) {
      const model = modelOf(order.map((k) => chain[k]));
      await assertRead(model);
      assert.deepEqual(
        decodeOnnx(encodeOnnxFile(model)).graph.nodes.map((n) => n.op),
        ['Neg', 'Exp', 'Mul'],
      );
    }
  });

  it('keep their order where it is one', () => {
    const nodes = [...chain.slice(0, 2), node('Abs', ['x'], ['c']), chain[2]];
    const read = decodeOnnx(encodeOnnxFile(modelOf(nodes)));
    assert.deepEqual(
      read.graph.nodes.map((n) => n.op),
      nodes.map((n) => n.op),
    );
  });

  it('of branches may stand in any order, and read what is made after their node', async () => {
    const branch = (name: string, ops: readonly Node[]): Attributes[string] => ({
      kind: 'graph',
      value: {
        name,
        inputs: [],
        outputs: [{ name: `${name}y`, type: 'float32', shape: null }],
        nodes: ops,
        weights: new Map(),
        values: new Map(),
      },
    });
    const then = [node('Neg', ['late'], ['tm']), node('Exp', ['tm'], ['ty'])];
    const choice = (taken: readonly Node[]): Node =>
      node('If', ['condition'], ['y'], {
        attributes: { then_branch: branch('t', taken), else_branch: branch('e', [node('Neg', ['x'], ['ey'])]) },
      });
    const condition = [
      node('ReduceSum', ['x'], ['sum'], { attributes: { keepdims: int(0) } }),
      node('IsNaN', ['sum'], ['nan']),
      node('Not', ['nan'], ['condition']),
    ];
    const late = node('Abs', ['x'], ['late']);
    await assertRead(
      modelOf([choice([...then].reverse()), ...condition, late]),
      modelOf([...condition, late, choice(then)]),
    );
  });

  it('are refused where nothing or too much makes a tensor', () => {
    refused(modelOf([chain[0], chain[2]]), 'Mul .*reads b, which nothing makes');
    refused(modelOf([...chain, node('Abs', ['x'], ['b'])]), 'Exp b and Abs b both make the tensor b');
    refused(modelOf([...chain, node('Abs', ['a'], ['x'])]), 'Abs x makes the tensor x, which is given already');
  });

  it('are refused where they wait for each other', () => {
    const circle = [node('Neg', ['c'], ['a']), node('Exp', ['a'], ['b']), node('Add', ['b', 'x'], ['c'])];
    refused(modelOf([...circle, node('Abs', ['c'], ['y'])]), /circle of 3 nodes/, /Neg a/, /Exp b/, /Add c/);
    refused(modelOf([node('Relu', ['y'], ['y'])]), 'Relu y reads its own output');
    const long = Array.from({ length: 20000 }, (_, k) => node('Neg', [`t${(k + 1) % 20000}`], [`t${k}`]));
    refused(modelOf([...long, node('Abs', ['t0'], ['y'])]), /circle of 20000 nodes/);
  });

  it('are read in linear time, also where they stand backwards', () => {
    const count = 60000;
    const nodes = Array.from({ length: count }, (_, k) =>
      node(k % 2 ? 'Neg' : 'Relu', [k === 0 ? 'x' : `t${k - 1}`], [k === count - 1 ? 'y' : `t${k}`]),
    );
    for (const ordered of [nodes, [...nodes].reverse()]) {
      const start = performance.now();
      const model = prepareWithoutRunning(decodeOnnx(encodeOnnxFile(modelOf(ordered))));
      assert.equal(model.graph.nodes.length, count);
      assert.ok(performance.now() - start < 45000, `${Math.round(performance.now() - start)} ms`);
    }
  });

  it('are not looked up among the properties of objects', () => {
    for (const op of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']) {
      const attributes = Object.fromEntries([op, 'axis', '__proto__'].map((name) => [name, int(1)]));
      const model = modelOf([node(op, ['x'], ['a'], { attributes }), node('Neg', ['a'], ['y'])]);
      const read = foldedSmall(upgraded(decodeOnnx(encodeOnnxFile(model))));
      assert.equal(read.graph.nodes[0].op, op);
      assert.ok(Object.hasOwn(read.graph.nodes[0].attributes, '__proto__'));
    }
  });
});

describe('lengths of an ONNX file', () => {
  it('that are −1 are open, as PaddlePaddle writes them', async () => {
    const builder = new GraphBuilder();
    builder.input('x', 'float32', [-1, 2, 3]);
    const batch = builder.op('Slice', [builder.op('Shape', ['x']), builder.integers(0), builder.integers(1)]);
    const shape = builder.op('Concat', [batch, builder.integers(-1)], { axis: int(0) });
    builder.op('Reshape', ['x', shape], {}, 'y');
    builder.output('y', 'y', 'float32', [-1, 6]);
    const bytes = encodeModel({
      ...decodeModel(encodeOnnxFile(builder.build())),
      graph: withLength(decodeModel(encodeOnnxFile(builder.build())).graph!, -1),
    });
    const model = prepareWithoutRunning(decodeOnnx(bytes));
    assert.deepEqual(model.graph.inputs[0].shape, ['batch', 2, 3]);
    assert.deepEqual(model.graph.values.get('y')!.shape, ['batch', 6]);
    const made = (await run(model, { x: noise([2, 2, 3]) })).get('y')!;
    assert.deepEqual(made.dims, [2, 6]);
  });

  it('nodes that are given nothing have no values', () => {
    const { graph } = foldedSmall(modelOf([node('Squeeze', [], ['a']), node('Identity', ['x'], ['y'])]));
    assert.ok(!graph.weights.has('a'));
    const unnamed = foldedSmall(modelOf([node('Squeeze', [''], ['a']), node('Identity', ['x'], ['y'])]));
    assert.ok(!unnamed.graph.weights.has('a'));
  });

  it('complex numbers are named', () => {
    const file = decodeModel(encodeOnnxFile(modelOf([node('Identity', ['x'], ['y'])])));
    for (const [dataType, name] of [
      [14, 'complex64'],
      [15, 'complex128'],
    ] as const) {
      const initializer = [{ name: 'w', dims: [], dataType, rawData: new Uint8Array(16) }];
      const bytes = encodeModel({ ...file, graph: { ...file.graph!, initializer } });
      assert.throws(
        () => decodeOnnx(bytes),
        (error) => error instanceof LensError && error.message.includes(`tensor w holds complex numbers (${name})`),
      );
    }
  });
});

/** The graph with this length of the first axis of its input, as other writers state it. */
function withLength(graph: Message<'GraphProto'>, length: number): Message<'GraphProto'> {
  const [input] = graph.input!;
  const { elemType, shape } = input.type!.tensorType!;
  const dim = [{ dimValue: length }, ...shape!.dim!.slice(1)];
  return { ...graph, input: [{ ...input, type: { tensorType: { elemType, shape: { dim } } } }] };
}
