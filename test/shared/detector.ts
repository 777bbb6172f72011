/**
 * Evaluates a real detector with YOLOv8's head on 200 images made of a folder's photographs: its average precision
 * against COCOeval of boxes that are decoded here, to 1e-6, and the files of an evaluation that is killed against those
 * of one that is not. Usage: node --import tsx test/shared/detector.ts MODEL.onnx FOLDER [IMAGES]
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { readInput } from '../../src/engine/image/input';
import { readModelFile } from '../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../src/engine/model/opening';
import { Execution } from '../../src/engine/session/execution';
import { RandomStream } from '../../src/engine/tensor/random';
import { survivesKills } from '../engine/evaluation/killing';
import { rowsOf } from '../engine/evaluation/labelled-folder';
import { cocoEval, type CocoDetection } from '../support/coco-eval';

const KILLS = 3;
const [LEAST_SCORE, MOST_OVERLAP, MOST_BOXES] = [0.001, 0.7, 300];

/** Photographs cut, turned over and lightened, as many as are asked for. */
async function images(photographs: readonly string[], folder: string, count: number): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const made = [];
  for (let n = 0; n < count; n++) {
    const stream = new RandomStream('photographs', n);
    const photograph = sharp(photographs[n % photographs.length])
      .removeAlpha()
      .toColourspace('srgb');
    const { width, height } = await photograph.metadata();
    const [across, down] = [0.6 + 0.4 * stream.uniform(), 0.6 + 0.4 * stream.uniform()];
    const cut = { width: Math.round(width * across), height: Math.round(height * down) };
    const left = Math.floor((width - cut.width) * stream.uniform());
    const top = Math.floor((height - cut.height) * stream.uniform());
    const part = photograph.extract({ left, top, ...cut }).modulate({ brightness: 0.7 + 0.6 * stream.uniform() });
    const path = join(folder, `${String(n).padStart(3, '0')}.png`);
    await (n % 2 === 0 ? part : part.flop()).png().toFile(path);
    made.push(path);
  }
  return made;
}

function overlap(a: readonly number[], b: readonly number[]): number {
  const side = (k: number): number => Math.max(0, Math.min(a[k + 2], b[k + 2]) - Math.max(a[k], b[k]));
  const area = (box: readonly number[]): number => (box[2] - box[0]) * (box[3] - box[1]);
  const shared = side(0) * side(1);
  return shared / (area(a) + area(b) - shared);
}

/** All boxes of an image in its pixels: rows of centre, size and probabilities, suppressed per class. */
async function decoded(model: OpenedModel, path: string, image: number): Promise<CocoDetection[]> {
  const { network, recipe } = model;
  const input = await readInput(path, network.graph.inputDims, recipe);
  const [{ data, dims }] = await network.tensorsOf(input.tensor, [model.detector!.reading.outputs[0]], new Execution());
  const [, rows, places] = dims;
  const candidates: (CocoDetection & { readonly raw: readonly number[] })[] = [];
  for (let place = 0; place < places; place++) {
    const [x, y, width, height] = [0, 1, 2, 3].map((k) => data[k * places + place]);
    const raw = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    for (let label = 0; label < rows - 4; label++) {
      const score = data[(label + 4) * places + place];
      if (score > LEAST_SCORE) candidates.push({ image, label, score, corners: raw, raw });
    }
  }
  candidates.sort((a, b) => b.score - a.score);
  const kept: typeof candidates = [];
  for (const one of candidates) {
    if (kept.length === MOST_BOXES) break;
    if (!kept.some((other) => other.label === one.label && overlap(other.raw, one.raw) > MOST_OVERLAP)) kept.push(one);
  }
  const [, height, width] = network.graph.inputDims;
  const { width: w, height: h } = await sharp(path).metadata();
  const scale = Math.min(height / h, width / w);
  const size = [Math.round(w * scale), Math.round(h * scale)];
  const before = [width - size[0], height - size[1]].map((rest) => Math.round(rest / 2 - 0.1));
  const inImage = (value: number, side: number): number =>
    Math.min(Math.max((value - before[side]) / scale, 0), side === 0 ? w : h);
  return kept.map(({ raw, ...box }) => ({ ...box, corners: raw.map((value, k) => inImage(value, k % 2)) }));
}

/** The surest boxes, of which some are moved, some are gone and some have another class. */
function truths(found: readonly CocoDetection[], classes: number): CocoDetection[] {
  const sure = found.filter(({ score }, n) => score > 0.15 && n % 7 !== 6);
  return sure.map((box, n) => {
    const [left, top, right, bottom] = box.corners;
    const moved = (n % 4) * 0.06 * (right - left);
    return {
      ...box,
      label: n % 9 === 8 ? (box.label + 1) % classes : box.label,
      corners: [left + moved, top, right + moved, bottom],
    };
  });
}

/** The objects as COCO's annotations.json. */
async function writeAnnotations(
  set: string,
  paths: readonly string[],
  objects: readonly CocoDetection[],
  { count, names }: { readonly count: number; readonly names: readonly string[] },
): Promise<void> {
  const sizes = await Promise.all(paths.map(async (image) => sharp(image).metadata()));
  const annotations = objects.map(({ image, label, corners: [left, upper, right, bottom] }, id) => ({
    id,
    image_id: image,
    category_id: label,
    bbox: [left, upper, right - left, bottom - upper],
    area: (right - left) * (bottom - upper),
    iscrowd: 0,
  }));
  const images = sizes.map(({ width, height }, id) => ({ id, file_name: basename(paths[id]), width, height }));
  const categories = Array.from({ length: count }, (_, id) => ({ id, name: names[id] ?? `class ${id}` }));
  writeFileSync(join(set, 'annotations.json'), JSON.stringify({ images, annotations, categories }));
}

async function main([file, photographs, count = '200']: readonly string[]): Promise<void> {
  const top = mkdtempSync(join(tmpdir(), 'lens-detector-'));
  try {
    const set = join(top, 'set');
    mkdirSync(join(top, 'model'));
    const path = join(top, 'model', 'detector.onnx');
    copyFileSync(file, path);
    const all = readdirSync(photographs).filter((name) => /\.(png|jpe?g)$/i.test(name) && !/mask/.test(name));
    const paths = await images(
      all.map((name) => join(photographs, name)),
      set,
      Number(count),
    );
    const model = await openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
    const found: CocoDetection[] = [];
    for (const [n, image] of paths.entries()) found.push(...(await decoded(model, image, n)));
    const classes = model.network.model.graph.outputs[0].shape![1] as number;
    await model.network.close();
    const objects = truths(found, classes - 4);
    await writeAnnotations(set, paths, objects, { count: classes - 4, names: model.recipe.labels });
    const out = join(top, 'out');
    await survivesKills({ set, models: [path], options: ['--labelling', 'coco:annotations.json'], out, kills: KILLS });
    const measures = Object.fromEntries(
      rowsOf(out, 'measures.csv').map(({ measure, value }) => [measure, Number(value)]),
    );
    const expected = cocoEval(objects, found);
    for (const [id, value] of Object.entries(expected)) {
      console.log(`${id}: ${measures[id]}, by COCOeval ${value}, ${found.length} boxes, ${objects.length} objects`);
      assert.ok(Math.abs(measures[id] - value) < 1e-6, id);
    }
    const rows = rowsOf(out, 'detections.csv').length;
    console.log(`killed ${KILLS} times and resumed: the same files, among them ${rows} rows of detections.csv`);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

void main(process.argv.slice(2));
