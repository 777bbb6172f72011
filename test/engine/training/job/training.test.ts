import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { enterWorkspace } from '../../../../src/engine/file/workspace';
import { writeSet } from '../../../../src/engine/generation';
import { readModelFile } from '../../../../src/engine/model/model-file';
import { openModel } from '../../../../src/engine/model/opening';
import { Execution } from '../../../../src/engine/session/execution';
import { encodeNpy } from '../../../../src/engine/tensor/npy';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { floats } from '../../../../src/engine/tensor/tensor';
import { runTraining } from '../../../../src/engine/training/job/training';
import type { TrainingOptions } from '../../../../src/engine/training/job/options';
import type { TrainingEvent, TrainingRequest } from '../../../../src/protocol/training';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('training', function () {
  this.timeout(120_000);
  let root: string;
  const at = (...parts: string[]): string => path.join(root, ...parts);
  before(() => enterWorkspace([(root = mkdtempSync(path.join(tmpdir(), 'lens-train-')))]));
  after(() => rmSync(root, { recursive: true, force: true }));

  const request = (given: Partial<TrainingRequest> & Pick<TrainingRequest, 'folder' | 'out'>): TrainingRequest => ({
    networks: ['mlp:hidden=16'],
    folds: 3,
    epochs: 4,
    batch: 8,
    seed: 0,
    optimiser: 'adamw:learningRate=0.01',
    schedule: 'one-cycle',
    augmentations: [],
    balanced: false,
    labelSmoothing: 0,
    clip: 0,
    patience: 0,
    color: 'rgb',
    ...given,
  });
  const train = (given: Parameters<typeof request>[0], options: Omit<TrainingOptions, 'runtime'> = {}) =>
    runTraining(request(given), { runtime: RUNTIME, ...options });

  /** Bumps up or down, or none, in noise. */
  function signals(name: string, counts: Readonly<Record<string, number>>, length = 24): string {
    for (const [label, count] of Object.entries(counts)) {
      mkdirSync(at(name, label), { recursive: true });
      for (let i = 0; i < count; i++) {
        const random = new RandomStream(name, label, i);
        const height = { up: 2, down: -2, flat: 0 }[label] ?? 0;
        const data = Array.from(
          { length },
          (_, t) => height * Math.exp(-(((t - 12) / 4) ** 2)) + 0.3 * random.normal(),
        );
        writeFileSync(at(name, label, `${i}.npy`), encodeNpy(floats([1, length], data)));
      }
    }
    return at(name);
  }

  it('learns, fold by fold, and says how well in tables', async () => {
    const folder = signals('learned', { down: 10, flat: 10, up: 10 });
    const out = at('results');
    const result = await train({
      folder,
      out,
      networks: ['mlp:hidden=16', 'cnn-1d:channels=4x4:kernels=3'],
      epochs: 12,
    });
    assert.deepEqual(
      result.networks.map(({ network, folds }) => [network, folds.length]),
      [
        ['mlp', 3],
        ['cnn-1d', 3],
      ],
    );
    for (const { mean, folds, deviation } of result.networks) {
      assert.ok(mean['Accuracy (validation)'] > 0.9, JSON.stringify(mean));
      const own = folds.map(({ validation }) => validation.accuracy);
      assert.equal(mean['Accuracy (validation)'], own.reduce((a, b) => a + b, 0) / 3);
      assert.ok(deviation['Loss (validation)'] > 0);
      assert.equal(folds[0].test, null);
      const rows = folds[0].confusion.validation!;
      assert.equal(
        rows.flat().reduce((a, b) => a + b),
        10,
      );
      assert.equal(rows[0][0] + rows[1][1] + rows[2][2], Math.round(own[0] * 10));
      assert.equal(folds[0].wrong.validation.length, 10 - Math.round(own[0] * 10));
    }
    assert.deepEqual(
      readdirSync(at('results', 'mlp')).filter((name) => name.startsWith('fold-1')),
      ['fold-1.history.csv', 'fold-1.json', 'fold-1.onnx', 'fold-1.onnx.lens.json'],
    );
    const [heading, ...epochs] = readFileSync(at('results', 'mlp', 'fold-1.history.csv'), 'utf8')
      .trim()
      .split('\n');
    const names = ['Loss', 'Accuracy', 'F1'].flatMap((name) => [`training${name}`, `validation${name}`]);
    assert.deepEqual(heading.split(',').sort(), ['epoch', 'learningRate', ...names].sort());
    const learned = epochs.map((line) => Number(line.split(',')[heading.split(',').indexOf('trainingAccuracy')]));
    assert.ok(learned.length === 12 && learned[11] > 0.8 && learned[11] > learned[0], learned.join());
    const table = readFileSync(at('results', 'training.csv'), 'utf8').trim().split('\n');
    assert.equal(table.length, 1 + 2 * 5);
    assert.match(
      table[0],
      /^network,fold,F1 \(validation\),Accuracy \(validation\),Loss \(validation\),F1 \(training\)/,
    );
    assert.match(readFileSync(at('results', 'training.md'), 'utf8'), /\| Class \| down \| flat \| up \|/);
    for (const ending of ['md', 'html', 'tex', 'json'])
      assert.ok(readFileSync(at('results', `training.${ending}`)).length > 0);
  });

  it('writes models that open with their sidecar, and answer as the table says', async () => {
    const { networks } = await train({
      folder: signals('opened', { down: 8, up: 8 }),
      out: at('opened-out'),
      epochs: 8,
    });
    const [fold] = networks[0].folds;
    const opened = await openModel(await readModelFile(at('opened-out', fold.model)), { device: 'cpu', threads: 1 });
    assert.deepEqual(opened.recipe.labels, ['down', 'up']);
    const data = Float32Array.from({ length: 24 }, (_, t) => 2 * Math.exp(-(((t - 12) / 4) ** 2)));
    const logits = await opened.network.logits(floats([1, 1, 24], data), new Execution());
    assert.ok(logits.data[1] > logits.data[0], String(logits.data));
    await opened.network.close();
  });

  it('waits for its turn before every batch, so that others may use the CPU', async () => {
    let turns = 0;
    const lane = { turn: async () => void turns++ };
    const folder = signals('shared', { down: 8, up: 8 });
    await train({ folder, out: at('shared-out'), folds: 2, epochs: 3 }, { lane });
    const updates = 2 * 3 * 1;
    assert.ok(turns >= 16 + updates, String(turns));
  });

  it('comes to the same bytes when it was stopped after any epoch', async () => {
    const folder = signals('stopped', { down: 9, up: 9 });
    const how = { folder, networks: ['mlp:hidden=8:dropout=0.3'], augmentations: ['noise'], folds: 2, patience: 3 };
    await train({ ...how, out: at('whole') });
    for (let stop = 1; stop <= 7; stop++) {
      const abort = new AbortController();
      const tell = (told: TrainingEvent): void => {
        if (told.kind === 'progress' && (told.fold - 1) * 4 + told.epoch >= stop) abort.abort();
      };
      const run = train({ ...how, out: at('parts') }, { signal: abort.signal, tell });
      await assert.rejects(run, { code: 'cancelled' });
    }
    await train({ ...how, out: at('parts') });
    const [whole, parts] = ['whole', 'parts'].map((name) => readdirSync(at(name, 'mlp')).sort());
    assert.deepEqual(parts, whole);
    for (const file of ['training.json', ...whole.map((name) => path.join('mlp', name))])
      assert.deepEqual(readFileSync(at('parts', file)), readFileSync(at('whole', file)), file);
  });

  it('trains again where anything is asked for otherwise', async () => {
    const folder = signals('again', { down: 6, up: 6 });
    const trained = async (given: Partial<TrainingRequest>) =>
      (await train({ folder, out: at('again-out'), folds: 2, ...given })).networks[0].folds[0].validation.loss;
    assert.equal(await trained({}), await trained({}));
    assert.notEqual(await trained({ seed: 1 }), await trained({}));
  });

  it('is judged by the folder test where it trains once', async () => {
    signals('apart/train', { down: 8, up: 8 });
    signals('apart/test', { down: 3, up: 3 });
    const { counts, description, networks } = await train({
      folder: at('apart'),
      out: at('apart-out'),
      folds: 1,
      epochs: 8,
    });
    assert.deepEqual(counts, { learning: 16, test: 6 });
    assert.match(description, /trained on 16, judged by the 6 to test with; the last epoch is kept/);
    const [fold] = networks[0].folds;
    assert.equal(fold.keptEpoch, 8);
    assert.deepEqual(fold.test, fold.validation);
  });

  it('takes images at a size, augmented, and features that do not learn', async () => {
    await writeSet({ set: 'textures:train=3:test=1', out: at('textures') });
    const networks = ['scatnet:J=2:L=4:positions=2', 'resnet-small:width=4'];
    for (const augmentations of [[], ['horizontal-flip', 'brightness', 'rotate']]) {
      const out = at(`textures-out-${augmentations.length}`);
      const how = {
        folder: at('textures'),
        out,
        size: [32, 32],
        folds: 2,
        epochs: 2,
        networks,
        augmentations,
      } as const;
      const result = await train(how);
      assert.equal(existsSync(path.join(out, 'augmented.png')), augmentations.length > 0);
      for (const { folds } of result.networks) assert.ok(folds.every(({ test }) => test!.accuracy >= 0));
    }
  });

  it('learns from samples of several sizes, and says from which on which network is better', async () => {
    const folder = signals('curve', { down: 20, up: 20 });
    const out = at('curve-out');
    const networks = ['logistic', 'mlp:hidden=4'];
    const how = { folder, out, networks, folds: 2, repeats: 2, epochs: 1, leastUpdates: 6, sizes: ['4', '4+4', '20'] };
    const { curve, networks: summaries } = await train(how);
    assert.deepEqual(curve!.sizes, [4, 8, 20]);
    assert.equal(curve!.part, 'validation');
    for (const { points, confusion } of curve!.networks) {
      for (const { runs, accuracy } of points) {
        assert.equal(runs.length, 4);
        assert.ok(accuracy.low <= accuracy.mean && accuracy.mean <= accuracy.high);
      }
      assert.equal(
        confusion.flat().reduce((a, b) => a + b),
        80,
      );
    }
    assert.deepEqual(
      summaries[0].folds.map(({ model, epochs }) => [model, epochs]),
      [1, 2, 3, 4].map((fold) => [`logistic/20/fold-${fold}.onnx`, 2]),
    );
    assert.deepEqual(
      curve!.crossings.map(({ measure, runs }) => [measure, runs]),
      [
        ['accuracy', 4],
        ['f1', 4],
      ],
    );
    const rows = readFileSync(path.join(out, 'sample-sizes.csv'), 'utf8').trim().split('\n');
    assert.equal(rows.length, 1 + 2 * 3 * 4);
    assert.match(readFileSync(path.join(out, 'sample-sizes.svg'), 'utf8'), /^<svg .*<polyline/s);
    assert.match(readFileSync(path.join(out, 'training.html'), 'utf8'), /is better than|are equal in/);
    assert.match(readFileSync(path.join(out, 'training.md'), 'utf8'), /## Sample size.*!\[.*\]\(sample-sizes\.svg\)/s);
    assert.match(readFileSync(path.join(out, 'training.tex'), 'utf8'), /logistic, learned from 4/);
  });

  it('repeats with the next seeds', async () => {
    const folder = signals('repeated', { down: 6, up: 6 });
    const how = { folder, folds: 2, epochs: 2 };
    const both = await train({ ...how, out: at('both'), repeats: 2 });
    const next = await train({ ...how, out: at('next'), seed: 1 });
    const losses = ({ networks }: typeof both) => networks[0].folds.map(({ validation }) => validation.loss);
    assert.match(both.description, /2 stratified folds of 12, 2 times/);
    assert.deepEqual(losses(both).slice(2), losses(next));
    assert.notDeepEqual(losses(both).slice(0, 2), losses(next));
  });

  it('leaves every input out once, or holds a share out', async () => {
    const folder = signals('single', { down: 4, up: 4 });
    const single = await train({ folder, out: at('single-out'), leaveOneOut: true, epochs: 3 });
    assert.match(single.description, /each of 8 left out once; the last epoch is kept/);
    const { folds } = single.networks[0];
    assert.equal(folds.length, 8);
    assert.ok(folds.every(({ confusion }) => confusion.validation!.flat().reduce((a, b) => a + b) === 1));
    const asMany = await train({ folder, out: at('as-many-out'), folds: 8, epochs: 1 });
    assert.equal(asMany.description, single.description);
    const held = await train({ folder, out: at('held-out'), folds: 1, heldOut: 0.25, epochs: 1 });
    assert.match(held.description, /2 of 8 held out/);
  });

  it('leaves out what cannot be read, and names it', async () => {
    const folder = signals('damaged', { down: 6, up: 6 });
    writeFileSync(at('damaged', 'up', 'bad.npy'), 'nothing');
    const { leftOut } = await train({ folder, out: at('damaged-out'), folds: 2, epochs: 1 });
    assert.deepEqual(
      leftOut.map(({ name }) => name),
      ['up/bad.npy'],
    );
    assert.match(leftOut[0].reason, /not a .npy file/);
  });

  describe('says in one sentence', () => {
    const refused = (given: Parameters<typeof request>[0], what: RegExp): Promise<void> =>
      assert.rejects(train(given), (error: Error) => what.test(error.message) || assert.fail(error.message));
    const out = (): string => at('never');

    it('that there is one class', () =>
      refused({ folder: signals('one', { up: 6 }), out: out() }, /all 6 inputs are of one class \(up\)/));
    it('that there are fewer inputs than folds', () =>
      refused({ folder: signals('few', { up: 2, down: 2 }), out: out(), folds: 5 }, /4 inputs, fewer than 5 folds/));
    it('that nothing can be read', () => {
      mkdirSync(at('unreadable', 'up'), { recursive: true });
      mkdirSync(at('unreadable', 'down'));
      for (const label of ['up', 'down']) writeFileSync(at('unreadable', label, '0.png'), 'nothing');
      return refused(
        { folder: at('unreadable'), out: out(), size: [8, 8] },
        /no input of the folder can be read \(down\/0\.png: .*Choose a folder/,
      );
    });
    it('that a network is too large', () =>
      refused(
        { folder: signals('large', { up: 6, down: 6 }), out: out(), networks: ['mlp:hidden=20000x20000'] },
        /401 million parameters by dense2\.weight, more than 250 million.*Choose fewer units/,
      ));
    it('that a size is larger than what a fold learns from', () =>
      refused(
        { folder: signals('small', { up: 6, down: 6 }), out: out(), sizes: ['9'] },
        /a run learns from 8 inputs, fewer than 9/,
      ));
    it('that sizes differ', () => {
      signals('sizes', { up: 3 });
      return refused(
        { folder: signals('sizes', { down: 3 }, 12), out: out() },
        /differ in size \(down\/0.npy has 1 × 12, up\/0.npy 1 × 24\)/,
      );
    });
    it('that the loss is no number any more', () =>
      refused(
        { folder: signals('lost', { up: 6, down: 6 }), out: out(), optimiser: 'sgd:learningRate=1e30', epochs: 9 },
        /the loss became .* in epoch \d.*smaller learning rate/,
      ));
    it('which network, parameter or augmentation there is not', async () => {
      const folder = signals('named', { up: 6, down: 6 });
      await refused({ folder, out: out(), networks: ['vgg'] }, /no network vgg.*cnn, scatnet/);
      await refused({ folder, out: out(), networks: ['mlp:width=3'] }, /mlp has no parameter width/);
      await refused({ folder, out: out(), networks: ['scatnet'] }, /scatnet is not made for signals/);
      await refused({ folder, out: out(), augmentations: ['rotate'] }, /rotate is not made for signals/);
      await refused({ folder, out: out(), optimiser: 'rmsprop' }, /no optimiser rmsprop/);
    });
  });
});
