import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { nativeTensorFlow } from '../../../src/engine/session/tfjs/library';
import { LensError } from '../../../src/protocol/error';
import { inFolder } from '../format/tensorflow';

const root = path.resolve(__dirname, '../../..');

/** A field of a protocol-buffer message: bytes or text with their length, or a whole number. */
function field(number: number, value: Uint8Array | string | number): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
  const bytes = Buffer.from(value as string);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}
const tensor = (type: number, dims: readonly number[]): Buffer =>
  Buffer.concat([field(2, type), field(3, Buffer.concat(dims.map((d) => field(2, field(1, d)))))]);
const entry = (key: string, value: Uint8Array): Buffer => Buffer.concat([field(1, key), field(2, value)]);

/** A SavedModel's description with one signature, as TensorFlow writes it. */
function savedModel(signature = 'serving_default'): Buffer {
  const definition = Buffer.concat([
    field(1, entry('image', tensor(1, [-1, 4, 4, 3]))),
    field(2, entry('scores', tensor(1, [-1, 3]))),
    field(3, 'tensorflow/serving/predict'),
  ]);
  const init = field(5, entry('__saved_model_init_op', field(2, entry('op', tensor(1, [])))));
  return Buffer.concat([
    field(1, 1),
    field(2, Buffer.concat([field(1, field(4, 'serve')), init, field(5, entry(signature, definition))])),
  ]);
}

/** A stand-in for the optional package: TensorFlow.js behind the interface of the native one. */
const NATIVE = `
const tf = require(${JSON.stringify(path.join(root, 'node_modules/@tensorflow/tfjs'))});
const model = { predict: ({ image }) => ({ scores: tf.softmax(tf.sum(image, [1, 2])) }), dispose() {} };
module.exports = { ...tf, enableProdMode: tf.enableProdMode, version_core: '9.9', node: { loadSavedModel: async (folder, tags, name) => {
  if (tags.join() !== 'serve' || name !== 'serving_default') throw new Error('wrong tags or signature');
  return model;
} } };`;

describe('SavedModel folders', () => {
  const inSaved = (work: (folder: string) => Promise<void>): Promise<void> =>
    inFolder(async (place) => {
      const folder = path.join(place, 'net');
      mkdirSync(path.join(folder, 'variables'), { recursive: true });
      writeFileSync(path.join(folder, 'saved_model.pb'), savedModel());
      writeFileSync(path.join(folder, 'variables/variables.index'), 'weights');
      await work(folder);
    });

  it('are described by their signature without TensorFlow, by folder or file', () =>
    inSaved(async (folder) => {
      const file = await readModelFile(folder);
      const description = describeModel(file);
      assert.equal(description.path, path.join(folder, 'saved_model.pb'));
      assert.equal(description.format, 'TensorFlow SavedModel');
      assert.deepEqual(description.inputs, [{ name: 'image', type: 'float32', shape: ['batch', 4, 4, 3] }]);
      assert.deepEqual(
        description.outputs.map(({ name, shape }) => [name, shape]),
        [['scores', ['batch', 3]]],
      );
      assert.equal(description.gradientBarriers.length, 1);
      const { hash } = await readModelFile(path.join(folder, 'saved_model.pb'));
      assert.equal(hash, file.hash);
      assert.equal((await readModelFile(path.relative('.', folder))).hash, file.hash);
      writeFileSync(path.join(folder, 'variables/variables.index'), 'others');
      assert.notEqual((await readModelFile(folder)).hash, hash);
    }));

  it('say what to install where TensorFlow does not load', () =>
    inSaved(async (folder) => {
      const said = nativeTensorFlow()
        ? 'TensorFlow cannot run the SavedModel'
        : 'npm install --prefix ~ @tensorflow/tfjs-node-gpu';
      await assert.rejects(
        openModel(await readModelFile(folder), { device: 'cpu', threads: 1 }),
        (e) => e instanceof LensError && e.code === 'unsupported-model' && e.message.includes(said),
      );
    }));

  it('are damaged, or have no signature for an image, in one sentence', () =>
    inSaved(async (folder) => {
      writeFileSync(path.join(folder, 'saved_model.pb'), savedModel().subarray(0, 40));
      await assert.rejects(readModelFile(folder), (e) => e instanceof LensError && e.code === 'corrupt-model');
      writeFileSync(path.join(folder, 'saved_model.pb'), field(2, field(1, field(4, 'serve'))));
      await assert.rejects(
        readModelFile(folder),
        (e) => e instanceof LensError && e.message.includes('no signature that takes one image'),
      );
    }));

  it('run where the optional package loads, from the home folder too', () =>
    inSaved(async (folder) => {
      const home = path.join(folder, '../home');
      const place = path.join(home, 'node_modules/@tensorflow/tfjs-node-gpu');
      mkdirSync(path.join(place, 'lib/napi-v8'), { recursive: true });
      writeFileSync(path.join(place, 'lib/napi-v8/tfjs_binding.node'), '');
      writeFileSync(path.join(place, 'index.js'), NATIVE);
      const script = `
      import { readModelFile } from ${JSON.stringify(path.join(root, 'src/engine/model/model-file'))};
      import { openModel } from ${JSON.stringify(path.join(root, 'src/engine/model/opening'))};
      import { explain } from ${JSON.stringify(path.join(root, 'src/engine/explanation/explanation'))};
      import { predict } from ${JSON.stringify(path.join(root, 'src/engine/explanation/prediction'))};
      import { floats } from ${JSON.stringify(path.join(root, 'src/engine/tensor/tensor'))};
      void (async () => {
        const model = await openModel(await readModelFile(${JSON.stringify(folder)}), { device: 'cpu', threads: 1 });
        const tensor = floats([1, 3, 4, 4], Float32Array.from({ length: 48 }, (_, i) => Math.floor(i / 16) * 0.1));
        const input = { tensor, view: { path: '', image: null, signal: null } };
        const predicted = await predict(model, input);
        const { result } = await explain(model, input, { index: 2, kind: 'logit' }, { method: 'occlusion', params: { window: [2, 2], strides: [2, 2] } });
        const refused = await explain(model, input, { index: 2, kind: 'logit' }, { method: 'gradient', params: {} }).catch((e) => e.code);
        console.log(JSON.stringify({ software: predicted.software, kind: model.recipe.outputKind, first: predicted.predictions[0], map: Array.from(result.map.data), warnings: model.warnings, refused }));
      })();`;
      const entry = path.join(folder, '../run.ts');
      writeFileSync(entry, script);
      const output = execFileSync(process.execPath, ['--require', 'tsx/cjs', entry], {
        cwd: root,
        env: { ...process.env, HOME: home, USERPROFILE: home },
        encoding: 'utf8',
      });
      const seen = JSON.parse(output.trim().split('\n').at(-1)!) as {
        software: string;
        kind: string;
        first: { index: number; probability: number };
        map: number[];
        warnings: string[];
        refused: string;
      };
      assert.equal(seen.software, 'TensorFlow 9.9 (tfjs-node)');
      assert.equal(seen.kind, 'probabilities');
      assert.equal(seen.first.index, 2);
      const exponentials = [0, 1.6, 3.2].map(Math.exp);
      assert.ok(Math.abs(seen.first.probability - exponentials[2] / exponentials.reduce((a, b) => a + b, 0)) < 1e-5);
      assert.ok(seen.map.every((v) => v > 0));
      assert.match(seen.warnings.join(), /A SavedModel runs in TensorFlow as it is/);
      assert.equal(seen.refused, 'not-differentiable');
    }));
});
