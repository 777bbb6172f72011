import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTraining, RESULT_FILE } from '../../../../src/engine/training/job/stored';
import { LensError } from '../../../../src/protocol/error';
import type { TrainingResult } from '../../../../src/protocol/training';

const measures = { f1: 0.9, accuracy: 0.8, loss: 0.4 };
const mean = { mean: 0.9, low: 0.8, high: 1 };
const RESULT: TrainingResult = {
  request: {
    networks: ['cnn'],
    folds: 2,
    repeats: 1,
    sizes: ['8'],
    epochs: 1,
    batch: 4,
    seed: 0,
    optimiser: 'adam',
    schedule: 'constant',
    augmentations: ['flip'],
    balanced: false,
    labelSmoothing: 0,
    clip: 0,
    patience: 0,
    size: [32, 32],
    color: 'rgb',
  },
  description: 'two folds',
  classes: ['cat', 'dog'],
  counts: { learning: 8, test: 2 },
  leftOut: [{ name: 'a.txt', reason: 'it is no image' }],
  networks: [
    {
      network: 'cnn',
      folds: [
        {
          network: 'cnn',
          fold: 1,
          model: 'cnn/fold-1.onnx',
          parameters: 10,
          epochs: 1,
          keptEpoch: 1,
          validation: measures,
          training: measures,
          test: null,
          confusion: {
            validation: [
              [1, 0],
              [0, 1],
            ],
            test: null,
          },
          wrong: { validation: [{ input: 'a.png', label: 'cat', predicted: 'dog' }], test: [] },
          history: [{ epoch: 1, learningRate: 0.1, training: measures, validation: { ...measures, loss: NaN } }],
        },
      ],
      mean: { accuracy: 0.8 },
      deviation: { accuracy: 0 },
    },
  ],
  curve: {
    part: 'validation',
    sizes: [8],
    networks: [
      {
        network: 'cnn',
        points: [{ size: 8, f1: mean, accuracy: mean, loss: mean, runs: [measures] }],
        confusion: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
    crossings: [
      { measure: 'f1', better: 'cnn', worse: 'mlp', from: null, low: null, high: null, runs: 1, text: 'at every size' },
    ],
  },
};

/** The value with each of its parts in turn replaced by one of another type. */
function* spoilt(value: unknown, path = ''): Generator<readonly [path: string, value: unknown]> {
  yield [path, typeof value === 'string' ? { other: 1 } : 'other'];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value))
    for (const [where, other] of spoilt(part, `${path}/${name}`)) {
      const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
      (copy as Record<string, unknown>)[name] = other;
      yield [where, copy];
    }
}

describe('the results of a training on disk', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-training-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const readBack = (value: unknown) => {
    writeFileSync(join(folder, RESULT_FILE), JSON.stringify(value));
    return readTraining(folder);
  };

  it('are read as they were written, with what is no number', () => {
    const { result } = readBack(RESULT)!;
    assert.deepEqual(result, JSON.parse(JSON.stringify(RESULT)));
    assert.ok(readBack({ ...RESULT, curve: null, ofLater: 'versions' }));
  });

  it('are refused in one sentence wherever somebody has changed a part into something else', () => {
    const cases = [...spoilt(RESULT)];
    assert.ok(cases.length > 80);
    for (const [path, value] of cases)
      assert.throws(
        () => readBack(value),
        (error) => error instanceof LensError && /results of the training cannot be read/.test(error.message),
        path,
      );
  });
});
