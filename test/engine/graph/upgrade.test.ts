import assert from 'node:assert/strict';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { float, int, ints, text, type Model, type ModelFunction } from '../../../src/engine/graph/model';
import { upgraded } from '../../../src/engine/graph/upgrade';
import { weightOf } from '../../../src/engine/graph/weight';
import { floats, integers, type Tensor } from '../../../src/engine/tensor/tensor';
import { difference, nodeModel, noise, run, snapshot, type NodeCase } from './running';

const image = noise([2, 4, 6, 6]);
const weight = (tensor: Tensor): { weight: Tensor } => ({ weight: tensor });
const perChannel = (seed: number): { weight: Tensor } => weight(noise([4], seed));
const positive = (dims: number[], seed: number): { weight: Tensor } =>
  weight({ ...noise(dims, seed), data: noise(dims, seed).data.map((v) => v * v + 0.1) });
const strings = (value: Record<string, string>): Record<string, ReturnType<typeof text>> =>
  Object.fromEntries(Object.entries(value).map(([k, v]) => [k, text(v)]));

/** One node per change of form; each must give the same numbers before and after. */
const CASES: readonly (NodeCase & { name: string; expect: (ops: string[], model: Model) => boolean })[] = [
  {
    name: 'Squeeze axes',
    op: 'Squeeze',
    opset: 11,
    inputs: [noise([2, 1, 3, 1])],
    attributes: { axes: ints([1, 3]) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 2,
  },
  {
    name: 'Unsqueeze axes',
    op: 'Unsqueeze',
    opset: 7,
    inputs: [image],
    attributes: { axes: ints([0, 5]) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 2,
  },
  {
    name: 'ReduceSum axes',
    op: 'ReduceSum',
    opset: 11,
    inputs: [image],
    attributes: { axes: ints([-1]), keepdims: int(0) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 2,
  },
  {
    name: 'ReduceMean axes',
    op: 'ReduceMean',
    opset: 13,
    inputs: [image],
    attributes: { axes: ints([2, 3]) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 2,
  },
  {
    name: 'ReduceMax of everything',
    op: 'ReduceMax',
    opset: 12,
    inputs: [image],
    attributes: { keepdims: int(0) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 1,
  },
  {
    name: 'Slice attributes',
    op: 'Slice',
    opset: 9,
    inputs: [image],
    attributes: { starts: ints([1, -3]), ends: ints([3, 1000]), axes: ints([1, 3]) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 4,
  },
  {
    name: 'Split sizes',
    op: 'Split',
    opset: 11,
    inputs: [image],
    outputs: 2,
    attributes: { axis: int(1), split: ints([1, 3]) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 2,
  },
  {
    name: 'Split into equal parts',
    op: 'Split',
    opset: 13,
    inputs: [image],
    outputs: 2,
    attributes: { axis: int(1) },
    expect: (_, m) => 'num_outputs' in m.graph.nodes[0].attributes,
  },
  {
    name: 'TopK count',
    op: 'TopK',
    opset: 9,
    inputs: [image],
    outputs: 2,
    types: ['float32', 'int64'],
    attributes: { k: int(2), axis: int(1) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 2,
  },
  {
    name: 'Clip bounds',
    op: 'Clip',
    opset: 7,
    inputs: [image],
    attributes: { min: float(-0.25), max: float(0.5) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 3,
  },
  {
    name: 'Clip from above',
    op: 'Clip',
    opset: 9,
    inputs: [image],
    attributes: { max: float(0.5) },
    expect: (_, m) => m.graph.nodes[0].inputs[1] === '',
  },
  {
    name: 'Pad amounts',
    op: 'Pad',
    opset: 9,
    inputs: [image],
    attributes: { pads: ints([0, 0, 1, 2, 0, 0, 0, 1]), value: float(0.5) },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 3,
  },
  {
    name: 'Pad by reflection',
    op: 'Pad',
    opset: 7,
    inputs: [image],
    attributes: { pads: ints([0, 0, 1, 2, 0, 0, 0, 1]), mode: text('reflect') },
    expect: (_, m) => m.graph.nodes[0].inputs.length === 2,
  },
  {
    name: 'Pad by axes',
    op: 'Pad',
    opset: 18,
    inputs: [image, weight(integers([1, -2, 0, 3])), weight(floats([], [0.5])), weight(integers([-1, 2]))],
    expect: (_, m) => m.graph.nodes.at(-1)!.inputs.length === 3,
  },
  {
    name: 'Resize by axes to sizes',
    op: 'Resize',
    opset: 18,
    inputs: [image, null, null, weight(integers([4, 9]))],
    attributes: { axes: ints([-1, 2]), ...strings({ mode: 'linear' }) },
    expect: (_, m) => !('axes' in m.graph.nodes.at(-1)!.attributes),
  },
  {
    name: 'Resize by axes and scales',
    op: 'Resize',
    opset: 19,
    inputs: [image, null, weight(floats([2], [2, 0.5]))],
    attributes: { axes: ints([2, 3]), ...strings({ mode: 'cubic' }) },
    expect: (_, m) => !('axes' in m.graph.nodes.at(-1)!.attributes),
  },
  {
    name: 'Resize of a region by axes',
    op: 'Resize',
    opset: 18,
    inputs: [image, weight(floats([4], [0.1, 0.2, 0.9, 1.4])), null, weight(integers([4, 9]))],
    attributes: {
      axes: ints([2, 3]),
      extrapolation_value: float(2),
      ...strings({ mode: 'linear', coordinate_transformation_mode: 'tf_crop_and_resize' }),
    },
    expect: (_, m) => !('axes' in m.graph.nodes.at(-1)!.attributes),
  },
  {
    name: 'MatMul with a vector on the right',
    op: 'MatMul',
    inputs: [image, weight(noise([6], 2))],
    expect: (ops) => ops.join() === 'Unsqueeze,MatMul,Squeeze',
  },
  {
    name: 'MatMul with a vector on the left',
    op: 'MatMul',
    inputs: [weight(noise([6], 2)), image],
    expect: (ops) => ops.join() === 'Unsqueeze,MatMul,Squeeze',
  },
  {
    name: 'MatMul of two vectors',
    op: 'MatMul',
    inputs: [noise([6], 3), weight(noise([6], 2))],
    expect: (ops) => ops.join() === 'Unsqueeze,Unsqueeze,MatMul,Squeeze',
  },
  {
    name: 'Softmax over several axes',
    op: 'Softmax',
    opset: 11,
    inputs: [image],
    attributes: { axis: int(1) },
    expect: (ops) => ops.includes('Flatten'),
  },
  {
    name: 'Softmax with one long axis',
    op: 'Softmax',
    opset: 7,
    inputs: [noise([2, 5, 1, 1])],
    expect: (ops, m) => ops.join() === 'Softmax' && m.graph.nodes[0].attributes.axis.value === 1,
  },
  {
    name: 'Softmax of the last axis',
    op: 'Softmax',
    opset: 9,
    inputs: [noise([2, 5])],
    expect: (ops) => ops.join() === 'Softmax',
  },
  {
    name: 'LogSoftmax by default axis',
    op: 'LogSoftmax',
    opset: 9,
    inputs: [image],
    expect: (ops) => ops.includes('Reshape'),
  },
  {
    name: 'Hardmax',
    op: 'Hardmax',
    opset: 11,
    inputs: [image],
    attributes: { axis: int(2) },
    expect: (ops) => ops.includes('Hardmax'),
  },
  {
    name: 'BatchNormalization',
    op: 'BatchNormalization',
    opset: 7,
    inputs: [image, perChannel(2), perChannel(3), perChannel(4), positive([4], 5)],
    attributes: { spatial: int(1) },
    expect: (_, m) => !('spatial' in m.graph.nodes[0].attributes),
  },
  {
    name: 'BatchNormalization per position',
    op: 'BatchNormalization',
    opset: 7,
    inputs: [
      image,
      weight(noise([4, 6, 6], 2)),
      weight(noise([4, 6, 6], 3)),
      weight(noise([4, 6, 6], 4)),
      positive([4, 6, 6], 5),
    ],
    attributes: { spatial: int(0) },
    expect: (ops) => !ops.includes('BatchNormalization'),
  },
  {
    name: 'Dropout',
    op: 'Dropout',
    opset: 7,
    inputs: [image],
    attributes: { ratio: float(0.5) },
    expect: (ops) => ops.join() === 'Identity',
  },
  {
    name: 'Dropout with its mask',
    op: 'Dropout',
    opset: 13,
    inputs: [image],
    outputs: 2,
    types: ['float32', 'bool'],
    expect: (ops) => !ops.includes('Dropout'),
  },
  {
    name: 'Dropout of the newest form',
    op: 'Dropout',
    opset: 22,
    inputs: [image, weight(floats([], [0.5]))],
    expect: (ops) => ops.join() === 'Identity',
  },
  {
    name: 'Upsample by attribute',
    op: 'Upsample',
    opset: 7,
    inputs: [image],
    attributes: { scales: { kind: 'floats', value: [1, 1, 2, 3] }, mode: text('nearest') },
    expect: (ops) => ops.join() === 'Resize',
  },
  {
    name: 'Upsample linear',
    op: 'Upsample',
    opset: 9,
    inputs: [image, weight(floats([4], [1, 1, 2, 2]))],
    attributes: strings({ mode: 'linear' }),
    expect: (ops) => ops.join() === 'Resize',
  },
  {
    name: 'Resize 10 larger',
    op: 'Resize',
    opset: 10,
    inputs: [image, weight(floats([4], [1, 1, 1.5, 2]))],
    attributes: strings({ mode: 'nearest' }),
    expect: (_, m) => m.graph.nodes[0].inputs[1] === '',
  },
  {
    name: 'Resize 10 smaller',
    op: 'Resize',
    opset: 10,
    inputs: [image, weight(floats([4], [1, 1, 0.6, 0.5]))],
    attributes: strings({ mode: 'nearest' }),
    expect: (_, m) => m.graph.nodes[0].attributes.nearest_mode.value === 'ceil',
  },
  {
    name: 'Resize 11 with half-pixel floor',
    op: 'Resize',
    opset: 11,
    inputs: [image, weight(floats([0])), weight(floats([4], [1, 1, 1.7, 0.7]))],
    attributes: strings({
      mode: 'nearest',
      nearest_mode: 'floor',
      coordinate_transformation_mode: 'tf_half_pixel_for_nn',
    }),
    expect: (_, m) => m.graph.nodes[0].inputs[1] === '',
  },
  {
    name: 'Resize 11 to sizes',
    op: 'Resize',
    opset: 11,
    inputs: [image, weight(floats([0])), weight(floats([0])), weight(integers([2, 4, 9, 5]))],
    attributes: strings({ mode: 'linear' }),
    expect: (_, m) => m.graph.nodes[0].inputs[2] === '',
  },
  {
    name: 'Scatter',
    op: 'Scatter',
    opset: 9,
    inputs: [noise([3, 3]), weight(integers([0, 2], [1, 2])), weight(noise([1, 2], 9))],
    expect: (ops) => ops.join() === 'ScatterElements',
  },
  {
    name: 'GridSample modes',
    op: 'GridSample',
    opset: 16,
    inputs: [image, noise([2, 3, 3, 2], 4)],
    attributes: strings({ mode: 'bicubic' }),
    expect: (_, m) => m.graph.nodes[0].attributes.mode.value === 'cubic',
  },
  {
    name: 'RoiAlign corners',
    op: 'RoiAlign',
    opset: 10,
    inputs: [image, weight(floats([1, 4], [0.5, 0.5, 4, 4])), weight(integers([1]))],
    attributes: { output_height: int(2), output_width: int(2) },
    expect: () => true,
  },
  {
    name: 'AveragePool with overhang',
    op: 'AveragePool',
    opset: 11,
    inputs: [image],
    attributes: { kernel_shape: ints([3, 3]), strides: ints([2, 2]), ceil_mode: int(1), pads: ints([1, 1, 1, 1]) },
    expect: (ops) => ops.join() === 'AveragePool',
  },
  {
    name: 'AveragePool counting its padding',
    op: 'AveragePool',
    opset: 11,
    inputs: [image],
    attributes: {
      kernel_shape: ints([3, 3]),
      strides: ints([2, 2]),
      ceil_mode: int(1),
      pads: ints([1, 1, 1, 1]),
      count_include_pad: int(1),
    },
    expect: (ops) => ops.join() === 'AveragePool',
  },
];

describe('upgrading to the newest operator set', () => {
  for (const { name, expect, ...c } of CASES) {
    it(`${name}: same numbers, new form`, async () => {
      const { model, feeds } = nodeModel(c);
      const before = snapshot(model);
      const newer = upgraded(model);
      assert.equal(snapshot(model), before, 'the model was changed');
      assert.equal(newer.opsets.get(''), 21);
      assert.ok(
        expect(
          newer.graph.nodes.map((n) => n.op),
          newer,
        ),
        JSON.stringify(newer.graph.nodes),
      );
      const [expected, got] = [await run(model, feeds), await run(newer, feeds)];
      for (const [output, tensor] of expected)
        assert.ok(
          difference(got.get(output), tensor) < 1e-6,
          `${output} differs by ${difference(got.get(output), tensor)}`,
        );
    });
  }

  it('spreads the scale of GroupNormalization 18 over the channels of each group', async () => {
    const { model, feeds } = nodeModel({
      op: 'GroupNormalization',
      opset: 18,
      inputs: [image, { weight: floats([2], [2, -1]) }, { weight: floats([2], [0.5, 0]) }],
      attributes: { num_groups: int(2), epsilon: float(0) },
    });
    const [, output] = [...(await run(upgraded(model), feeds))][0];
    for (const [group, scale, bias] of [
      [0, 2, 0.5],
      [1, -1, 0],
    ]) {
      const values = image.data.slice(group * 72, (group + 1) * 72);
      const mean = values.reduce((a, b) => a + b, 0) / 72;
      const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / 72);
      const expected = ((values[5] - mean) / deviation) * scale + bias;
      assert.ok(Math.abs(Number(output.data[group * 72 + 5]) - expected) < 1e-5);
    }
  });

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

  it('refuses operator sets before 7 and operators newer than its own, by name', () => {
    const old = nodeModel({ op: 'Relu', opset: 6, inputs: [image] }).model;
    assert.throws(() => upgraded(old), { code: 'unsupported-model', message: /operator set 6/ });
    const recent = nodeModel({ op: 'RMSNormalization', opset: 23, inputs: [image, image] }).model;
    assert.throws(() => upgraded(recent), { code: 'unsupported-model', message: /RMSNormalization/ });
  });

  it('leaves unknown operators and other domains as they are', () => {
    const builder = new GraphBuilder({
      ...emptyModel(),
      opsets: new Map([
        ['', 11],
        ['com.microsoft', 1],
      ]),
    });
    builder.input('x', 'float32', [1, 2]);
    const node = {
      name: 'n',
      op: 'FusedThing',
      domain: 'com.microsoft',
      inputs: ['x'],
      outputs: ['y'],
      attributes: { axes: ints([1]) },
    };
    builder.add(node);
    builder.output('y');
    assert.deepEqual(upgraded(builder.build()).graph.nodes, [node]);
  });
});
