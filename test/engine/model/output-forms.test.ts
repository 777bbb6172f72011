import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { predict } from '../../../src/engine/explanation/prediction';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { withOutputs } from '../../../src/engine/graph/rewriting';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { scoresOf } from '../../../src/engine/session/score';
import { createSession } from '../../../src/engine/session/runtime';
import { asFloats } from '../../../src/engine/tensor/tensor';
import { composedForms } from './composed-output-forms';
import { cases, image, modelOf } from './output-form-cases';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('what is shown of a model', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-outputs-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const one of [...cases, ...composedForms]) {
    it(`is its own number: ${one.name}`, async () => {
      const model = modelOf(one);
      const path = join(folder, 'model.onnx');
      writeFileSync(path, encodeOnnxFile(model));
      const session = await createSession(one.plain ? withOutputs(model, [one.plain]) : model, RUNTIME);
      const [plain] = Object.values(await session.run({ image })).map(asFloats);
      await session.release();
      const wanted = one.says(plain.data);

      const opened = await openModel(await readModelFile(path), { ...RUNTIME, recipe: one.recipe ?? {} });
      assert.equal(opened.logits.kind, one.kind, opened.logits.reason);
      const input = { tensor: image, view: { path: '', image: null, signal: null } };
      const { predictions } = await predict(opened, input);
      assert.equal(predictions.length, wanted.length);
      assert.equal(opened.network.scores, wanted.length);
      assert.equal(opened.logits.classes, wanted.length);
      for (const { index, probability } of predictions)
        assert.ok(Math.abs(probability - wanted[index]) < 1e-5, `${index}: ${probability}, not ${wanted[index]}`);

      // The tensor from which gradients of probabilities start says the same.
      const { graph } = opened.network;
      const program = await opened.network.forwardProgram([graph.probabilities, graph.logits]);
      const made = await program.session.run({ [graph.input]: image });
      const [said, logits] = [graph.probabilities, graph.logits].map((name) => asFloats(made[name]));
      const { link } = graph;
      wanted.forEach((value, index) => {
        const own =
          said.data.length === wanted.length ? said.data[index] : index === 1 ? said.data[0] : 1 - said.data[0];
        assert.ok(Math.abs(own - value) < 1e-5);
        assert.ok(Math.abs(scoresOf(logits, { index, kind: 'probability', link })[0] - value) < 1e-5);
      });
      await opened.network.close();
    });
  }
});
