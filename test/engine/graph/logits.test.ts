import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { logitsOf } from '../../../src/engine/graph/logits';
import { int, ints, type Attributes, type Dimension, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { networkGraph } from '../../../src/engine/model/network-graph';
import { Execution } from '../../../src/engine/session/execution';
import { Network } from '../../../src/engine/session/network';
import type { ElementType } from '../../../src/engine/tensor/tensor';
import { LensError } from '../../../src/protocol/error';
import { noise } from './running';

/** The end of a graph behind `scores`, of which it makes its output. */
interface End {
  readonly shape?: readonly Dimension[];
  readonly type?: ElementType;
  make(builder: GraphBuilder, scores: string): string;
}

const SCORES: readonly Dimension[] = ['batch', 5];

function modelOf({ shape = SCORES, type = 'float32', make }: End): Model {
  const builder = new GraphBuilder();
  const scores = builder.op('Neg', [builder.input('x', 'float32', shape)], {}, 'scores');
  builder.output(make(builder, scores), 'y', type);
  return withShapes(builder.build());
}

const node = (op: string, attributes: Attributes = {}, domain = '') => {
  return (builder: GraphBuilder, input: string, output = `${input}/${op}`): string => {
    builder.add({ name: '', op, domain, inputs: [input], outputs: [output], attributes });
    return output;
  };
};
const softmax = node('Softmax', { axis: int(1) });
const argMax = node('ArgMax', { axis: int(1), keepdims: int(0) });
const zipMap = node(
  'ZipMap',
  { classlabels_strings: { kind: 'strings', value: ['a', 'b', 'c', 'd', 'e'] } },
  'ai.onnx.ml',
);

describe('the scores behind the end of a graph', () => {
  const cases: Readonly<Record<string, [End, activation: string, tensor?: string]>> = {
    ArgMax: [{ make: argMax, type: 'int64' }, 'none'],
    'ArgMax, cast': [{ make: (b, x) => b.op('Cast', [argMax(b, x)], { to: int(1) }) }, 'none'],
    'Softmax and ArgMax': [{ make: (b, x) => argMax(b, softmax(b, x)), type: 'int64' }, 'softmax'],
    'Softmax, moved, and ArgMax': [
      { make: (b, x) => argMax(b, b.op('Identity', [softmax(b, x)])), type: 'int64' },
      'softmax',
    ],
    TopK: [{ make: (b, x) => b.ops('TopK', [x, b.integers(1)], {}, 2)[1], type: 'int64' }, 'none'],
    Hardmax: [{ make: node('Hardmax') }, 'none'],
    ZipMap: [{ make: zipMap }, 'none'],
    'Softmax and ZipMap': [{ make: (b, x) => zipMap(b, softmax(b, x)) }, 'softmax'],
    'a label looked up': [
      { make: (b, x) => b.op('Gather', [b.constant(noise([5])), argMax(b, softmax(b, x))]) },
      'softmax',
    ],
    'a sigmoid that is large enough': [
      { make: (b, x) => b.op('Greater', [b.op('Sigmoid', [x]), b.scalar(0.5)]), type: 'bool' },
      'sigmoid',
    ],
  };
  for (const [title, [end, activation]] of Object.entries(cases))
    it(`are found: ${title}`, () => {
      const logits = logitsOf(modelOf(end));
      assert.deepEqual([logits.tensor, logits.activation, logits.classes], ['scores', activation, 5]);
      assert.match(logits.reason, /scores; what enters the \w+ is taken as the logits/);
    });

  it('are preferred to other outputs, those of probabilities to those of labels', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', 'float32', SCORES);
    builder.output(builder.op('Exp', [x]), 'features', 'float32');
    builder.output(argMax(builder, builder.op('Neg', [x], {}, 'scores')), 'label', 'int64');
    assert.equal(logitsOf(withShapes(builder.build())).tensor, 'scores');
    builder.output(softmax(builder, builder.op('Abs', [x], {}, 'others')), 'probabilities', 'float32');
    assert.equal(logitsOf(withShapes(builder.build())).tensor, 'others');
  });

  it('are one at every place beside the boxes of as many places, and else those of many classes', () => {
    const kind = (boxes: readonly number[] | undefined) => {
      const builder = new GraphBuilder();
      builder.input('x', 'float32', ['batch', 6, 1]);
      builder.output(builder.op('Sigmoid', ['x']), 'faces', 'float32');
      if (boxes) builder.output(builder.op('Expand', ['x', builder.integers(1, ...boxes)]), 'boxes', 'float32');
      const { kind: found, classes, classAxis } = logitsOf(withShapes(builder.build()));
      return [found, classes, classAxis];
    };
    assert.deepEqual(kind([6, 4]), ['dense', 2, -1]);
    assert.deepEqual(kind(undefined), ['multilabel', 6, undefined]);
    assert.deepEqual(kind([6, 1]), ['multilabel', 6, undefined]);
  });

  it('have the names that a map gives them', () => {
    const logits = logitsOf(modelOf({ make: (b, x) => zipMap(b, softmax(b, x)) }));
    assert.deepEqual(logits.labels, ['a', 'b', 'c', 'd', 'e']);
  });

  it('have the names among which the chosen class is looked up', () => {
    const chosen = (b: GraphBuilder, x: string) => argMax(b, softmax(b, x));
    const words = ['cat', 'dog', 'bird', 'fish', 'ant'];
    const table = { type: 'string', dims: [5], bytes: new Uint8Array(0), strings: words } as const;
    const encoded: Attributes = {
      keys_int64s: ints([4, 3, 2, 1, 0]),
      values_strings: { kind: 'strings', value: [...words].reverse() },
    };
    for (const [make, labels] of [
      [(b, x) => b.op('Gather', [b.weight(table, 'words'), chosen(b, x)]), words],
      [(b, x) => b.op('Gather', [b.integers(3, 7, 11, 2, 5), chosen(b, x)]), ['3', '7', '11', '2', '5']],
      [(b, x) => node('LabelEncoder', encoded, 'ai.onnx.ml')(b, chosen(b, x)), words],
      [(b, x) => b.op('Gather', [b.constant(noise([5])), chosen(b, x)]), undefined],
    ] satisfies [End['make'], string[] | undefined][])
      assert.deepEqual(logitsOf(modelOf({ make, type: 'string' })).labels, labels);
  });

  it('are what enters the softmax also where the recipe names its result', () => {
    const model = modelOf({ make: softmax });
    assert.deepEqual([logitsOf(model, 'y').tensor, logitsOf(model, 'y').activation], ['scores', 'softmax']);
    assert.deepEqual([logitsOf(model, 'scores').tensor, logitsOf(model, 'scores').activation], ['scores', 'none']);
  });

  it('are asked for where there are none', () => {
    const whole = modelOf({ make: (b, x) => b.op('Cast', [b.op('Exp', [x])], { to: int(7) }), type: 'int64' });
    const refused = (what: RegExp, run: () => unknown) =>
      assert.throws(run, (error) => error instanceof LensError && what.test(error.message));
    refused(/the output y holds int64 .*"output"/, () => logitsOf(whole));
    refused(/takes the scores from nowhere, but the graph has no such tensor.*y/, () => logitsOf(whole, 'nowhere'));
  });
});

describe('scores in every form', () => {
  const plain = (dims: readonly number[]) => noise([1, ...dims]);
  /** What the network makes of an image that is its scores but for the sign. */
  async function scored(end: End): Promise<{ dims: readonly number[]; data: number[]; classes: number; kind: string }> {
    const model = modelOf(end);
    const { tensor, classes, kind, classAxis } = logitsOf(model);
    const network = new Network(networkGraph(model, { logits: tensor, classAxis }), { device: 'cpu', threads: 1 });
    const { dims, data } = await network.logits(plain(network.graph.inputDims), new Execution());
    assert.deepEqual(dims.slice(1), network.graph.logitsDims);
    await network.close();
    return { dims, data: [...data], classes, kind };
  }
  const negative = (dims: readonly number[]): number[] => [...plain(dims).data].map((v) => -v);

  it('one per image: [N], [N, 1], from a squeeze or a reshape, and a single number', async () => {
    const shape: Dimension[] = ['batch', 1];
    for (const make of [
      (b: GraphBuilder, x: string) => b.op('Squeeze', [x, b.integers(1)]),
      (b: GraphBuilder, x: string) => b.op('Reshape', [x, b.integers(-1)]),
      (_: GraphBuilder, x: string) => x,
    ])
      assert.deepEqual(await scored({ shape, make }), {
        dims: [1, 1],
        data: negative([1]),
        classes: 2,
        kind: 'binary',
      });
    const single = { shape: [1, 1], make: (b: GraphBuilder, x: string) => b.op('Squeeze', [x, b.integers(0, 1)]) };
    assert.deepEqual(await scored(single), { dims: [1, 1], data: negative([1]), classes: 2, kind: 'binary' });
  });

  it('of a graph that is fixed to one image and leaves out its axis', async () => {
    const make = (b: GraphBuilder, x: string) => b.op('Squeeze', [x, b.integers(0)]);
    assert.deepEqual(await scored({ shape: [1, 5], make }), {
      dims: [1, 5],
      data: negative([5]),
      classes: 5,
      kind: 'classification',
    });
    assert.deepEqual(await scored({ shape: [1, 3, 4, 2], make }), {
      dims: [1, 3, 4, 2],
      data: negative([3, 4, 2]),
      classes: 3,
      kind: 'dense',
    });
  });

  it('at positions, with classes where ArgMax or Softmax compare them', async () => {
    const turned = (b: GraphBuilder, x: string) => b.op('Transpose', [x], { perm: ints([0, 2, 3, 1]) });
    const expected = { dims: [1, 3, 4, 2], data: negative([3, 4, 2]), classes: 3, kind: 'dense' };
    const shape: Dimension[] = ['batch', 3, 4, 2];
    const last = node('ArgMax', { axis: int(-1) });
    const ends: End[] = [
      { shape, make: argMax, type: 'int64' },
      { shape, make: (b, x) => last(b, turned(b, x)), type: 'int64' },
      { shape, make: (b, x) => node('ArgMax', { axis: int(3), keepdims: int(0) })(b, turned(b, x)), type: 'int64' },
      { shape, make: (b, x) => b.op('Softmax', [turned(b, x)], { axis: int(-1) }) },
      { shape, make: (b, x) => last(b, b.op('Sigmoid', [turned(b, x)])), type: 'int64' },
    ];
    for (const end of ends) assert.deepEqual(await scored(end), expected);
  });

  it('at positions that no node compares: last where channels are, else on the shorter of two axes', () => {
    const axis = (shape: readonly Dimension[], order?: 'nhwc'): [string, number] => {
      const { kind, classes } = logitsOf(modelOf({ shape, make: (_, x) => x }), undefined, undefined, order);
      return [kind, classes];
    };
    assert.deepEqual(axis(['batch', 16, 12, 3], 'nhwc'), ['dense', 3]);
    assert.deepEqual(axis(['batch', 3, 16, 12]), ['dense', 3]);
    // A detector of boxes: [N, places, numbers] and [N, numbers, places].
    assert.deepEqual(axis([1, 896, 17]), ['dense', 17]);
    assert.deepEqual(axis(['batch', 84, 8400]), ['dense', 84]);
    // One place is no axis of places.
    assert.deepEqual(axis(['batch', 5, 1]), ['classification', 5]);
    assert.deepEqual(axis([7, 4, 3]), ['dense', 7]);
  });

  it('of one class at positions, whose axis was squeezed', async () => {
    const make = (b: GraphBuilder, x: string) => b.op('Squeeze', [x, b.integers(1)]);
    assert.deepEqual(await scored({ shape: ['batch', 1, 4, 2], make }), {
      dims: [1, 1, 4, 2],
      data: negative([1, 4, 2]),
      classes: 2,
      kind: 'dense',
    });
  });

  it('are the output of that name, also behind hidden states', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 5, 4]);
    b.output(b.op('Relu', ['x'], {}, 'last_hidden_state'), 'last_hidden_state', 'float32', ['batch', 5, 4]);
    b.output(b.op('ReduceMean', ['x', b.integers(1)], { keepdims: int(0) }, 'logits'), 'logits', 'float32', [
      'batch',
      4,
    ]);
    const { tensor, kind, classes } = logitsOf(withShapes(b.build()));
    assert.deepEqual({ tensor, kind, classes }, { tensor: 'logits', kind: 'classification', classes: 4 });
  });
});
