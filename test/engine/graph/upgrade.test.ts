import assert from 'node:assert/strict';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { float, int, ints } from '../../../src/engine/graph/model';
import { upgraded } from '../../../src/engine/graph/upgrade';
import { floats } from '../../../src/engine/tensor/tensor';
import { difference, nodeModel, run, snapshot } from './running';
import { olderArguments } from './older-forms/arguments';
import { experimental } from './older-forms/experimental';
import { image } from './older-forms/form';
import { olderLayers } from './older-forms/layers';
import { olderSampling } from './older-forms/sampling';

const CASES = [...olderArguments, ...olderSampling, ...olderLayers, ...experimental];

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
