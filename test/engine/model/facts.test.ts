import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { describeModel } from '../../../src/engine/model/description';
import { withFacts } from '../../../src/engine/model/facts';
import { readModelFile } from '../../../src/engine/model/model-file';
import type { CompleteRecipe, Recipe } from '../../../src/protocol/recipe';

const sample = join(__dirname, '../../../samples/models/faces-cnn.onnx');
const [MEAN, STD] = [
  [0.485, 0.456, 0.406],
  [0.229, 0.224, 0.225],
];

describe('what tools write beside a model', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-facts-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The recipe of a model without a sidecar, below files of that content. */
  async function recipeWith(files: Readonly<Record<string, unknown>>, sidecar?: Recipe): Promise<CompleteRecipe> {
    const model = join(folder, 'onnx/model.onnx');
    mkdirSync(join(folder, 'onnx'));
    copyFileSync(sample, model);
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    if (sidecar) writeFileSync(`${model}.lens.json`, JSON.stringify(sidecar));
    return describeModel(await readModelFile(model)).recipe;
  }
  const made = ({ range, mean, std, fit, kernel, resizeShorter }: CompleteRecipe) => ({
    range,
    mean,
    std,
    fit,
    kernel,
    resizeShorter,
  });

  it('makes the recipe: settings of transformers', async () => {
    const recipe = await recipeWith({
      'preprocessor_config.json': {
        image_processor_type: 'ViTImageProcessor',
        do_normalize: true,
        do_rescale: true,
        rescale_factor: 0.00392156862745098,
        image_mean: [0.5, 0.5, 0.5],
        image_std: [0.5, 0.5, 0.5],
        resample: 2,
        size: { height: 224, width: 224 },
      },
    });
    assert.deepEqual(made(recipe), {
      range: [0, 1],
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
      fit: 'fill',
      kernel: 'linear',
      resizeShorter: null,
    });
    const source = recipe.guessed.find(({ field }) => field === 'mean');
    assert.equal(source?.reason, 'preprocessor_config.json beside the model says so');
  });

  it('makes the recipe: a crop of a larger image', async () => {
    const recipe = await recipeWith({
      'preprocessor_config.json': {
        feature_extractor_type: 'CLIPFeatureExtractor',
        do_center_crop: true,
        crop_size: 224,
        size: { shortest_edge: 256 },
        resample: 3,
        image_mean: MEAN,
        image_std: STD,
      },
    });
    assert.deepEqual(made(recipe), {
      range: [0, 1],
      mean: MEAN,
      std: STD,
      fit: 'cover',
      kernel: 'cubic',
      resizeShorter: 256,
    });
  });

  it('makes the recipe: −1 to 1 by an offset, 0 to 255 without rescaling, a share to crop', async () => {
    const offset = { do_rescale: true, rescale_factor: 1 / 127.5, rescale_offset: true, do_normalize: false };
    assert.deepEqual((await recipeWith({ 'preprocessor_config.json': offset })).range, [-1, 1]);
    rmSync(join(folder, 'onnx'), { recursive: true });
    assert.deepEqual((await recipeWith({ 'preprocessor_config.json': { do_rescale: false } })).range, [0, 255]);
    rmSync(join(folder, 'onnx'), { recursive: true });
    const share = { do_resize: true, size: { shortest_edge: 224 }, crop_pct: 0.875 };
    assert.equal((await recipeWith({ 'preprocessor_config.json': share })).resizeShorter, 256);
  });

  it('makes the recipe: the configuration of timm', async () => {
    const recipe = await recipeWith({
      'config.json': {
        architecture: 'resnet18',
        pretrained_cfg: {
          input_size: [3, 224, 224],
          interpolation: 'bicubic',
          crop_pct: 0.95,
          mean: MEAN,
          std: STD,
        },
      },
    });
    assert.deepEqual(made(recipe), {
      range: [0, 1],
      mean: MEAN,
      std: STD,
      fit: 'cover',
      kernel: 'cubic',
      resizeShorter: 235,
    });
  });

  it('tells a model of other channels nothing of colours', () => {
    const fields = { color: 'rgb', range: [0, 1], mean: MEAN, std: STD, kernel: 'cubic' } as const;
    const facts = { fields, source: 'preprocessor_config.json' };
    assert.deepEqual(withFacts({}, [facts], 1).recipe, { range: [0, 1], kernel: 'cubic' });
    assert.deepEqual(withFacts({}, [facts], 3).recipe, fields);
  });

  it('gives way to the sidecar', async () => {
    const files = { 'preprocessor_config.json': { image_mean: MEAN, image_std: STD, resample: 3, do_resize: true } };
    const recipe = await recipeWith(files, { range: [0, 255] });
    assert.deepEqual([recipe.range, recipe.mean, recipe.kernel], [[0, 255], [0, 0, 0], 'cubic']);
  });

  it('is passed over where it is broken, another thing, or nonsense', async () => {
    const plain = await recipeWith({});
    for (const content of ['{"image_mean": [', '[1, 2]', { name: 'x' }, { model_type: 'vit', hidden_size: 768 }]) {
      rmSync(join(folder, 'onnx'), { recursive: true });
      const files = { 'preprocessor_config.json': content, 'config.json': content };
      assert.deepEqual(await recipeWith(files), plain, JSON.stringify(content));
    }
    rmSync(join(folder, 'onnx'), { recursive: true });
    const nonsense = {
      do_normalize: true,
      image_mean: ['a'],
      image_std: [0, 1, 1],
      size: -3,
      resample: 'x',
      rescale_factor: -1,
    };
    assert.deepEqual((await recipeWith({ 'preprocessor_config.json': nonsense })).std, [1, 1, 1]);
  });

  it('is no link', async () => {
    writeFileSync(join(folder, 'elsewhere.json'), JSON.stringify({ do_rescale: false }));
    symlinkSync(join(folder, 'elsewhere.json'), join(folder, 'preprocessor_config.json'));
    assert.deepEqual((await recipeWith({})).range, [0, 1]);
  });

  it('names the classes: Teachable Machine, which has its own range', async () => {
    const recipe = await recipeWith({
      'metadata.json': {
        packageName: '@teachablemachine/image',
        labels: ['bare', 'sunglasses'],
        imageSize: 128,
      },
    });
    assert.deepEqual(recipe.labels, ['bare', 'sunglasses']);
    assert.deepEqual([recipe.range, recipe.fit, recipe.size], [[-1, 1], 'cover', [128, 128]]);
    const source = recipe.guessed.find(({ field }) => field === 'labels');
    assert.equal(source?.reason, 'metadata.json beside the model says so');
  });

  it('names the classes: transformers, beside what tells how images are made', async () => {
    const recipe = await recipeWith({
      'config.json': { id2label: { 0: 'bare', 1: 'glasses' }, label2id: { bare: 0, glasses: 1 } },
      'preprocessor_config.json': { image_mean: MEAN, image_std: STD },
    });
    assert.deepEqual([recipe.labels, recipe.mean], [['bare', 'glasses'], MEAN]);
  });

  it('names the classes also where the sidecar has a preset, but not where it has names', async () => {
    const config = { 'config.json': { id2label: { 0: 'bare', 1: 'glasses' } } };
    const recipe = await recipeWith(config, { preset: 'raw' });
    assert.deepEqual(
      [recipe.labels, recipe.range],
      [
        ['bare', 'glasses'],
        [0, 255],
      ],
    );
    rmSync(join(folder, 'onnx'), { recursive: true });
    assert.deepEqual((await recipeWith(config, { labels: ['a', 'b'] })).labels, ['a', 'b']);
  });

  for (const [what, files] of Object.entries({
    'numbers that stand for names': { 'config.json': { id2label: { 0: 'LABEL_0', 1: 'LABEL_1' } } },
    'ids with a gap': { 'config.json': { id2label: { 0: 'bare', 2: 'glasses' } } },
    "another program's metadata": { 'metadata.json': { labels: ['bare', 'glasses'] } },
  }))
    it(`gives no names: ${what}`, async () => assert.deepEqual((await recipeWith(files)).labels, []));

  it('is read from the metadata of the model, too, as Custom Vision writes it', async () => {
    const path = join(folder, 'model.onnx');
    const model = decodeOnnx(readFileSync(sample));
    const recipeOf = async (pixels: string, range: string): Promise<CompleteRecipe> => {
      const metadata = new Map([
        ['Image.BitmapPixelFormat', pixels],
        ['Image.NominalPixelRange', range],
        ['Image.ColorSpaceGamma', 'SRGB'],
      ]);
      writeFileSync(path, encodeOnnxFile({ ...model, metadata }));
      return describeModel(await readModelFile(path)).recipe;
    };
    const { color, range, mean, std, guessed } = await recipeOf('Bgr8', 'NominalRange_0_255');
    assert.deepEqual({ color, range, mean, std }, { color: 'bgr', range: [0, 255], mean: [0, 0, 0], std: [1, 1, 1] });
    assert.equal(guessed.find(({ field }) => field === 'color')?.reason, 'the metadata of the model says so');
    assert.deepEqual((await recipeOf('Rgb8', 'Normalized_1_1')).range, [-1, 1]);
    assert.equal((await recipeOf('constructor', '__proto__')).color, 'rgb');
  });

  it('is read from the metadata of a classifier of Ultralytics, with its names', async () => {
    const path = join(folder, 'model.onnx');
    const model = decodeOnnx(readFileSync(sample));
    const recipeOf = async (metadata: Readonly<Record<string, string>>): Promise<CompleteRecipe> => {
      writeFileSync(path, encodeOnnxFile({ ...model, metadata: new Map(Object.entries(metadata)) }));
      return describeModel(await readModelFile(path)).recipe;
    };
    const written = {
      author: 'Ultralytics',
      task: 'classify',
      imgsz: '[128, 128]',
      names: "{0: 'bare', 1: 'glasses', 2: 'sunglasses'}",
    };
    const { labels, fit, guessed, ...recipe } = await recipeOf(written);
    assert.deepEqual([labels, fit, recipe.range], [['bare', 'glasses', 'sunglasses'], 'cover', [0, 1]]);
    for (const field of ['range', 'labels', 'fit'])
      assert.equal(
        guessed.find((guess) => guess.field === field)?.reason,
        "Ultralytics' metadata of the model says so",
        field,
      );
    assert.deepEqual((await recipeOf({ ...written, names: '{0: ' })).labels, []);
    assert.deepEqual((await recipeOf({ ...written, author: 'somebody' })).labels, []);
  });

  it('is read from the name that a network of Keras itself bears', async () => {
    const path = join(folder, 'model.onnx');
    const model = decodeOnnx(readFileSync(sample));
    const recipeOf = async (name: string, producer = 'Keras 3.5.0'): Promise<CompleteRecipe> => {
      writeFileSync(path, encodeOnnxFile({ ...model, producer, graph: { ...model.graph, name } }));
      return describeModel(await readModelFile(path)).recipe;
    };
    const { color, range, mean, guessed } = await recipeOf('vgg16');
    assert.deepEqual([color, range, mean], ['bgr', [0, 255], [103.939, 116.779, 123.68]]);
    assert.equal(guessed.find(({ field }) => field === 'mean')?.reason, 'the name of the Keras model, vgg16, says so');
    assert.deepEqual((await recipeOf('mobilenetv2_1.00_224')).range, [-1, 1]);
    assert.deepEqual((await recipeOf('MobileNetV3Small')).range, [0, 255]);
    assert.deepEqual((await recipeOf('densenet121')).std, STD);
    for (const other of [await recipeOf('sequential'), await recipeOf('vgg16', 'pytorch 2.5')])
      assert.deepEqual([other.color, other.range], ['rgb', [0, 1]]);
  });
});
