/**
 * Checks real networks of an assets folder: their predictions against the list that comes with them, the completeness
 * of integrated gradients, the gradient along the path against finite differences of the forward pass, and how far the
 * random methods agree between seeds. Usage: node --import tsx test/shared/assets.ts [FOLDER] [REGEX of model names]
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { baselineOf, type NamedBaseline } from '../../src/engine/attribution/baseline';
import { Draws } from '../../src/engine/attribution/draws';
import { gradientsAt } from '../../src/engine/attribution/derivation/gradients';
import type { MethodContext } from '../../src/engine/attribution/method';
import { explain } from '../../src/engine/explanation/explanation';
import { predict } from '../../src/engine/explanation/prediction';
import { importCheck } from '../../src/engine/model/import-check';
import { readInput, type NetworkInput } from '../../src/engine/image/input';
import { readModelFile } from '../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../src/engine/model/opening';
import { Execution } from '../../src/engine/session/execution';
import { scoresOf } from '../../src/engine/session/score';
import { floats } from '../../src/engine/tensor/tensor';
import type { Recipe } from '../../src/protocol/recipe';
import { SEEDED_MODEL, seedsAgree } from './seeds';

interface Expected {
  readonly preprocessing: {
    readonly order: string;
    readonly scale: number;
    readonly mean: readonly number[];
    readonly std: readonly number[];
  };
  readonly labels: string | null;
  readonly predictions: Readonly<Record<string, readonly (readonly [number, string, number])[]>>;
}

const STEPS = 2000;

function recipeFor(expected: Expected): Recipe {
  const { order, scale, mean, std } = expected.preprocessing;
  return {
    color: order === 'BGR' ? 'bgr' : order === 'RGB' ? 'rgb' : 'gray',
    fit: 'cover',
    kernel: 'cubic',
    range: [0, 255 * scale],
    mean: [...mean],
    std: [...std],
    labels: expected.labels ?? undefined,
  };
}

/** Residual over max(|f(x) − f(b)|, a tenth of the range of the logits). */
async function residual(model: OpenedModel, input: NetworkInput, index: number): Promise<number> {
  const { result } = await explain(
    model,
    input,
    { index, kind: 'logit' },
    { method: 'integrated-gradients', params: { steps: STEPS } },
  );
  const logits = await model.network.logits(input.tensor, new Execution());
  const range = Math.max(...logits.data) - Math.min(...logits.data);
  const { completeness } = result;
  return Math.abs(completeness!.residual) / Math.max(Math.abs(completeness!.expected), 0.1 * range);
}

/**
 * Difference between the directional gradient and central differences, relative to their size: the median over places
 * of the path, because a place may lie within a step of a bend.
 */
async function pathError(model: OpenedModel, input: NetworkInput, index: number): Promise<number> {
  const places = [0.23, 0.37, 0.51, 0.77, 0.98];
  const { network } = model;
  const score = { index, kind: 'logit' as const };
  const context: MethodContext<NamedBaseline> = {
    network,
    input: input.tensor,
    score,
    params: { baseline: 'zeros', baselineLevel: 0 },
    draws: new Draws(0),
    files: {},
    execution: new Execution(),
    report: () => undefined,
  };
  const baseline = baselineOf(context);
  const direction = input.tensor.data.map((v, i) => v - baseline.data[i]);
  const at = (alpha: number) =>
    floats(
      input.tensor.dims,
      direction.map((d, i) => baseline.data[i] + alpha * d),
    );
  const slopes: number[] = [];
  await gradientsAt(
    context,
    places.length,
    (i, into) => into.set(at(places[i]).data),
    { wrt: [network.graph.input] },
    ({ start, end, gradients }) => {
      for (let i = start; i < end; i++) {
        const g = gradients[0].data.subarray((i - start) * direction.length, (i - start + 1) * direction.length);
        slopes.push(g.reduce((sum, v, k) => sum + v * direction[k], 0));
      }
    },
  );
  // Small, because ReLU6 networks bend every few thousandths of the path; not smaller, because logits have seven
  // digits.
  const h = 2e-4;
  const errors: number[] = [];
  for (const [i, alpha] of places.entries()) {
    const [up, down] = [
      await network.logits(at(alpha + h), new Execution()),
      await network.logits(at(alpha - h), new Execution()),
    ];
    const difference = (scoresOf(up, score)[0] - scoresOf(down, score)[0]) / (2 * h);
    errors.push(Math.abs(difference - slopes[i]) / Math.max(Math.abs(difference), Math.max(...slopes.map(Math.abs))));
  }
  return errors.sort((a, b) => a - b)[errors.length >> 1];
}

/**
 * Networks of small images, judged on the 100 tiles of a sheet; `right` is what their sources say they reach there.
 */
const SHEETS: readonly {
  readonly model: string;
  readonly sheet: string;
  readonly side: number;
  readonly recipe: Recipe;
  readonly right: number;
}[] = [
  {
    model: 'resnet20-cifar10.onnx',
    sheet: 'cifar10-test-000-099',
    side: 32,
    right: 93,
    recipe: { preset: 'imagenet' },
  },
  { model: 'resnet8-cifar10.onnx', sheet: 'cifar10-test-000-099', side: 32, right: 80, recipe: { preset: 'raw' } },
  {
    model: 'cnn-cifar10-pytorch.onnx',
    sheet: 'cifar10-test-000-099',
    side: 32,
    right: 55,
    recipe: { preset: 'unit', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  },
  {
    model: 'mnist-cntk.onnx',
    sheet: 'mnist-test-000-099',
    side: 28,
    right: 96,
    recipe: { preset: 'raw', color: 'gray' },
  },
];

async function checkSheet(folder: string, entry: (typeof SHEETS)[number], scratch: string): Promise<boolean> {
  const model = await openModel(await readModelFile(join(folder, 'models', entry.model)), {
    device: 'cpu',
    threads: 0,
    recipe: entry.recipe,
  });
  const labels = JSON.parse(readFileSync(join(folder, 'datasets', `${entry.sheet}.labels.json`), 'utf8'));
  const classes: number[] = Array.isArray(labels) ? labels : labels.labels;
  let right = 0;
  let [worstResidual, worstPath] = [0, 0];
  for (let k = 0; k < 100; k++) {
    const tile = join(scratch, `${entry.sheet}-${k}.png`);
    const place = {
      left: (k % 10) * entry.side,
      top: Math.floor(k / 10) * entry.side,
      width: entry.side,
      height: entry.side,
    };
    await sharp(join(folder, 'datasets', `${entry.sheet}.png`))
      .extract(place)
      .png()
      .toFile(tile);
    const input = await readInput(tile, model.network.graph.inputDims, model.recipe);
    const { predictions } = await predict(model, input);
    if (predictions[0].index === classes[k]) right++;
    if (k > 1) continue;
    worstResidual = Math.max(worstResidual, await residual(model, input, predictions[0].index));
    worstPath = Math.max(worstPath, await pathError(model, input, predictions[0].index));
  }
  await model.network.close();
  const passed = right >= entry.right && worstResidual <= 0.02 && worstPath < 0.05;
  console.log(
    `${passed ? 'ok ' : 'BAD'} ${entry.model}: ${right} of 100 right, residual ${(100 * worstResidual).toFixed(2)} %, path gradient off by ${(100 * worstPath).toFixed(2)} %`,
  );
  return passed;
}

/** A network of TensorFlow.js, with the images that are named after their classes. */
async function checkTinyVgg(folder: string): Promise<boolean> {
  const recipe: Recipe = {
    preset: 'unit',
    fit: 'cover',
    kernel: 'cubic',
    labels: readFileSync(join(folder, 'models', 'tiny-vgg10.txt'), 'utf8')
      .trim()
      .split('\n'),
  };
  const model = await openModel(await readModelFile(join(folder, 'models', 'tiny-vgg-tfjs', 'model.json')), {
    device: 'cpu',
    threads: 0,
    recipe,
  });
  const check = await importCheck(model.file, model.network);
  const images = readdirSync(join(folder, 'images')).filter((name) => name.startsWith('tiny-'));
  let [right, worstResidual, worstPath] = [0, 0, 0];
  for (const image of images) {
    const input = await readInput(join(folder, 'images', image), model.network.graph.inputDims, model.recipe);
    const [{ index, label }] = (await predict(model, input)).predictions;
    if (label.includes(image.slice('tiny-'.length).split('_')[0])) right++;
    worstResidual = Math.max(worstResidual, await residual(model, input, index));
    worstPath = Math.max(worstPath, await pathError(model, input, index));
  }
  await model.network.close();
  const passed = check?.state === 'agrees' && right === images.length && worstResidual <= 0.02 && worstPath < 0.05;
  console.log(
    `${passed ? 'ok ' : 'BAD'} tiny-vgg-tfjs: ${right} of ${images.length} predictions, residual ${(100 * worstResidual).toFixed(2)} %, path gradient off by ${(100 * worstPath).toFixed(2)} %. ${check?.text}`,
  );
  return passed;
}

async function main(folder = '../shared/assets', pattern = ''): Promise<void> {
  const all = JSON.parse(readFileSync(join(folder, 'expected-predictions.json'), 'utf8')).models as Record<
    string,
    Expected
  >;
  let failed = 0;
  const scratch = mkdtempSync(join(tmpdir(), 'lens-assets-'));
  for (const entry of SHEETS)
    if (new RegExp(pattern).test(entry.model) && !(await checkSheet(folder, entry, scratch))) failed++;
  rmSync(scratch, { recursive: true, force: true });
  if (new RegExp(pattern).test('tiny-vgg-tfjs') && !(await checkTinyVgg(folder))) failed++;
  for (const [name, expected] of Object.entries(all)) {
    if (!name.endsWith('.onnx') || !new RegExp(pattern).test(name) || !expected.predictions) continue;
    const model = await openModel(await readModelFile(join(folder, 'models', name)), {
      device: 'cpu',
      threads: 0,
      recipe: recipeFor(expected),
    });
    let right = 0;
    let [worstResidual, worstPath] = [0, 0];
    const entries = Object.entries(expected.predictions);
    for (const [k, [image, [[index, label, probability]]]] of entries.entries()) {
      const input = await readInput(join(folder, 'images', image), model.network.graph.inputDims, model.recipe);
      const { predictions } = await predict(model, input);
      const same = predictions[0].index === index && Math.abs(predictions[0].probability - probability) < 0.03;
      if (same) right++;
      else
        console.log(
          `${name} ${image}: ${predictions[0].label} ${predictions[0].probability.toFixed(3)}, expected ${label} ${probability}`,
        );
      if (k > 1) continue;
      worstResidual = Math.max(worstResidual, await residual(model, input, index));
      worstPath = Math.max(worstPath, await pathError(model, input, index));
    }
    const passed = right === entries.length && worstResidual <= 0.02 && worstPath < 0.05;
    failed += passed ? 0 : 1;
    console.log(
      `${passed ? 'ok ' : 'BAD'} ${basename(name)}: ${right} of ${entries.length} predictions, residual ${(100 * worstResidual).toFixed(2)} %, path gradient off by ${(100 * worstPath).toFixed(2)} %`,
    );
    await model.network.close();
  }
  if (new RegExp(pattern).test(SEEDED_MODEL) && !(await seedsAgree(folder, recipeFor(all[SEEDED_MODEL])))) failed++;
  process.exitCode = failed > 0 ? 1 : 0;
}

void main(...process.argv.slice(2));
