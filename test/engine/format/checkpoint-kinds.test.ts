import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { weightsFormatOf } from '../../../src/engine/format/weights-files';
import { floatsOf } from '../../../src/engine/graph/weight';
import { readModelFile } from '../../../src/engine/model/model-file';
import { LensError } from '../../../src/protocol/error';
import { Pickle, writeZip, type Stored } from './support/checkpoint';
import { legacyCheckpoint } from './support/legacy';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-kinds-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

const values = (...numbers: number[]): Buffer => Buffer.from(Float32Array.from(numbers).buffer);
const STORAGE: Stored = { name: 'archive/data/0', content: values(1, 2, 3, 4) };

function archive(name: string, pickle: Pickle, others: readonly Stored[] = []): string {
  const path = join(folder, name);
  writeZip(path, [{ name: 'archive/data.pkl', content: pickle.bytes() }, STORAGE, ...others]);
  return path;
}

function written(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** {key: 2×2, …} */
const weights = (...keys: string[]): Pickle => {
  const pickle = new Pickle().ascii('}(');
  for (const key of keys) pickle.text(key).tensor('0', 'FloatStorage', 4, [2, 2], [2, 1]);
  return pickle.ascii('u');
};
const module = (state: (pickle: Pickle) => void, name = 'Net'): Pickle => {
  const pickle = new Pickle().global('__main__', name).ascii(')').op(0x81).ascii('}(');
  pickle.text('_parameters').ascii('}').text('weight').tensor('0', 'FloatStorage', 4, [2, 2], [2, 1]).ascii('s');
  pickle.text('_modules').ascii('}');
  state(pickle);
  return pickle.ascii('ub');
};
const tensorNames = (path: string): string[] =>
  weightsFormatOf(path)!
    .open(path)
    .tensors.map(({ name }) => name);
const refusal = (path: string): Promise<LensError> =>
  readModelFile(path).then(
    () => assert.fail('it was opened'),
    (error: unknown) => (error instanceof LensError ? error : assert.fail(String(error))),
  );

describe('files of PyTorch by what they hold', () => {
  for (const name of ['model_best.pth.tar', 'pytorch_model.bin', 'last.ckpt', 'weights', 'net.pt7', 'checkpoint.tar'])
    it(`${name} is a checkpoint by its content, and no model`, async () => {
      const path = archive(name, weights('conv.weight'));
      assert.deepEqual(tensorNames(path), ['conv.weight']);
      const error = await refusal(path);
      assert.equal(error.code, 'unsupported-model');
      assert.match(error.message, /a PyTorch checkpoint.*torch\.onnx\.export\(model\.eval\(\), .*\.onnx"\)/);
    });

  it('safetensors are told by their content, too', async () => {
    const header = Buffer.from(JSON.stringify({ w: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] } }));
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(BigInt(header.length));
    const path = written('model.bin', Buffer.concat([prefix, header, values(1, 2, 3, 4)]));
    assert.deepEqual(tensorNames(path), ['w']);
    assert.match((await refusal(path)).message, /safetensors.*load_file\("model\.bin"\)/);
  });

  it('what trains is no layer, whatever it is called', () => {
    const moments = (pickle: Pickle): Pickle =>
      pickle
        .ascii('}(')
        .text('state')
        .ascii('}')
        .int(0)
        .ascii('}')
        .text('exp_avg')
        .tensor('0', 'FloatStorage', 4, [2, 2], [2, 1])
        .ascii('ss')
        .text('param_groups')
        .ascii(']u');
    const pickle = new Pickle().ascii('}(');
    pickle
      .text('net')
      .ascii('}')
      .text('optimizer_head.weight')
      .tensor('0', 'FloatStorage', 4, [2, 2], [2, 1])
      .ascii('s');
    for (const key of ['g_optim', 'adam', 'optimizerD', 'optimizer_states']) moments(pickle.text(key));
    for (const key of ['lr_schedulers', 'callbacks', 'cuda_rng_state', 'scaler'])
      pickle.text(key).ascii('}').text('x').tensor('0', 'FloatStorage', 4, [2, 2], [2, 1]).ascii('s');
    assert.deepEqual(tensorNames(archive('train.pt', pickle.ascii('u'))), ['net.optimizer_head.weight']);
  });

  it('a checkpoint of Lightning has its own way out', async () => {
    const pickle = new Pickle()
      .ascii('}(')
      .text('pytorch-lightning_version')
      .text('2.1.0')
      .text('state_dict')
      .ascii('}');
    pickle.text('fc.weight').tensor('0', 'FloatStorage', 4, [2, 2], [2, 1]).ascii('s').ascii('u');
    const path = archive('epoch=3.ckpt', pickle);
    assert.deepEqual(tensorNames(path), ['state_dict.fc.weight']);
    assert.match(
      (await refusal(path)).message,
      /Lightning.*load_from_checkpoint\("epoch=3\.ckpt"\)\.to_onnx\("epoch=3\.onnx"/,
    );
  });

  const ways: readonly [name: string, make: () => string, what: RegExp, line: RegExp][] = [
    [
      'TorchScript',
      () =>
        archive(
          'scripted.pt',
          module(() => undefined),
          [
            { name: 'archive/constants.pkl', content: new Pickle().ascii(')').bytes() },
            { name: 'archive/code/__torch__.py', content: Buffer.from('class Net(Module):\n  pass\n') },
          ],
        ),
      /a TorchScript module/,
      /torch\.onnx\.export\(torch\.jit\.load\("scripted\.pt"\)\.eval\(\), .*"scripted\.onnx"\)/,
    ],
    [
      'a whole module',
      () =>
        archive(
          'whole.pt',
          module(() => undefined),
        ),
      /a whole module, pickled by PyTorch/,
      /torch\.load\("whole\.pt", weights_only=False\)\.float\(\)\.eval\(\), .*"whole\.onnx"\)/,
    ],
    [
      'a module among other things',
      () => {
        const inner = new Pickle().ascii('}(').text('epoch').int(3).text('model');
        inner.global('ultra.tasks', 'Model').ascii(')').op(0x81).ascii('}').text('_modules').ascii('}').ascii('sb');
        return archive('best.pt', inner.ascii('u'));
      },
      /a whole module, pickled by PyTorch/,
      /torch\.load\("best\.pt", weights_only=False\)\["model"\]/,
    ],
    [
      'a quantised model',
      () =>
        archive(
          'quantised.pth',
          weights('fc.scale').text('fc.weight').global('torch._utils', '_rebuild_qtensor').ascii(')Rs'),
        ),
      /a quantised model of PyTorch/,
      /before_quantisation.*"quantised\.onnx"\)/,
    ],
    [
      'an exported program',
      () => {
        const path = join(folder, 'program.pt2');
        writeZip(path, [
          { name: 'program/archive_format', content: Buffer.from('pt2') },
          { name: 'program/models/model.json', content: Buffer.from('{}') },
        ]);
        return path;
      },
      /an exported program of PyTorch/,
      /torch\.onnx\.export\(torch\.export\.load\("program\.pt2"\), \(\), "program\.onnx", dynamo=True\)/,
    ],
  ];
  for (const [name, make, what, line] of ways)
    it(`${name} is named as what it is, with the line that exports it`, async () => {
      const path = make();
      const { code, message } = await refusal(path);
      assert.equal(code, 'unsupported-model');
      assert.match(message, what);
      assert.match(message, line);
      assert.ok(message.length <= 600, message);
      const format = weightsFormatOf(path)!;
      try {
        const { warnings } = format.open(path);
        assert.ok(
          warnings.some((text) => what.test(text) && line.test(text)),
          warnings.join('\n'),
        );
      } catch (error) {
        assert.ok(error instanceof LensError && what.test(error.message) && line.test(error.message));
      }
    });
});

describe('checkpoints of PyTorch before 1.6', () => {
  const state = (view = false): Pickle =>
    new Pickle()
      .ascii('}(')
      .text('conv.weight')
      .legacyTensor('7', 'FloatStorage', 4, [2, 2], [1, 2], 0)
      .text('steps')
      .legacyTensor('3', 'LongStorage', 1, [], [], 0)
      .text('part')
      .legacyTensor('7', 'FloatStorage', 4, [2], [1], 1, view ? 1 : undefined)
      .ascii('u');
  const storages = new Map([
    ['3', Buffer.from(BigInt64Array.of(12n).buffer)],
    ['7', values(1, 2, 3, 4)],
  ]);
  const elements = new Map([
    ['3', 1],
    ['7', 4],
  ]);

  for (const view of [false, true])
    it(`give their tensors by name${view ? ', views of storages, too' : ''}`, () => {
      const path = written('old.pth.tar', legacyCheckpoint(state(view), storages, elements));
      const file = weightsFormatOf(path)!.open(path);
      assert.deepEqual(
        file.tensors.map(({ name, type, dims }) => [name, type, dims]),
        [
          ['conv.weight', 'float32', [2, 2]],
          ['steps', 'int64', []],
          ['part', 'float32', [2]],
        ],
      );
      assert.deepEqual([...floatsOf(file.read('conv.weight')).data], [1, 3, 2, 4]);
      assert.deepEqual([...floatsOf(file.read('part')).data], view ? [3, 4] : [2, 3]);
    });

  it('cut anywhere they are refused', () => {
    const bytes = legacyCheckpoint(state(), storages, elements);
    for (let length = 20; length < bytes.length; length += 7) {
      const path = written('cut.pth', bytes.subarray(0, length));
      assert.throws(
        () => weightsFormatOf(path)!.open(path),
        (e) => e instanceof LensError && e.code === 'corrupt-model',
        `${length} bytes`,
      );
    }
  });

  it('that claim endless storages are refused', () => {
    const bytes = legacyCheckpoint(state(), storages, new Map([...elements, ['3', 2 ** 50]]));
    const path = written('endless.pth', bytes);
    assert.throws(() => weightsFormatOf(path)!.open(path), /cut short/);
  });
});

describe('files that are not opened', () => {
  const named: readonly [file: string, content: string | Buffer, what: RegExp, next: RegExp][] = [
    [
      'net.tflite',
      Buffer.from('\x1c\0\0\0TFL3'),
      /TensorFlow Lite/,
      /tf2onnx\.convert --tflite net\.tflite --output net\.onnx/,
    ],
    ['net.bytes', Buffer.from('\x1c\0\0\0TFL3'), /TensorFlow Lite/, /--output net\.onnx/],
    ['frozen.pb', 'x', /frozen graph/, /--graphdef frozen\.pb/],
    ['model.ckpt-100.index', 'x', /checkpoint of TensorFlow/, /model\.save/],
    ['net.pdmodel', 'x', /PaddlePaddle/, /paddle2onnx .*net\.onnx/],
    ['yolo.weights', 'x', /Darknet/, /ONNX/],
    ['net.caffemodel', 'x', /Caffe/, /ONNX/],
    ['forest.pkl', Buffer.from([0x80, 4, 0x4e, 0x2e]), /pickle of Python/, /skl2onnx/],
    [
      'faces-weights_manifest.json',
      '[{"weights":[],"paths":["a.bin"]}]',
      /manifest of TensorFlow\.js weights/,
      /model\.save/,
    ],
    ['architecture.json', '{"class_name": "Sequential", "config": {}}', /structure of a Keras model/, /model\.keras/],
  ];
  for (const [file, content, what, next] of named)
    it(`${file} is called by its format, with the way out`, async () => {
      const { code, message } = await refusal(written(file, content));
      assert.equal(code, 'unsupported-model');
      assert.match(message, what);
      assert.match(message, next);
    });

  it('anything else is told every ending that can be opened, those of checkpoints among them', async () => {
    const { message } = await refusal(written('notes.txt', 'hello'));
    for (const ending of [
      '.onnx',
      '.keras',
      '.h5',
      '.json',
      '.safetensors',
      '.pt',
      '.pth',
      '.ckpt',
      '.pth.tar',
      'pytorch_model.bin',
    ])
      assert.ok(message.includes(ending), `${ending} in ${message}`);
  });
});
