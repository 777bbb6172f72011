import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { LensError } from '../../../src/protocol/error';
import { assertGradient, type Check } from './harness';
import { reversed } from './reversed';

const [STEPS, BATCH, WIDTH, HIDDEN] = [3, 2, 3, 2];
const fixed = (...dims: number[]) => ({ dims, batch: false });

/** X, W, R, B, no lengths, and the states it begins with. */
function inputsOf(op: string, directions: number, states: boolean, bias = true): Check['inputs'] {
  const gates = { LSTM: 4, GRU: 3, RNN: 1 }[op]!;
  const state = fixed(directions, BATCH, HIDDEN);
  return [
    fixed(STEPS, BATCH, WIDTH),
    fixed(directions, gates * HIDDEN, WIDTH),
    fixed(directions, gates * HIDDEN, HIDDEN),
    ...(bias ? [fixed(directions, 2 * gates * HIDDEN)] : ['' as const]),
    ...(states ? ['' as const, state, ...(op === 'LSTM' ? [state] : [])] : []),
  ];
}

const strings = (...value: string[]) => ({ kind: 'strings', value }) as const;
const floatsOf = (...value: number[]) => ({ kind: 'floats', value }) as const;

interface Case {
  readonly title: string;
  readonly op: string;
  readonly attributes?: Check['attributes'];
  readonly directions?: number;
  readonly states?: boolean;
  readonly bias?: boolean;
  readonly seeded?: readonly number[];
}

const cases: readonly Case[] = [
  ...['LSTM', 'GRU', 'RNN'].flatMap((op): Case[] => [
    { title: 'forward', op },
    { title: 'forward from states of its own', op, states: true },
    { title: 'reverse', op, attributes: { direction: 'reverse' }, states: true },
    { title: 'both directions', op, attributes: { direction: 'bidirectional' }, directions: 2, states: true },
    { title: 'every step alone', op, seeded: [0], bias: false },
    { title: 'the last state alone', op, attributes: { direction: 'reverse' }, seeded: [1] },
  ]),
  { title: 'the last cell alone', op: 'LSTM', seeded: [2], states: true },
  { title: 'resetting after the product', op: 'GRU', attributes: { linear_before_reset: 1 }, states: true },
  {
    title: 'resetting after the product, both directions',
    op: 'GRU',
    attributes: { linear_before_reset: 1, direction: 'bidirectional' },
    directions: 2,
  },
  {
    title: 'other activations',
    op: 'LSTM',
    attributes: {
      activations: strings('HardSigmoid', 'Softsign', 'Tanh'),
      activation_alpha: floatsOf(0.15),
      activation_beta: floatsOf(0.4),
    },
  },
  { title: 'ReLU', op: 'RNN', attributes: { activations: strings('Relu') } },
];

describe('gradients of recurrent operators', () => {
  for (const { title, op, attributes, directions = 1, states = false, bias, seeded } of cases)
    it(`${op}: ${title}`, () =>
      assertGradient({
        op,
        inputs: inputsOf(op, directions, states, bias),
        attributes: { hidden_size: HIDDEN, ...attributes },
        outputs: op === 'LSTM' ? 3 : 2,
        seeded,
        tolerance: 3e-3,
        step: 0.02,
      }));

  it('refuses in a sentence what it does not know', () => {
    const builder = new GraphBuilder();
    builder.input('x', 'float32', [STEPS, BATCH, WIDTH]);
    const [weight, recurrent] = [
      builder.constant({ type: 'float32', dims: [1, 4, WIDTH], data: new Float32Array(4 * WIDTH) }),
      builder.constant({ type: 'float32', dims: [1, 4, 1], data: new Float32Array(4) }),
    ];
    builder.ops('LSTM', ['x', weight, recurrent], { hidden_size: int(1), input_forget: int(1) }, 1, ['y']);
    builder.output('y');
    assert.throws(
      () => reversed(withShapes(builder.build()), ['y'], ['x']),
      (error) => error instanceof LensError && error.code === 'not-differentiable' && /forget/.test(error.message),
    );
  });
});
