import assert from 'node:assert/strict';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { logitsOf } from '../../../src/engine/graph/logits';
import { float, int, ints, text, type Attribute, type Attributes, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { upgraded } from '../../../src/engine/graph/upgrade';
import { difference, noise, run } from './running';

const numbers = (value: readonly number[]): Attribute => ({ kind: 'floats', value });
const [PIXELS, CLASSES] = [6, 3];
const list = (length: number, phase: number): readonly number[] => [...noise([length], phase).data].map(Number);

/** A pipeline of scikit-learn: what is named, one after the other, with its outputs. */
function pipeline(
  ...steps: readonly (readonly [op: string, attributes: Attributes, outputs?: readonly string[]])[]
): Model {
  const opsets = new Map([
    ['', 17],
    ['ai.onnx.ml', 3],
  ]);
  const builder = new GraphBuilder({ ...emptyModel(), irVersion: 8, opsets });
  let tensor = builder.input('x', 'float32', ['batch', PIXELS]);
  steps.forEach(([op, attributes, outputs = [`${op}_${tensor}`]]) => {
    builder.add({ name: op, op, domain: 'ai.onnx.ml', inputs: [tensor], outputs, attributes });
    tensor = outputs.at(-1)!;
  });
  builder.output(tensor, tensor, 'float32', null);
  return builder.build();
}

const classifier = (transform: string, labels: Attributes): readonly [string, Attributes, readonly string[]] => [
  'LinearClassifier',
  {
    coefficients: numbers(list(PIXELS * CLASSES, 1)),
    intercepts: numbers(list(CLASSES, 2)),
    post_transform: text(transform),
    ...labels,
  },
  ['label', 'scores'],
];
const counted: Attributes = { classlabels_ints: ints([3, 5, 8]) };
const named: Attributes = { classlabels_strings: { kind: 'strings', value: ['cat', 'dog', 'owl'] } };
const scaler = ['Scaler', { offset: numbers(list(PIXELS, 5)), scale: numbers(list(PIXELS, 3)) }] as const;
const regressor: Attributes = {
  coefficients: numbers(list(PIXELS * 2, 4)),
  intercepts: numbers([1, 2]),
  targets: int(2),
};

describe('pipelines of scikit-learn', () => {
  for (const [title, model, activation] of [
    ['a scaled softmax', pipeline(scaler, classifier('SOFTMAX', counted)), 'softmax'],
    ['a logistic model', pipeline(classifier('LOGISTIC', named)), 'sigmoid'],
    ['plain scores', pipeline(classifier('NONE', counted)), 'none'],
    ['one against the rest', pipeline(classifier('LOGISTIC', counted), ['Normalizer', { norm: text('L1') }]), 'none'],
    ['a vector of length 1', pipeline(scaler, ['Normalizer', { norm: text('L2') }]), 'none'],
    ['a regression', pipeline(['LinearRegressor', regressor]), 'none'],
  ] as const)
    it(`are taken apart into what has gradients: ${title}`, async () => {
      const feeds = { x: noise([2, PIXELS]) };
      const opened = upgraded(model);
      assert.deepEqual(
        opened.graph.nodes.filter(({ domain }) => domain !== '').map(({ op }) => op),
        [],
      );
      const [expected, got] = [await run(model, feeds), await run(opened, feeds)];
      const [name] = [...expected.keys()];
      assert.ok(difference(got.get(name), expected.get(name)!) < 1e-5);
      assert.equal(logitsOf(withShapes(opened)).activation, activation);
    });

  it('name their classes where the label is handed out', () => {
    for (const [labels, names] of [
      [counted, ['3', '5', '8']],
      [named, ['cat', 'dog', 'owl']],
    ] as const) {
      const model = pipeline(classifier('SOFTMAX', labels));
      const label = { name: 'label', type: 'int64', shape: ['batch'] } as const;
      const both = { ...model, graph: { ...model.graph, outputs: [label, ...model.graph.outputs] } };
      const logits = logitsOf(withShapes(upgraded(both)));
      assert.deepEqual([logits.activation, logits.labels], ['softmax', names]);
    }
  });

  it('are probabilities where sigmoids were brought to add up to one', () => {
    const model = pipeline(classifier('LOGISTIC', counted), ['Normalizer', { norm: text('L1') }]);
    const { kind, holds } = logitsOf(withShapes(upgraded(model)));
    assert.deepEqual([kind, holds], ['classification', 'probabilities']);
  });

  it('stay whole in forms that are not known', () => {
    const probit = pipeline(classifier('PROBIT', counted));
    assert.ok(upgraded(probit).graph.nodes.some(({ op }) => op === 'LinearClassifier'));
    const largest = pipeline(['Normalizer', { norm: text('MAX'), ignored: float(0) }]);
    assert.ok(upgraded(largest).graph.nodes.some(({ op }) => op === 'Normalizer'));
  });
});
