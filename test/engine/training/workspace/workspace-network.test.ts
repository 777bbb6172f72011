import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeOnnxFile } from '../../../../src/engine/format/onnx/writer';
import { writeSet } from '../../../../src/engine/generation';
import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { ints } from '../../../../src/engine/graph/model';
import { weightOf } from '../../../../src/engine/graph/weight';
import { readInput } from '../../../../src/engine/image/input';
import { readModelFile } from '../../../../src/engine/model/model-file';
import { openModel } from '../../../../src/engine/model/opening';
import { Execution } from '../../../../src/engine/session/execution';
import { floats } from '../../../../src/engine/tensor/tensor';
import { readTraining } from '../../../../src/engine/training/job/stored';
import type { TrainingEvent, TrainingRequest } from '../../../../src/protocol/training';
import { RUNTIME, train, TrainingFolder } from '../support';

const FIXTURES = path.resolve('test/fixtures/models');

describe('a model of the workspace as network', function () {
  this.timeout(180_000);
  const { at } = new TrainingFolder();
  before(async () => {
    await writeSet({ set: 'textures:train=6:test=2', out: at('set') });
    for (const name of ['resnet-narrow-bn', 'cnn-softmax', 'unet-tiny'])
      cpSync(path.join(FIXTURES, `${name}.onnx`), at(`${name}.onnx`));
    const recipe = { color: 'bgr', range: [0, 255], mean: [100, 110, 120], std: [60, 61, 62], fit: 'fill' };
    writeFileSync(at('resnet-narrow-bn.onnx.lens.json'), JSON.stringify(recipe));
  });

  const trained = (
    network: string,
    given: Partial<TrainingRequest> = {},
    options: Parameters<typeof train>[1] = {},
  ) => {
    const out = at('out', network.replace(/\W+/g, '-').slice(-30));
    return train({ folder: at('set'), networks: [network], out, folds: 1, epochs: 2, ...given }, options);
  };
  const weightsOf = async (file: string) => (await readModelFile(file)).raw.graph.weights;

  it('learns a new head for the classes of the folder, and leaves the rest to the byte', async () => {
    const network = `${at('resnet-narrow-bn.onnx')}:mode=head`;
    const result = await trained(network, { epochs: 30, out: at('head') });
    const [fold] = result.networks[0].folds;
    // A scale and a shift for each of 28 features, and what weighs them for 8 classes.
    assert.equal(fold.parameters, 2 * 28 + 8 * 28 + 8);
    assert.ok(fold.training.accuracy > 0.6, JSON.stringify(fold.training));
    const [before, after] = [await weightsOf(at('resnet-narrow-bn.onnx')), await weightsOf(at('head', fold.model))];
    const kept = [...before].filter(([name]) => after.has(name));
    assert.ok(kept.length > 20, String(kept.length));
    for (const [name, { bytes }] of kept)
      assert.deepEqual(Buffer.from(after.get(name)!.bytes), Buffer.from(bytes), name);
  });

  it('writes a model whose sidecar is the own recipe with the classes of the folder, and that answers as it was judged', async () => {
    const { networks, classes } = await trained(`${at('resnet-narrow-bn.onnx')}:mode=head`, { out: at('judged') });
    const [fold] = networks[0].folds;
    const file = at('judged', fold.model);
    const sidecar = JSON.parse(readFileSync(`${file}.lens.json`, 'utf8')) as Record<string, unknown>;
    assert.deepEqual(
      [sidecar.color, sidecar.mean, sidecar.size, sidecar.fit],
      ['bgr', [100, 110, 120], [64, 64], 'fill'],
    );
    assert.deepEqual(sidecar.labels, classes);
    assert.equal((sidecar._training as { network: string }).network, 'resnet-narrow-bn.onnx:mode=head');
    const opened = await openModel(await readModelFile(file), RUNTIME);
    const wrong = new Set(fold.wrong.test.map(({ input }) => input));
    for (const label of classes)
      for (const name of readdirSync(at('set', 'test', label))) {
        const input = path.posix.join('test', label, name);
        const { tensor } = await readInput(at('set', input), [3, 64, 64], opened.recipe);
        const { data } = await opened.network.logits(tensor, new Execution());
        const best = classes[data.indexOf(Math.max(...data))];
        assert.equal(best !== label, wrong.has(input), input);
      }
    await opened.network.close();
  });

  it('goes on from its weights, or from fresh ones by the seed alone', async () => {
    const file = at('resnet-narrow-bn.onnx');
    const first = async (given: string, changes: Partial<TrainingRequest> = {}) => {
      const out = at('all', `${given}-${changes.seed ?? 0}`);
      const rate = { optimiser: 'sgd:learningRate=0.000001', epochs: 1, ...changes };
      const { networks } = await trained(`${file}:mode=${given}`, { ...rate, out });
      return weightsOf(path.join(out, networks[0].folds[0].model));
    };
    const own = await weightsOf(file);
    const [kept, fresh, again, other] = [
      await first('continue'),
      await first('fresh'),
      await first('fresh', { out: at('again') }),
      await first('fresh', { seed: 1 }),
    ];
    const [kernel] = [...own].find(([name, { dims }]) => dims.length === 4 && kept.has(name))!;
    const numbers = (weights: typeof own): Float32Array =>
      new Float32Array(Uint8Array.from(weights.get(kernel)!.bytes).buffer);
    const distance = (a: Float32Array, b: Float32Array): number => Math.max(...a.map((v, i) => Math.abs(v - b[i])));
    assert.ok(distance(numbers(own), numbers(kept)) < 1e-4);
    assert.ok(distance(numbers(own), numbers(fresh)) > 0.05);
    assert.deepEqual(numbers(fresh), numbers(again));
    assert.ok(distance(numbers(fresh), numbers(other)) > 0.05);
    const [mean] = [...own].find(([name]) => name.endsWith('running_mean'))!;
    assert.notDeepEqual(Buffer.from(kept.get(mean)!.bytes), Buffer.from(own.get(mean)!.bytes));
  });

  it('keeps its last layer where it tells the very classes of the folder, and takes a new one elsewhere', async () => {
    const first = await trained(at('cnn-softmax.onnx'), { out: at('first') });
    const file = at('first', first.networks[0].folds[0].model);
    const shape = async (of: string, out: string) => {
      const { networks } = await trained(`${of}:mode=continue`, { epochs: 1, out });
      const [before, after] = [of, path.join(out, networks[0].folds[0].model)].map(readModelFile);
      return [(await before).raw.graph, (await after).raw.graph].map(({ nodes }) =>
        nodes.map(({ op }) => op).join(' '),
      );
    };
    const [own, kept] = await shape(file, at('own'));
    assert.equal(kept, own);
    const [before, after] = await shape(at('cnn-softmax.onnx'), at('other'));
    assert.match(before, /Gemm Softmax$/);
    assert.match(after, /Flatten BatchNormalization Gemm$/);
  });

  it('comes to the same bytes when it was stopped, and trains again where the model is another', async () => {
    const file = at('resnet-narrow-bn.onnx');
    const how = { epochs: 3, augmentations: ['horizontal-flip'] };
    await trained(`${file}:mode=head`, { ...how, out: at('whole') });
    const abort = new AbortController();
    const stopped = trained(
      `${file}:mode=head`,
      { ...how, out: at('parts') },
      {
        signal: abort.signal,
        tell: (told) => told.kind === 'progress' && told.epoch >= 2 && abort.abort(),
      },
    );
    await assert.rejects(stopped, { code: 'cancelled' });
    await trained(`${file}:mode=head`, { ...how, out: at('parts') });
    const files = readdirSync(at('whole', 'resnet-narrow-bn'));
    for (const name of files)
      assert.deepEqual(
        readFileSync(at('parts', 'resnet-narrow-bn', name)),
        readFileSync(at('whole', 'resnet-narrow-bn', name)),
        name,
      );
    assert.match(readFileSync(at('parts', 'training.json'), 'utf8'), /"\.\.\/resnet-narrow-bn\.onnx:mode=head"/);
    assert.deepEqual(readTraining(at('parts'))!.result.request.networks, [`${file}:mode=head`]);
  });

  it('says what of its images was guessed, and nothing where a sidecar states it', async () => {
    const guesses = async (file: string) => {
      const told: string[] = [];
      const tell = (event: TrainingEvent): void =>
        void (event.kind === 'started' && told.push(...event.guesses.map((one) => `${one.network}: ${one.guessed}`)));
      await trained(at(file), { epochs: 1, out: at('told', file) }, { tell });
      return told;
    };
    assert.match((await guesses('cnn-softmax.onnx')).join(), /^cnn-softmax: .*(mean|range|preset).*\(/);
    assert.deepEqual(await guesses('resnet-narrow-bn.onnx'), []);
  });

  it('is compared with networks that take images of another size', async () => {
    const { networks } = await trained(at('resnet-narrow-bn.onnx'), {
      networks: ['logistic', at('resnet-narrow-bn.onnx')],
      size: [24, 24],
      out: at('both'),
    });
    assert.deepEqual(
      networks.map(({ network, folds }) => [network, folds[0].confusion.test!.flat().reduce((a, b) => a + b)]),
      [
        ['logistic', 16],
        ['resnet-narrow-bn', 16],
      ],
    );
  });

  describe('says in one sentence', () => {
    const refused = (network: string, what: RegExp): Promise<void> =>
      assert.rejects(
        trained(network),
        (error: Error) => (what.test(error.message) && error.message.length < 600) || assert.fail(error.message),
      );

    it('that it is a model of another task', () =>
      refused(at('unet-tiny.onnx'), /is a model of segmentation, and networks learn the classes/));
    it('that there is no such model, or mode', async () => {
      await refused(at('none.onnx'), /none\.onnx/);
      await refused(`${at('cnn-softmax.onnx')}:mode=all`, /mode cannot be all.*head, continue, fresh/);
    });
    it('that whole numbers cannot learn, while a new head can', async () => {
      const b = new GraphBuilder();
      b.input('image', 'float32', ['batch', 3, 8, 8]);
      const scale = b.scalar(0.02);
      const zero = b.weight(weightOf({ type: 'uint8', dims: [], data: Uint8Array.of(128) }), 'zero');
      const coarse = b.op('DequantizeLinear', [b.op('QuantizeLinear', ['image', scale, zero]), scale, zero]);
      const kernel = b.weight(
        weightOf(
          floats(
            [4, 3, 3, 3],
            Array.from({ length: 108 }, (_, i) => Math.sin(i)),
          ),
        ),
        'kernel',
      );
      const flat = b.op('Flatten', [b.op('Conv', [coarse, kernel], { kernel_shape: ints([3, 3]) })]);
      const matrix = b.weight(
        weightOf(
          floats(
            [144, 5],
            Array.from({ length: 720 }, (_, i) => Math.cos(i)),
          ),
        ),
        'matrix',
      );
      b.output(b.op('MatMul', [flat, matrix]), 'logits', 'float32', ['batch', 5]);
      writeFileSync(at('coarse.onnx'), encodeOnnxFile(b.build()));
      await refused(
        `${at('coarse.onnx')}:mode=continue`,
        /is quantised \(QuantizeLinear\), and whole numbers cannot learn/,
      );
      const { networks } = await trained(`${at('coarse.onnx')}:mode=head`, { out: at('coarse') });
      assert.ok(networks[0].folds[0].training.accuracy > 0.125);
    });
  });
});
