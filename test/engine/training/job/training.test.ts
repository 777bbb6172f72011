import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeSet } from '../../../../src/engine/generation';
import { readModelFile } from '../../../../src/engine/model/model-file';
import { openModel } from '../../../../src/engine/model/opening';
import { Execution } from '../../../../src/engine/session/execution';
import { floats } from '../../../../src/engine/tensor/tensor';
import type { TrainingEvent, TrainingRequest } from '../../../../src/protocol/training';
import { RUNTIME, train, TrainingFolder } from '../support';

describe('training', function () {
  this.timeout(120_000);
  const { at, signals } = new TrainingFolder();

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
    const opened = await openModel(await readModelFile(at('opened-out', fold.model)), RUNTIME);
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
      const told: string[] = [];
      const tell = (event: TrainingEvent): void =>
        void (event.kind === 'features' && told.push(`${event.network} ${event.done} of ${event.total}`));
      const result = await train(how, { tell });
      // Features that stay are computed once, of 24 to learn from and 8 to test with; augmented, of these 8 for either fold.
      const once = ['scatnet 16 of 32', 'scatnet 24 of 32', 'scatnet 32 of 32'];
      assert.deepEqual(told, augmentations.length > 0 ? ['scatnet 8 of 8', 'scatnet 8 of 8'] : once);
      assert.equal(existsSync(path.join(out, 'augmented.png')), augmentations.length > 0);
      for (const { folds } of result.networks) assert.ok(folds.every(({ test }) => test!.accuracy >= 0));
    }
  });
});
