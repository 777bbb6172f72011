import assert from 'node:assert/strict';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import type { Model } from '../../../src/engine/graph/model';
import { createSession } from '../../../src/engine/session/runtime';
import { LensError, type ErrorCode } from '../../../src/protocol/error';
import { noise } from '../graph/running';

function built(add: (b: GraphBuilder) => string): Model {
  const b = new GraphBuilder(emptyModel());
  b.input('x', 'float32', ['N', 6]);
  b.output(add(b), 'y', 'float32', null);
  return b.build();
}

/** A node with another operator. */
function renamed(model: Model, op: string, domain: string): Model {
  const nodes = model.graph.nodes.map((node) => (node.op === 'Relu' ? { ...node, op, domain, name: 'odd' } : node));
  const opsets = new Map([...model.opsets, ...(domain ? [[domain, 1] as const] : [])]);
  return { ...model, opsets, graph: { ...model.graph, nodes } };
}

const relu = built((b) => b.op('Relu', ['x']));

const cases: Readonly<Record<string, readonly [Model, ErrorCode, RegExp]>> = {
  'an operator of a domain of its own': [
    renamed(relu, 'DCNv2', 'mmdeploy'),
    'unsupported-model',
    /uses the operator mmdeploy\.DCNv2, which ONNX Runtime does not have/,
  ],
  'an operator that ONNX does not have': [
    renamed(relu, 'MyRelu', ''),
    'unsupported-model',
    /uses the operator MyRelu, which/,
  ],
  'an operator with too few inputs': [
    renamed(relu, 'BiasGelu', 'com.microsoft'),
    'unsupported-model',
    /operator BiasGelu does not have the inputs/,
  ],
  'shapes that do not fit': [
    built((b) => b.op('MatMul', ['x', b.constant(noise([5, 2]))])),
    'wrong-shape',
    /what the operator MatMul is given do not fit/,
  ],
};

describe('what ONNX Runtime refuses', () => {
  for (const [name, [model, code, what]] of Object.entries(cases))
    it(`${name}: is one sentence of our own`, async () => {
      await assert.rejects(createSession(model, { device: 'cpu', threads: 1 }), (error: unknown) => {
        assert.ok(error instanceof LensError);
        assert.equal(error.code, code);
        assert.match(error.message, what);
        assert.ok(error.next);
        assert.doesNotMatch(error.message, /registered|Inference|\(-1\)|Node \(/);
        return true;
      });
    });

  it('while it runs: names the operator whose shapes do not fit', async () => {
    const model = built((b) => b.op('Reshape', ['x', b.integers(-1, 4)]));
    const session = await createSession(model, { device: 'cpu', threads: 1 });
    await assert.rejects(session.run({ x: noise([1, 6]) }), /what the operator Reshape is given do not fit/);
    await session.release();
  });
});
