import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { comparisonCommands } from '../../src/extension/panels/comparison/command-line';
import { filtersCommands } from '../../src/extension/panels/filters/command-line';
import { scatteringCommand } from '../../src/extension/panels/scattering/command-line';
import { shellCommand } from '../../src/protocol/shell-command';
import { trainingWords } from '../../src/protocol/training-command';
import { LocalFiles } from '../../src/extension/workspace/location';
import { emptyComparison, type ComparisonDocument } from '../../src/protocol/comparison-panel';
import { emptyFilters, type FiltersDocument } from '../../src/protocol/filters-panel';
import { emptyScattering, type ScatteringDocument } from '../../src/protocol/scattering-panel';
import type { TrainingRequest } from '../../src/protocol/training';

const file = (name: string) => ({ uri: `file:///project/${name}`, name, thumbnail: null });

describe('what is shown as a command line', () => {
  const files = new LocalFiles(vscode.Uri.file('/nowhere'));

  it('explains an image by each method under each model, and compares the maps', async () => {
    const choice = (method: string) => ({ method, selected: true, params: {}, layer: null });
    const document = {
      ...emptyComparison,
      inputs: [file('a.png'), file('b.png')],
      models: [file('net.onnx')],
      methods: ['gradient', 'lrp'].map((id) => ({ id, label: id, params: [] })),
      choices: [choice('gradient'), { ...choice('lrp'), layer: 'conv5' }],
      target: 'dog',
      current: 1,
    } as unknown as ComparisonDocument;
    const explain = (out: string) => [
      `saliency-lens explain /project/b.png --model /project/net.onnx --method gradient --target dog --out ${out}/gradient`,
      `saliency-lens explain /project/b.png --model /project/net.onnx --method lrp --target dog --layer conv5 --out ${out}/lrp`,
    ];
    const out = 'out/2-b';
    assert.deepEqual((await comparisonCommands(document, files)).split('\n'), [
      ...explain(out),
      `saliency-lens compare ${out}/gradient/gradient.npy ${out}/lrp/lrp.npy --out ${out}/comparison`,
    ]);
    assert.equal((await comparisonCommands({ ...document, current: null }, files)).split('\n').length, 6);
    const models = [file('net.onnx'), file('other.onnx')];
    const one = { ...document, inputs: [file('b.png')], current: 0, models, choices: [choice('gradient')] };
    assert.equal(
      (await comparisonCommands(one, files)).split('\n').at(-1),
      'saliency-lens compare out/1-net/gradient.npy out/2-other/gradient.npy --out out/comparison',
    );
    assert.equal(await comparisonCommands(emptyComparison, files), '');
  });

  it('writes the layer that is looked at, with its maps of the images', async () => {
    const document: FiltersDocument = { ...emptyFilters, model: file('net.onnx'), layer: 'conv 1' };
    assert.equal(
      await filtersCommands(document, files),
      "saliency-lens filters /project/net.onnx --layer 'conv 1' --out out",
    );
    const images = [file('a.png'), file('b.png')];
    assert.equal(
      (await filtersCommands({ ...document, images }, files)).split('\n')[1],
      "saliency-lens filters /project/net.onnx --layer 'conv 1' --input /project/b.png --out out/2-b",
    );
    assert.equal(await filtersCommands(emptyFilters, files), '');
  });

  it('scatters the image or the signal with the settings', async () => {
    const document: ScatteringDocument = { ...emptyScattering, image: file('a.png') };
    assert.equal(
      await scatteringCommand(document, files),
      'saliency-lens scattering /project/a.png --scales 3 --angles 8 --size 128x128 --order 2 --out out',
    );
    const signal = { ...document, coefficients: { state: 'done', value: { signal: {} } } } as never;
    assert.equal(
      await scatteringCommand(signal, files),
      'saliency-lens scattering /project/a.png --scales 3 --q 8,1 --order 2 --out out',
    );
    assert.equal(await scatteringCommand(emptyScattering, files), '', 'a bank alone belongs to no input');
  });

  it('trains with every choice written out', () => {
    const request: TrainingRequest = {
      folder: '/project/my faces',
      networks: ['cnn:channels=8x16', 'mlp'],
      out: '/project/out',
      folds: 5,
      epochs: 20,
      batch: 32,
      seed: 1,
      optimiser: 'adamw:learningRate=0.003',
      schedule: 'one-cycle',
      augmentations: ['horizontal-flip'],
      balanced: true,
      labelSmoothing: 0.1,
      clip: 0,
      patience: 0,
      size: [48, 64],
      color: 'gray',
    };
    assert.equal(
      shellCommand(trainingWords(request)),
      "saliency-lens train '/project/my faces' --network cnn:channels=8x16 --network mlp --folds 5 --least-updates 0 " +
        '--epochs 20 --batch 32 --seed 1 --optimiser adamw:learningRate=0.003 --schedule one-cycle ' +
        '--augment horizontal-flip --balanced --label-smoothing 0.1 --clip 0 --patience 0 --size 48x64 --gray --out /project/out',
    );
  });
});
