import assert from 'node:assert/strict';
import { BATCH, withSymbolicBatch } from '../../../src/engine/graph/batch';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { folded } from '../../../src/engine/graph/folding';
import { int, ints, text, type Dimension, type Model } from '../../../src/engine/graph/model';
import { upgraded } from '../../../src/engine/graph/upgrade';
import { floats, integers } from '../../../src/engine/tensor/tensor';
import { difference, evaluate, noise, run, snapshot } from './running';

/** Three images at once must give what each gives alone in the model as it was exported. */
async function sameOneByOne(model: Model, dims: readonly number[]): Promise<void> {
  const { model: free } = withSymbolicBatch(model);
  const images = [1, 2, 3].map((seed) => noise([1, ...dims], seed));
  const together = floats([3, ...dims], Float32Array.from(images.flatMap((t) => [...t.data])));
  const joint = [...(await run(free, { x: together })).values()][0];
  for (const [k, image] of images.entries()) {
    const alone = [...(await run(model, { x: image })).values()][0];
    const size = alone.data.length;
    const part = { ...joint, dims: alone.dims, data: (joint.data as Float32Array).slice(k * size, (k + 1) * size) };
    assert.ok(difference(part, alone) < 1e-6, `image ${k} differs by ${difference(part, alone)}`);
  }
}

function network(
  build: (b: GraphBuilder, x: string) => string,
  first: Dimension = 1,
  rest: readonly number[] = [3, 4, 4],
): Model {
  const b = new GraphBuilder();
  b.output(build(b, b.input('x', 'float32', [first, ...rest])), 'y');
  return b.build();
}

describe('freeing the batch axis', () => {
  it('copies the batch in constant Reshape targets', async () => {
    const model = network((b, x) => b.op('Relu', [b.op('Reshape', [x, b.integers(1, -1)])]));
    const before = snapshot(model);
    const { model: free, batched, changes } = withSymbolicBatch(model);
    assert.equal(snapshot(model), before);
    assert.equal(batched, true);
    assert.deepEqual(free.graph.inputs[0].shape, [BATCH, 3, 4, 4]);
    assert.deepEqual(free.graph.outputs[0].shape, [BATCH, 48]);
    assert.equal(changes.length, 1);
    await sameOneByOne(model, [3, 4, 4]);
  });

  it('infers the batch where it joins or leaves another axis, as attention windows do', async () => {
    const model = network((b, x) => {
      const windows = b.op('Reshape', [
        b.op('Transpose', [b.op('Reshape', [x, b.integers(1, 3, 2, 2, 2, 2)])], { perm: ints([0, 2, 4, 3, 5, 1]) }),
        b.integers(4, 4, 3),
      ]);
      const attended = b.op('MatMul', [
        b.op('Softmax', [b.op('MatMul', [windows, b.op('Transpose', [windows], { perm: ints([0, 2, 1]) })])], {
          axis: int(-1),
        }),
        windows,
      ]);
      return b.op('Reshape', [attended, b.integers(1, 2, 2, 12)]);
    });
    const { model: free } = withSymbolicBatch(model);
    assert.ok([...free.graph.values.values()].some((v) => v.shape?.join() === `4*${BATCH},4,3`));
    await sameOneByOne(model, [3, 4, 4]);
  });

  it('follows a batch that is not in front, as in attention over [tokens, batch, channels]', async () => {
    const model = network((b, x) => {
      const tokens = b.op('Transpose', [b.op('Reshape', [x, b.integers(1, 3, 16)])], { perm: ints([2, 0, 1]) });
      const heads = b.op('Reshape', [b.op('Concat', [tokens, tokens], { axis: int(2) }), b.integers(16, 2, 3)]);
      return b.op('Reshape', [b.op('Transpose', [heads], { perm: ints([1, 0, 2]) }), b.integers(1, 2, 48)]);
    });
    await sameOneByOne(model, [3, 4, 4]);
  });

  it('keeps the axis of images where Squeeze names no axes', () => {
    for (const first of [1, 'N', null]) {
      const scores = network((b, x) => b.op('Squeeze', [b.op('ReduceMean', [x, b.integers(1, 2, 3)])]), first);
      const { model, batched } = withSymbolicBatch(scores);
      assert.deepEqual([batched, model.graph.values.get('y')?.shape ?? model.graph.outputs[0].shape], [true, [BATCH]]);
    }
    const whole = withSymbolicBatch(network((b, x) => b.op('Squeeze', [x])));
    assert.deepEqual([whole.batched, whole.model.graph.outputs[0].shape], [true, [BATCH, 3, 4, 4]]);
    // In the middle of a graph others count on the axes that are left.
    const inside = network((b, x) => {
      const squeezed = b.op('Squeeze', [b.op('ReduceMean', [x, b.integers(2, 3)])]);
      return b.op('Unsqueeze', [squeezed, b.integers(0)]);
    });
    assert.equal(withSymbolicBatch(inside).batched, false);
  });

  it('repeats a stored class token for every image', async () => {
    const model = network((b, x) =>
      b.op(
        'Concat',
        [
          b.constant(noise([1, 1, 3], 8)),
          b.op('Transpose', [b.op('Reshape', [x, b.integers(1, 3, 16)])], { perm: ints([0, 2, 1]) }),
        ],
        { axis: int(1) },
      ),
    );
    assert.deepEqual(withSymbolicBatch(model).model.graph.outputs[0].shape, [BATCH, 17, 3]);
    await sameOneByOne(model, [3, 4, 4]);
  });

  it('reads the batch of Resize sizes off the input', async () => {
    const model = network((b, x) => b.op('Resize', [x, '', '', b.integers(1, 3, 7, 9)], { mode: text('linear') }));
    assert.deepEqual(withSymbolicBatch(model).model.graph.outputs[0].shape, [BATCH, 3, 7, 9]);
    await sameOneByOne(model, [3, 4, 4]);
  });

  it("frees the batch of an exporter's Shape and Gather chain", async () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', [1, 3, 4, 4]);
    const first = b.op('Unsqueeze', [
      b.op('Gather', [b.op('Shape', ['x']), b.constant(integers([0], []))]),
      b.integers(0),
    ]);
    b.output(b.op('Reshape', ['x', b.op('Concat', [first, b.integers(-1)], { axis: int(0) })], {}, 'y'));
    const model = await folded(upgraded(b.build()), evaluate);
    assert.deepEqual(withSymbolicBatch(model).model.graph.outputs[0].shape, [BATCH, 48]);
    await sameOneByOne(model, [3, 4, 4]);
  });

  it('frees a batch larger than one', () => {
    const model = network(
      (b, x) => b.op('Reshape', [b.op('Expand', [x, b.integers(8, 3, 4, 4)]), b.integers(8, 48)]),
      8,
    );
    const { model: free, batched } = withSymbolicBatch(model);
    assert.equal(batched, true);
    assert.deepEqual(free.graph.outputs[0].shape, [BATCH, 48]);
  });

  it('gives the symbol of a free batch its one name, and repairs a Reshape that forgot it', () => {
    const model = network((b, x) => b.op('Reshape', [x, b.integers(1, 48)]), 'n');
    assert.deepEqual(withSymbolicBatch(model).model.graph.outputs[0].shape, [BATCH, 48]);
  });

  const refused: [string, (b: GraphBuilder, x: string) => string, RegExp][] = [
    ['a mean over images', (b, x) => b.op('ReduceMean', [x, b.integers(0)]), /ReduceMean.*drops the batch/],
    ['one image taken out', (b, x) => b.op('Gather', [x, b.constant(integers([0], []))]), /Gather.*drops the batch/],
    ['images joined', (b, x) => b.op('Concat', [x, x], { axis: int(0) }), /Concat.*joined/],
    ['a softmax over images', (b, x) => b.op('Softmax', [x], { axis: int(0) }), /Softmax.*across/],
    ['a flattened batch', (b, x) => b.op('Flatten', [x], { axis: int(0) }), /no batch axis in front/],
    ['a squeezed batch', (b, x) => b.op('Squeeze', [x, b.integers(0)]), /Squeeze/],
  ];
  for (const [name, build, reason] of refused) {
    it(`leaves alone and reports ${name}`, () => {
      const result = withSymbolicBatch(network(build));
      assert.equal(result.batched, false);
      assert.match(result.reason!, reason);
      assert.deepEqual(result.model.graph.inputs[0].shape, [1, 3, 4, 4]);
    });
  }
});
