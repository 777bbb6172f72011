import assert from 'node:assert/strict';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { folded } from '../../../src/engine/graph/folding';
import { int, type Graph, type Model } from '../../../src/engine/graph/model';
import { numbersOf } from '../../../src/engine/graph/weight';
import { LensError } from '../../../src/protocol/error';
import { integers, type Tensor } from '../../../src/engine/tensor/tensor';
import { evaluate } from './running';

const never = (): Promise<Map<string, Tensor>> => Promise.reject(new Error('nothing should be run'));
const refused =
  (pattern: RegExp) =>
  (error: unknown): boolean =>
    error instanceof LensError && error.code === 'unsupported-model' && pattern.test(error.message);

/** A model whose input is added to what `make` computes. */
function adding(make: (builder: GraphBuilder) => string): Model {
  const b = new GraphBuilder();
  b.input('x', 'float32', ['batch', 4]);
  b.output(b.op('Add', ['x', b.op('Cast', [make(b)], { to: int(1) })], {}, 'y'));
  return b.build();
}

/** A body that adds 1 to the state; `condition` makes the condition of the next turn. */
function body(condition: (b: GraphBuilder) => string): Graph {
  const b = new GraphBuilder(emptyModel('body'), 'body/');
  b.input('turn', 'int64', []);
  b.input('going', 'bool', []);
  b.input('state', 'int64', [1]);
  b.output(condition(b), 'on', 'bool', []);
  b.output(b.op('Add', ['state', b.integers(1)]), 'next', 'int64', [1]);
  return b.build().graph;
}

const loop = (b: GraphBuilder, turns: string, inner: Graph, state = b.integers(0)): string =>
  b.op('Loop', [turns, '', state], { body: { kind: 'graph', value: inner } });
const going = (b: GraphBuilder): string => b.op('Identity', ['going']);
const fewer = (b: GraphBuilder): string => b.op('Less', ['turn', b.constant(integers([5], []))]);

describe('constants of a model', () => {
  it('are computed through a loop that says how often it turns', async () => {
    const model = adding((b) => loop(b, b.constant(integers([7], [])), body(going)));
    const { graph } = await folded(model, evaluate);
    assert.deepEqual([...graph.weights.values()].map(numbersOf), [[7]]);
  });

  it('are not waited for where a loop never ends, or only after more turns than the budget', async () => {
    for (const turns of [2 ** 53 - 1, 1_000_001])
      await assert.rejects(
        folded(
          adding((b) => loop(b, b.constant(integers([turns], [])), body(going))),
          never,
        ),
        refused(new RegExp(`turns ${turns} times, more than 1000000`)),
      );
    await assert.rejects(
      folded(
        adding((b) => loop(b, '', body(going))),
        never,
      ),
      refused(/turns without an end/),
    );
    await assert.rejects(
      folded(
        adding((b) => loop(b, '', body(fewer))),
        never,
      ),
      refused(/a loop that states no number of turns/),
    );
    const nested = body((b) => {
      loop(b, b.constant(integers([1e6], [])), body(going), 'state');
      return going(b);
    });
    await assert.rejects(
      folded(
        adding((b) => loop(b, b.constant(integers([1e6], [])), nested)),
        never,
      ),
      refused(/elements, more than the 26843\d+ that its weights explain/),
    );
  });

  it('do not take what the weights of the file cannot explain', async () => {
    const huge = adding((b) => b.op('ConstantOfShape', [b.integers(40_000, 40_000)]));
    await assert.rejects(folded(huge, never), refused(/3200\d+ elements, more than/));
    const chain = adding((b) => {
      let tensor = b.op('ConstantOfShape', [b.integers(4_000, 4_000)]);
      for (let k = 0; k < 3; k++) tensor = b.op('MatMul', [tensor, tensor]);
      return tensor;
    });
    await assert.rejects(folded(chain, never), refused(/multiplications, more than 100000000000/));
  });
});

describe('loops of a model', () => {
  const reading = (turns: (b: GraphBuilder) => string, inner: Graph): Model => {
    const b = new GraphBuilder();
    b.input('x', 'int64', [1]);
    b.output(loop(b, turns(b), inner, 'x'));
    return b.build();
  };

  it('that read the input stay, where they may end', async () => {
    for (const model of [reading(() => '', body(fewer)), reading((b) => b.constant(integers([9], [])), body(going))])
      assert.deepEqual(
        (await folded(model, never)).graph.nodes.map(({ op }) => op),
        ['Loop'],
      );
  });

  it('that never end are refused before they run', async () => {
    const truth = (b: GraphBuilder): string =>
      b.op('Identity', [b.constant({ type: 'bool', dims: [], data: Uint8Array.of(1) })]);
    for (const condition of [going, truth])
      await assert.rejects(
        folded(
          reading(() => '', body(condition)),
          never,
        ),
        refused(/turns without an end/),
      );
  });
});
