import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { decodeModel, encodeModel } from '../../../src/engine/format/onnx/schema';
import { weightsFormatOf } from '../../../src/engine/format/weights-files';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { predict } from '../../../src/engine/explanation/prediction';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import type { OpenedModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats } from '../../../src/engine/tensor/tensor';
import { badFiles, isClear, MODEL, opened } from './bad-files';

describe('models that are damaged', () => {
  const { at, written } = badFiles();
  const bytes = readFileSync(MODEL);

  it('a model that is not there is named', async () => {
    await assert.rejects(
      opened(at('nowhere.onnx')),
      (error) => isClear(error, 'not-found') && /nowhere\.onnx/.test((error as Error).message),
    );
  });

  for (const [name, content] of [
    ['empty.onnx', new Uint8Array(0)],
    ['half.onnx', bytes.subarray(0, bytes.length >> 1)],
    ['header.onnx', bytes.subarray(0, 40)],
    ['text.onnx', Buffer.from('this is no model at all, but a sentence')],
    ['random.onnx', Uint8Array.from({ length: 5000 }, (_, i) => new RandomStream(1, i).below(256))],
  ] as const) {
    it(`${name} is refused in one sentence`, async () => {
      await assert.rejects(opened(written(name, content)), (error) =>
        isClear(error, 'corrupt-model', 'unsupported-model'),
      );
    });
  }

  it('a flipped bit anywhere is refused in one sentence or leaves a model that runs', async () => {
    const stream = new RandomStream(7, 'bits');
    const input = floats([1, 3, 128, 128]);
    let refused = 0;
    for (let trial = 0; trial < 60; trial++) {
      const flipped = Uint8Array.from(bytes);
      // The structure stands before and after the weights: half of the trials aim there.
      const at = trial % 2 === 0 ? stream.below(3000) : stream.below(bytes.length);
      flipped[at] ^= 1 << stream.below(8);
      let model: OpenedModel | undefined;
      try {
        model = await opened(written('flipped.onnx', flipped));
        await predict(model, { tensor: input, view: { path: '', image: null, signal: null } });
      } catch (error) {
        isClear(error, 'corrupt-model', 'unsupported-model', 'wrong-shape', 'invalid-argument');
        refused++;
      } finally {
        await model?.network.close();
      }
    }
    assert.ok(refused > 0 && refused < 60, `${refused} of 60 were refused`);
  });

  it('a model with an unknown operator is described, and its name stands in the error', async () => {
    const builder = new GraphBuilder(emptyModel());
    builder.input('input', 'float32', ['batch', 3, 8, 8]);
    const hidden = builder.op('Conv', ['input', builder.constant(floats([4, 3, 3, 3]))]);
    builder.add({
      name: 'strange',
      op: 'Frobnicate',
      domain: 'com.example',
      inputs: [hidden],
      outputs: ['logits'],
      attributes: {},
    });
    builder.output('logits', 'logits', 'float32', ['batch', 4]);
    const path = written(
      'unknown.onnx',
      encodeOnnxFile({
        ...builder.build(),
        opsets: new Map([
          ['', 17],
          ['com.example', 1],
        ]),
      }),
    );
    const description = describeModel(await readModelFile(path));
    assert.deepEqual(
      description.gradientBarriers.map((b) => b.op),
      ['Frobnicate'],
    );
    await assert.rejects(
      async () => {
        const model = await opened(path);
        await model.network.logits(floats([1, 3, 8, 8]), new Execution());
      },
      (error) => isClear(error, 'unsupported-model') && /Frobnicate/.test((error as Error).message),
    );
  });

  it('weights outside the folder are refused, also behind a link', async () => {
    const proto = decodeModel(bytes);
    for (const location of ['../weights.bin', '/etc/hostname', 'linked.bin']) {
      if (location === 'linked.bin') symlinkSync('/etc/hostname', at(location));
      const [weight] = proto.graph!.initializer!;
      Object.assign(weight, {
        rawData: new Uint8Array(0),
        dataLocation: 1,
        externalData: [{ key: 'location', value: location }],
      });
      const path = written('external.onnx', encodeModel(proto));
      await assert.rejects(
        opened(path),
        (error) => isClear(error, 'unsupported-model') && /outside/.test((error as Error).message),
      );
    }
  });

  it('a pipe, a device or a folder in place of a model or its weights is refused without waiting', async () => {
    const proto = decodeModel(bytes);
    const [weight] = proto.graph!.initializer!;
    const externalData = [{ key: 'location', value: 'odd.bin' }];
    Object.assign(weight, { rawData: new Uint8Array(0), dataLocation: 1, externalData });
    const model = written('odd.onnx', encodeModel(proto));
    const pipe = (path: string): void => void execFileSync('mkfifo', [path]);
    for (const [make, what] of [
      [pipe, /it is a pipe/],
      [(path: string) => mkdirSync(path), /it is a folder/],
    ] as const) {
      for (const [place, open] of [
        ['odd.bin', () => readModelFile(model)],
        ['pipe.onnx', () => readModelFile(at('pipe.onnx'))],
        ['pipe.safetensors', async () => weightsFormatOf('x.safetensors')!.open(at('pipe.safetensors'))],
      ] as const) {
        make(at(place));
        await assert.rejects(open, (error) => isClear(error, 'corrupt-model') && what.test((error as Error).message));
        rmSync(at(place), { recursive: true });
      }
    }
  });

  for (const [name, sidecar, field] of [
    ['mean', '{"mean": "0.5"}', /"mean"/],
    ['size', '{"size": [128]}', /"size"/],
    ['std', '{"std": [0, 1, 1]}', /"std"/],
    ['json', '{"mean": [', /JSON/],
    ['labels', '{"labels": "nowhere.txt"}', /nowhere\.txt/],
  ] as const) {
    it(`a sidecar with a wrong ${name} names it`, async () => {
      const path = at(`${name}.onnx`);
      copyFileSync(MODEL, path);
      writeFileSync(`${path}.lens.json`, sidecar);
      await assert.rejects(
        opened(path),
        (error) => isClear(error, 'invalid-argument', 'not-found') && field.test((error as Error).message),
      );
    });
  }
});
