import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvaluatedModel } from '../../../src/engine/evaluation/evaluated-model';
import { estimateExplainer } from '../../../src/engine/explainer/estimate';
import { learnExplainer } from '../../../src/engine/explainer/job';
import { explainAll } from '../../../src/engine/explanation/all-methods';
import { openInput } from '../../../src/engine/explanation/opened-input';
import { predict } from '../../../src/engine/explanation/prediction';
import { enterWorkspace } from '../../../src/engine/file/workspace';
import { readArray } from '../../../src/engine/image/array';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { checkRecipe, planRecipeCheck } from '../../../src/engine/recipe-check/check';
import { asFloats } from '../../../src/engine/tensor/tensor';
import { USUAL_EXPLAINER } from '../../../src/protocol/explainer';
import type { MethodRequest, MethodResult } from '../../../src/protocol/method';
import type { Recipe } from '../../../src/protocol/recipe';

const REFERENCE = join(__dirname, '..', '..', 'fixtures', 'reference');
const arrays = (name: string): string => join(REFERENCE, 'tasks', `${name}.npy`);
const valuesOf = (path: string): Float32Array => asFloats(readArray(path)).data;

/** The largest difference of two maps, in parts of the largest value of the second. */
function distance(map: ArrayLike<number>, wanted: ArrayLike<number>): number {
  assert.equal(map.length, wanted.length);
  const peak = Array.from(wanted).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return Array.from(map).reduce((most, v, i) => Math.max(most, Math.abs(v - wanted[i])), 0) / peak;
}

describe('inputs beside the image', () => {
  let folder: string;
  const opened: OpenedModel[] = [];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-beside-'));
    mkdirSync(join(folder, 'images', 'a'), { recursive: true });
    enterWorkspace([folder]);
  });
  afterEach(async () => {
    for (const model of opened.splice(0)) await model.network.close();
  });
  after(() => {
    enterWorkspace([process.cwd()]);
    rmSync(folder, { recursive: true });
  });

  const put = (name: string, as: string): string => {
    const path = join(folder, 'images', 'a', as);
    copyFileSync(arrays(name), path);
    return path;
  };
  const open = async (model: string, recipe: Recipe): Promise<OpenedModel> => {
    const path = join(folder, `${model}.onnx`);
    copyFileSync(join(REFERENCE, 'models', `${model}.onnx`), path);
    const one = await openModel(await readModelFile(path), { device: 'cpu', threads: 1, recipe });
    opened.push(one);
    return one;
  };
  const explained = async (
    model: OpenedModel,
    path: string,
    target: number,
    ...methods: MethodRequest[]
  ): Promise<MethodResult[]> => {
    const results: MethodResult[] = [];
    const both = await openInput(model, path);
    await explainAll(both.model, both.input, { model: '', input: path, target, methods }, {}, (event) => {
      if (event.kind === 'failed') throw new Error(event.error.what);
      if (event.kind === 'finished') results.push(event.result);
    });
    return results;
  };

  it('may be the other image of a pair, in a file beside it: both have a map', async () => {
    const left = put('k-siamese.0.left', 'pair.npy');
    put('k-siamese.0.right', 'pair-right.npy');
    const model = await open('k-siamese', { inputs: { right: { beside: '{name}-right.npy' } } });
    const [gradient, cam] = await explained(
      model,
      left,
      1,
      { method: 'gradient', params: {} },
      { method: 'grad-cam', params: {} },
    );
    assert.ok(distance(gradient.map.data, valuesOf(arrays('several-gradient.k-siamese.0.attributionLeft'))) < 1e-5);
    const [right] = gradient.beside!;
    assert.equal(right.name, 'right');
    assert.ok(distance(right.map!.data, valuesOf(arrays('several-gradient.k-siamese.0.attributionRight'))) < 1e-5);
    assert.deepEqual(right.map!.dims, gradient.map.dims);
    assert.equal(gradient.leastPasses, 4, 'both maps are paid for');
    assert.deepEqual(cam.beside![0].map!.dims, cam.map.dims);
    assert.ok(distance(cam.beside![0].map!.data, cam.map.data) > 0.1, 'each image has a map of its own');
    const { input } = await openInput(model, left);
    const [view] = (await predict(model, input)).beside!;
    const [, height, width] = gradient.map.dims;
    assert.deepEqual([view.name, view.file], ['right', 'pair-right.npy']);
    assert.deepEqual([view.image?.height, view.image?.width], [height, width]);
  });

  it('are read for each image anew, through programs that are compiled once', async () => {
    const model = await open('k-siamese', { inputs: { right: { beside: '{name}-right.npy' } } });
    const scores = [];
    for (const [name, right] of [
      ['one', 'k-siamese.0.right'],
      ['two', 'k-siamese.0.left'],
    ]) {
      const path = put('k-siamese.0.left', `${name}.npy`);
      put(right, `${name}-right.npy`);
      const both = await openInput(model, path);
      scores.push((await predict(both.model, both.input)).predictions.find(({ index }) => index === 1)!.logit);
    }
    assert.ok(Math.abs(scores[0] - -3.014187594533408) < 1e-3);
    assert.ok(Math.abs(scores[1] - scores[0]) > 0.1);
  });

  it('make other results of an evaluation where they differ, and the same where they do not', async () => {
    const model = new EvaluatedModel(
      'pair',
      await open('k-siamese', { inputs: { right: { beside: '{name}-right.npy' } } }),
      0,
    );
    const at = async (name: string, right: string) => {
      const path = put('k-siamese.0.left', `${name}.npy`);
      put(right, `${name}-right.npy`);
      return (await model.at(path)).key;
    };
    const keys = [
      await at('p', 'k-siamese.0.right'),
      await at('q', 'k-siamese.0.left'),
      await at('r', 'k-siamese.0.right'),
    ];
    assert.equal(keys[0], keys[2]);
    assert.notEqual(keys[0], keys[1]);
  });

  it('may be numbers of a table above the image, in the row of the image', async () => {
    const vector = valuesOf(arrays('k-image-vector.0.vector'));
    const image = put('k-image-vector.0.image', 'x01.npy');
    const columns = Array.from(vector, (_, k) => `v${k}`);
    const row = (name: string, values: Iterable<number>): string => [name, ...values].join();
    writeFileSync(
      join(folder, 'images', 'facts.csv'),
      [
        row('image', [] as number[]) + `,${columns.join()}`,
        row(
          'a/x02.npy',
          vector.map((v) => -v),
        ),
        row('a/x01.npy', vector),
      ].join('\n'),
    );
    const model = await open('k-image-vector', { inputs: { vector: { table: 'facts.csv', columns } } });
    const [gradient, cam] = await explained(
      model,
      image,
      2,
      { method: 'gradient', params: {} },
      { method: 'grad-cam', params: {} },
    );
    const [own, other] = ['Image', 'Vector'].map((name) =>
      valuesOf(arrays(`several-gradient.k-image-vector.0.attribution${name}`)),
    );
    assert.ok(distance(gradient.map.data, own) < 1e-5);
    assert.ok(distance(gradient.beside![0].map!.data, other) < 1e-5);
    assert.equal(cam.beside![0].map, null);
    assert.match(cam.beside![0].reason!, /./);
    const { input } = await openInput(model, image);
    const [view] = (await predict(model, input)).beside!;
    assert.deepEqual(view.labels, columns);
    assert.deepEqual(view.signal!.dims, [1, vector.length]);
  });

  it('that are one number for all have no map', async () => {
    const image = put('k-image-vector.0.image', 'y.npy');
    const model = await open('k-image-vector', { inputs: { vector: 0 } });
    const [gradient] = await explained(model, image, 2, { method: 'gradient', params: {} });
    assert.equal(gradient.beside, undefined);
  });

  describe('that differ are refused', () => {
    const request = { model: '', folder: '', images: 4 };
    const explainer = { ...USUAL_EXPLAINER, folder: '', limit: 9 };
    for (const [what, run] of [
      ['a recipe is checked', (model) => checkRecipe(model, request)],
      ['a recipe is checked', (model) => planRecipeCheck(model, request)],
      ['an explainer learns', (model) => learnExplainer(model, explainer, { progress: () => undefined })],
      ['an explainer learns', (model) => estimateExplainer(model, explainer, {})],
    ] as readonly (readonly [string, (model: OpenedModel) => Promise<unknown>])[])
      it(`where ${what} from images alone`, async () => {
        const model = await open('k-siamese', { inputs: { right: { beside: '{name}-right.npy' } } });
        await assert.rejects(run(model), {
          code: 'unsupported-model',
          what: `${what} from images alone, and the input right of this model differs from image to image`,
        });
      });
  });

  for (const [inputs, message] of [
    [{ right: { beside: '{name}-none.npy' } }, /z-none\.npy/],
    [{ right: { beside: '../../../../../{name}.npy' } }, /outside its folder/],
    [{ right: { table: 'none.csv', columns: ['a'] } }, /none\.csv is neither in the folder of z\.npy/],
    [{ right: { table: 'facts2.csv', columns: ['b'] } }, /no column b.*image, a/],
    [{ right: { table: 'facts2.csv', columns: ['a'] } }, /no row for a\/z\.npy/],
  ] as readonly (readonly [Recipe['inputs'], RegExp])[])
    it(`say what is wrong: ${JSON.stringify(inputs)}`, async () => {
      const image = put('k-siamese.0.left', 'z.npy');
      writeFileSync(join(folder, 'images', 'facts2.csv'), 'image,a\na/other.npy,1\n');
      const model = await open('k-siamese', { inputs });
      await assert.rejects(openInput(model, image), message);
    });
});
