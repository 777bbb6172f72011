import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import { requestedTarget } from '../../../src/engine/explanation/target';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { readInput } from '../../../src/engine/image/input';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { scoresOf } from '../../../src/engine/session/score';
import { pearson } from '../../../src/engine/statistics/correlation';
import { floats } from '../../../src/engine/tensor/tensor';
import { overlapOf } from '../../../src/protocol/boxes';
import type { PredictResult } from '../../../src/protocol/prediction';
import type { ParameterValues } from '../../../src/protocol/parameter';
import type { TaskId } from '../../../src/protocol/task';
import { recipeOf, SAMPLES, SIZE } from '../../support/samples';
import { run } from '../graph/running';
import { exportForms, resizeForms, type ExportForm } from './export-forms';

const RUNTIME = { device: 'cpu', threads: 1 } as const;
const SET = join(SAMPLES, 'glasses/test');
const IMAGE = 'sunglasses-0000.png';
const METHODS: Readonly<Record<string, ParameterValues>> = {
  gradient: {},
  'grad-cam': {},
  occlusion: { window: [3, 32, 32], strides: [3, 32, 32] },
  rise: { samples: 24 },
};

/** A few of the drawn faces, with their boxes and label maps. */
function writeFewFaces(folder: string): void {
  const names = readdirSync(join(SET, 'images')).filter((_, n) => n % 6 === 0);
  for (const part of ['images', 'masks']) {
    mkdirSync(join(folder, part), { recursive: true });
    for (const name of names) copyFileSync(join(SET, part, name), join(folder, part, name));
  }
  type Part = readonly { readonly id: number; readonly file_name: string; readonly image_id: number }[];
  const all = JSON.parse(readFileSync(join(SET, 'annotations.json'), 'utf8')) as Record<'images' | 'annotations', Part>;
  const images = all.images.filter((image) => names.includes(image.file_name));
  const annotations = all.annotations.filter((one) => images.some(({ id }) => id === one.image_id));
  writeFileSync(join(folder, 'annotations.json'), JSON.stringify({ ...all, images, annotations }));
}

interface Seen {
  readonly task: TaskId;
  readonly predicted: PredictResult;
  readonly maps: Readonly<Record<string, Float32Array>>;
  readonly warnings: readonly string[];
  readonly measures: Readonly<Record<string, number | null>>;
}

/** What a person sees of a model: its task, its answer, maps of the surest object, and its measures. */
async function seen(model: string, image: string, folder: string, out: string): Promise<Seen> {
  const file = await readModelFile(model);
  const { task } = describeModel(file);
  const opened = await openModel(file, RUNTIME);
  const input = await readInput(image, opened.network.graph.inputDims, opened.recipe);
  const predicted = await predict(opened, input);
  const target = predicted.dense ? { target: 'sunglasses' } : {};
  const asked = await requestedTarget(opened, input, target, predicted);
  const maps: Record<string, Float32Array> = {};
  const warnings: string[] = [];
  for (const [method, params] of Object.entries(METHODS)) {
    const { result } = await explain(asked.model, input, asked.score, { method, params });
    maps[method] = result.map.data;
    warnings.push(...result.warnings);
  }
  await opened.network.close();
  const summary = await runEvaluation({ folder, models: [model], out, methods: [], metrics: [] }, RUNTIME);
  const measures = summary.models[0].judgement!.measures.map(({ id, value }) => [id, value] as const);
  return { task: task.id, predicted, maps, warnings, measures: Object.fromEntries(measures) };
}

/** The sample in a form, with what its recipe says of images and classes alone. */
async function written(folder: string, sample: string, form?: ExportForm): Promise<string> {
  const { raw } = await readModelFile(join(SAMPLES, 'models', sample));
  const path = join(folder, `${(form?.name ?? 'plain').replaceAll(/\W+/g, '-')}.onnx`);
  writeFileSync(path, encodeOnnxFile(form ? form.make(raw) : raw));
  const { task: _task, detection: _detection, ...recipe } = recipeOf(sample);
  const kept = Object.entries(recipe).filter(([field]) => !form?.without?.some((one) => one === field));
  writeFileSync(`${path}.lens.json`, JSON.stringify(Object.fromEntries(kept)));
  return path;
}

/** The same answer, maps and measures but for what the form's numbers cannot hold. */
function assertSame(got: Seen, as: Seen, { tolerance = 1e-3, otherZero }: ExportForm): void {
  assert.equal(got.task, as.task);
  for (const [method, map] of Object.entries(got.maps)) {
    if (otherZero && method === 'rise') continue;
    const r = pearson(map, as.maps[method]);
    assert.ok(r > (tolerance > 0.05 ? 0.6 : 0.98), `${method}: correlation ${r}`);
  }
  for (const [id, value] of Object.entries(as.measures)) {
    const own = got.measures[id];
    assert.ok(own === value || Math.abs(own! - value!) <= Math.max(2 * tolerance, 0.02), `${id}: ${own}, not ${value}`);
  }
}

function assertSameBox({ boxes }: PredictResult, as: PredictResult, { tolerance = 1e-3 }: ExportForm): void {
  const [[box], [expected]] = [boxes!.candidates, as.boxes!.candidates];
  assert.equal(box.label, expected.label);
  assert.ok(overlapOf(box.corners, expected.corners) > 1 - Math.max(tolerance, 0.01), box.corners.join());
  assert.ok(Math.abs(box.score - expected.score) < tolerance, `${box.score}, not ${expected.score}`);
}

function assertSameClasses({ dense }: PredictResult, as: PredictResult, { tolerance = 1e-3 }: ExportForm): void {
  const other = dense!.classes.filter((index, place) => index !== as.dense!.classes[place]).length;
  assert.ok(other <= tolerance * SIZE * SIZE, `${other} pixels of another class`);
}

for (const [kind, sample, assertSameAnswer] of [
  ['detector', 'faces-detector.onnx', assertSameBox],
  ['segmenter', 'faces-segmenter.onnx', assertSameClasses],
] as const)
  describe(`a ${kind} exported in another form`, function () {
    this.timeout(120_000);
    let folder: string;
    let plain: Seen;
    const of = async (form?: ExportForm): Promise<Seen> => {
      const path = await written(folder, sample, form);
      return seen(path, join(SET, 'images', IMAGE), join(folder, 'set'), `${path}.out`);
    };
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'lens-forms-'));
      writeFewFaces(join(folder, 'set'));
      plain = await of();
    });
    after(() => rmSync(folder, { recursive: true }));

    for (const form of exportForms)
      it(`answers, is explained and evaluated as before: ${form.name}`, async () => {
        const got = await of(form);
        assertSameAnswer(got.predicted, plain.predicted, form);
        assertSame(got, plain, form);
        const isRounded = got.warnings.some((warning) => warning.includes('QuantizeLinear'));
        assert.equal(isRounded, form.name.includes('QDQ'), got.warnings.join());
      });
  });

describe('a segmenter whose Resize computes another way', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-resizes-'))));
  after(() => rmSync(folder, { recursive: true }));

  for (const form of resizeForms)
    it(`has the classes that ONNX Runtime gives, and their gradient: ${form.name}`, async () => {
      const path = await written(folder, 'faces-segmenter.onnx', form);
      const file = await readModelFile(path);
      const model = await openModel(file, RUNTIME);
      const input = await readInput(join(SET, 'images', IMAGE), model.network.graph.inputDims, model.recipe);
      const predicted = await predict(model, input);
      const { data } = [...(await run(file.raw, { input: input.tensor })).values()][0];
      const places = SIZE * SIZE;
      const best = Array.from({ length: places }, (_, p) =>
        [0, 1, 2].reduce((most, row) => (data[row * places + p] > data[most * places + p] ? row : most)),
      );
      assert.deepEqual(Array.from(predicted.dense!.classes), best);
      const { score } = await requestedTarget(model, input, { target: 'sunglasses' }, predicted);
      const { map } = (await explain(model, input, score, { method: 'gradient', params: {} })).result;
      const peak = map.data.reduce((at, v, k, all) => (Math.abs(v) > Math.abs(all[at]) ? k : at), 0);
      const at = async (by: number): Promise<number> => {
        const values = Float32Array.from(input.tensor.data);
        values[peak] += by;
        return scoresOf(await model.network.logitsOf(floats(input.tensor.dims, values), new Execution()), score)[0];
      };
      const slope = ((await at(0.02)) - (await at(-0.02))) / 0.04;
      await model.network.close();
      assert.ok(
        Math.abs(slope - map.data[peak]) < 0.05 * Math.abs(slope),
        `${map.data[peak]}, by differences ${slope}`,
      );
    });
});
