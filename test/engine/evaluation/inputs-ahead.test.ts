import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { EvaluationInput } from '../../../src/engine/evaluation/evaluation-set';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { InputsAhead } from '../../../src/engine/evaluation/inputs-ahead';
import { methodFromText } from '../../../src/engine/evaluation/notation';
import { readInput, readUnseen } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { labelledFolder } from './labelled-folder';

const OPTIONS = { device: 'cpu', threads: 1 } as const;
const COUNT = 9;

describe('inputs that are explained one by one', () => {
  let made: Awaited<ReturnType<typeof labelledFolder>>;
  before(async () => (made = await labelledFolder(COUNT)));

  it('are decoded some ahead, and are what they are when read by themselves', async () => {
    const model = await openModel(await readModelFile(made.models[0]), OPTIONS);
    try {
      const inputs = ['blue/000', 'green/001', 'red/002', 'blue/003', 'green/004', 'red/005'].map(
        (name): EvaluationInput => ({ name, path: join(made.set, `${name}.png`), truths: [], mask: null }),
      );
      const read: string[] = [];
      const ahead = new InputsAhead(model, inputs, (path, ...rest) => {
        read.push(path);
        return readUnseen(path, ...rest);
      });
      const first = await ahead.read(inputs[0].path);
      assert.deepEqual(
        read,
        inputs.slice(0, 4).map(({ path }) => path),
      );
      const alone = await readInput(inputs[0].path, model.network.graph.inputDims, model.recipe);
      assert.deepEqual([first.tensor, first.levels], [alone.tensor, alone.levels]);
    } finally {
      await model.network.close();
    }
  });

  it('are what an evaluation with methods reads, each once', async () => {
    const { read } = InputsAhead.prototype;
    const asked: string[] = [];
    InputsAhead.prototype.read = function (this: InputsAhead, path) {
      asked.push(path);
      return read.call(this, path);
    };
    try {
      const request = { folder: made.set, models: made.models, methods: [methodFromText('grad-cam')], metrics: [] };
      await runEvaluation({ ...request, out: made.out('ahead') }, OPTIONS);
    } finally {
      InputsAhead.prototype.read = read;
    }
    assert.deepEqual([asked.length, new Set(asked).size], [COUNT * made.models.length, COUNT]);
  });
});
