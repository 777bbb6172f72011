import assert from 'node:assert/strict';
import { LensError } from '../../../src/protocol/error';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import type { Dimension, Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { substituted } from '../../../src/engine/graph/shapes/dimension';
import { shapeRules } from '../../../src/engine/graph/shapes/rules';
import { nodeModel, noise, run, snapshot, type NodeCase } from './running';
import { arrangement } from './shape-cases/arrangement';
import { elementwise } from './shape-cases/elementwise';
import { layers } from './shape-cases/layers';

const CASES = [...elementwise, ...layers, ...arrangement];
/** Length of the first axis of every tensor here, so that a free first axis can be put back. */
const BATCH = 2;

const known = (model: Model, name: string): { type: string; shape: readonly Dimension[] | null } =>
  model.graph.values.get(name)!;
const describeCase = (c: NodeCase): string =>
  `${c.op} ${JSON.stringify(c.inputs.map((t) => t && ('weight' in t ? t.weight.dims : t.dims)))} ${JSON.stringify(Object.values(c.attributes ?? {}).map((a) => a.value))}`;

describe('shapes and types', () => {
  for (const c of CASES) {
    it(`of ${describeCase(c)} are those of the run`, async () => {
      const { model, feeds } = nodeModel(c);
      const before = snapshot(model);
      const shaped = withShapes(model);
      assert.equal(snapshot(model), before, 'the model was changed');
      const results = await run(model, feeds);
      for (const [name, tensor] of results)
        assert.deepEqual({ name, ...known(shaped, name) }, { name, type: tensor.type, shape: tensor.dims });
      // With a free first axis nothing becomes wrong, and no rank is lost.
      const free = withShapes(nodeModel(c, 'batch').model);
      for (const [name, tensor] of results) {
        const shape = known(free, name).shape?.map((d) => substituted(d, new Map([['batch', BATCH]])));
        assert.equal(shape?.length, tensor.dims.length);
        assert.ok(
          shape.every((d, axis) => typeof d !== 'number' || d === tensor.dims[axis]),
          `${shape.join()} is not ${tensor.dims.join()}`,
        );
      }
    });
  }

  for (const op of ['Conv', 'ConvTranspose'])
    for (const [dims, kernel] of [
      [['batch'], [4, 3, 3, 3]],
      [[1, 3, 8, 8], [3]],
      [
        [1, 3],
        [4, 3],
      ],
    ] as const)
      it(`name the ${op} whose kernel of ${kernel.length} axes cannot be right`, () => {
        const b = new GraphBuilder();
        b.input('x', 'float32', dims);
        const inputs = ['x', b.constant(noise([...kernel]))];
        b.add({ name: 'broken', op, domain: '', inputs, outputs: ['y'], attributes: {} });
        b.output('y');
        const shapes = `[${dims.join(', ')}], [${kernel.join(', ')}]`;
        assert.throws(
          () => withShapes(b.build()),
          (error) =>
            error instanceof LensError &&
            error.code === 'corrupt-model' &&
            error.message.includes(`broken: ${op} cannot work on inputs of shape ${shapes}`),
        );
      });

  it('describes every operator once', () => {
    const ops = shapeRules.flatMap((rule) => rule.ops);
    assert.equal(new Set(ops).size, ops.length);
  });
});
