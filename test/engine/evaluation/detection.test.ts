import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { readImages } from '../../../src/engine/evaluation/images-file';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { predict } from '../../../src/engine/explanation/prediction';
import { readInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { boxTensors } from '../../../src/engine/explanation/detected-boxes';
import { Execution } from '../../../src/engine/session/execution';
import { detectionsOf } from '../../../src/engine/task/detection/suppression';
import { RandomStream } from '../../../src/engine/tensor/random';
import { visibleBoxes } from '../../../src/protocol/boxes';
import type { EvaluationRequest } from '../../../src/protocol/evaluation';
import type { EvaluationSummary } from '../../../src/protocol/evaluation-summary';
import { cocoEval } from '../../support/coco-eval';
import { CLASSES, HEIGHT, WIDTH, writtenDetector } from '../task/small-detector';
import { filesOf, rowsOf, write } from './labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;
const COUNT = 6;
/** Images are twice as large as the network's, so that boxes are halved and doubled again. */
const SCALE = 2;

interface Box {
  readonly label: string;
  readonly score: number;
  readonly corners: readonly number[];
}

/** Boxes in pixels of the images, decoded beside the evaluation: all that count, and those that are shown. */
async function decoded(model: string, images: readonly string[]): Promise<{ all: Box[]; shown: Box[] }[]> {
  const opened = await openModel(await readModelFile(model), RUNTIME);
  const inPixels = (label: string, score: number, corners: Iterable<number>): Box => ({
    label,
    score,
    corners: Array.from(corners, (value, k) =>
      Math.min(Math.max(value * SCALE, 0), SCALE * (k % 2 === 0 ? WIDTH : HEIGHT)),
    ),
  });
  const results = [];
  for (const path of images) {
    const input = await readInput(path, opened.network.graph.inputDims, opened.recipe);
    const { boxes } = await predict(opened, input);
    const tensors = await opened.network.remembered(input.tensor, boxTensors(opened.detector!), new Execution());
    const found = detectionsOf(
      { boxes: tensors[0].data, scores: tensors[1].data, classes: CLASSES.length },
      { scoreThreshold: 0.001, iouThreshold: 0.7, multiLabel: true, maxDetections: 300 },
    );
    results.push({
      all: Array.from(found.scores, (score, k) =>
        inPixels(CLASSES[found.labels[k]], score, found.boxes.subarray(4 * k, 4 * k + 4)),
      ),
      shown: visibleBoxes(boxes!.candidates, 0.25, 0.5).map(({ label, score, corners }) =>
        inPixels(label, score, corners),
      ),
    });
  }
  await opened.network.close();
  return results;
}

describe('an evaluation of a detector', () => {
  let top: string;
  let model: string;
  let found: Awaited<ReturnType<typeof decoded>>;
  const names = Array.from({ length: COUNT }, (_, n) => `${n}.png`);
  const set = (): string => join(top, 'set');
  before(async () => {
    top = mkdtempSync(join(tmpdir(), 'lens-detection-'));
    mkdirSync(join(top, 'models'));
    model = writtenDetector(join(top, 'models'));
    write(
      `${model}.lens.json`,
      JSON.stringify({ fit: 'contain', kernel: 'nearest', range: [0, 1], mean: [0, 0, 0], std: [1, 1, 1] }),
    );
    for (const [n, name] of names.entries()) {
      const stream = new RandomStream('detection', n);
      const data = Buffer.from(Array.from({ length: WIDTH * HEIGHT * SCALE * SCALE * 3 }, () => stream.below(256)));
      const raw = { width: WIDTH * SCALE, height: HEIGHT * SCALE, channels: 3 } as const;
      write(join(set(), name), await sharp(data, { raw }).png().toBuffer());
    }
    found = await decoded(
      model,
      names.map((name) => join(set(), name)),
    );
    assert.ok(found.every(({ shown }) => shown.length > 1));
  });
  after(() => rmSync(top, { recursive: true, force: true }));

  const asked = (out: string, more: Partial<EvaluationRequest> = {}): EvaluationRequest => ({
    folder: set(),
    models: [model],
    out: join(top, 'out', out),
    methods: [],
    metrics: [],
    ...more,
  });

  /** A COCO file in which these are the objects. */
  function annotate(objects: readonly (readonly Box[])[]): void {
    const images = names.map((file_name, id) => ({ id, file_name, width: WIDTH * SCALE, height: HEIGHT * SCALE }));
    const annotations = objects.flatMap((boxes, image_id) =>
      boxes.map(({ label, corners: [left, top_, right, bottom] }) => ({
        image_id,
        category_id: CLASSES.indexOf(label) + 1,
        bbox: [left, top_, right - left, bottom - top_],
        area: (right - left) * (bottom - top_),
        iscrowd: 0,
      })),
    );
    const categories = CLASSES.map((name, k) => ({ id: k + 1, name }));
    write(join(set(), 'annotations.json'), JSON.stringify({ images, annotations, categories }));
  }

  const measure = ({ models }: EvaluationSummary, id: string): number | null =>
    models[0].judgement!.measures.find((one) => one.id === id)!.value;
  const errors = ({ models }: EvaluationSummary): Record<string, number> =>
    Object.fromEntries(
      models[0].judgement!.errors.filter(({ count }) => count > 0).map(({ id, count }) => [id, count]),
    );

  it('finds nothing wrong where the objects are what is shown', async () => {
    annotate(found.map(({ shown }) => shown));
    const summary = await runEvaluation(asked('right'), RUNTIME);
    assert.equal(summary.labelling.id, 'coco');
    assert.deepEqual([measure(summary, 'precision'), measure(summary, 'recall'), errors(summary)], [1, 1, {}]);
    assert.deepEqual(summary.models[0].judgement!.worst.images, []);
  });

  it('has the average precision of the boxes decoded apart from it', async () => {
    // Some objects are moved, some are gone, some have another class.
    const objects = found.map(({ shown }, n) =>
      shown.slice(n % 2).map((box, k) => ({
        ...box,
        label: k % 5 === 4 ? CLASSES[(CLASSES.indexOf(box.label) + 1) % 3] : box.label,
        corners: box.corners.map((value, side) => value + (side % 2 === 0 ? k % 4 : 0)),
      })),
    );
    annotate(objects);
    const summary = await runEvaluation(asked('moved'), RUNTIME);
    const flat = (boxes: readonly (readonly Box[])[]) =>
      boxes.flatMap((own, image) => own.map((box) => ({ ...box, image, label: CLASSES.indexOf(box.label) })));
    const expected = cocoEval(flat(objects), flat(found.map(({ all }) => all)));
    assert.ok(expected.ap > 0.1 && expected.ap < 0.95, `${expected.ap}`);
    for (const [id, value] of Object.entries(expected))
      assert.ok(Math.abs(measure(summary, id)! - value) < 1e-6, `${id}: ${measure(summary, id)}, not ${value}`);
  });

  it('counts the boxes that other thresholds than those of the model leave', async () => {
    annotate(found.map(({ shown }) => shown));
    const all = found.flatMap(({ shown }) => shown.map(({ score }) => score)).sort((a, b) => b - a);
    const scoreThreshold = (all[2] + all[3]) / 2;
    const request = asked('surer', { scoreThreshold, overlapThreshold: 0.5 });
    const summary = await runEvaluation(request, RUNTIME);
    assert.deepEqual(summary.boxes, { most: 3, which: 'confident', scoreThreshold, overlapThreshold: 0.5 });
    assert.equal(rowsOf(request.out, 'detections.csv').filter(({ score }) => score !== '').length, 3);
    assert.deepEqual([measure(summary, 'precision'), measure(summary, 'recall')], [1, 3 / all.length]);
    const command = readFileSync(join(request.out, 'report.md'), 'utf8');
    assert.ok(command.includes(`--score-threshold ${scoreThreshold} --overlap-threshold 0.5`), 'the same run again');
    const usual = await runEvaluation(asked('right'), RUNTIME);
    assert.equal(measure(summary, 'ap'), measure(usual, 'ap'), 'average precision takes boxes of all scores');
  });

  it('tells a miss from a box on nothing', async () => {
    const [first] = found[0].shown;
    const far = { ...first, corners: [0, 0, 3, 3] };
    annotate(found.map(({ shown }, n) => (n === 0 ? [far, ...shown.slice(1)] : shown)));
    const summary = await runEvaluation(asked('missed'), RUNTIME);
    const { missed, ...others } = errors(summary);
    assert.deepEqual([missed, Object.values(others)], [1, [1]]);
    const [worst] = summary.models[0].judgement!.worst.images;
    assert.equal(worst.name, '0.png');
    assert.match(worst.remark, new RegExp(`missed: ${first.label}`));
    const kinds = summary.models[0].judgement!.errors;
    const [lost] = kinds.find(({ id }) => id === 'missed')!.examples!;
    assert.deepEqual([lost.name, lost.label, lost.score, lost.corners], ['0.png', first.label, null, [0, 0, 3, 3]]);
    const wrong = kinds.filter(({ id }) => id !== 'missed').flatMap(({ examples = [] }) => examples);
    assert.deepEqual(
      wrong.map(({ name, score, corners }) => [name, score, corners]),
      [['0.png', first.score, first.corners]],
    );
    const listed = rowsOf(asked('missed').out, 'detections.csv').filter(({ image }) => image === '0.png');
    assert.equal(listed.length, found[0].shown.length + 1);
    for (const [n, { label, score, corners }] of found[0].shown.entries()) {
      const { kind, iou, ...said } = listed[n];
      assert.deepEqual(
        [said.class, said.score, said.left, said.top, said.right, said.bottom],
        [label, String(score), ...corners.map(String)],
      );
      if (kind !== 'right') continue;
      assert.deepEqual([said.objectClass, said.objectLeft, Number(iou)], [label, said.left, 1]);
    }
    const gone = listed.at(-1)!;
    assert.deepEqual(
      [gone.kind, gone.class, gone.score, gone.object, gone.objectClass, gone.objectRight],
      ['missed', '', '', '0', first.label, '3'],
    );
    const { numbers } = readImages(asked('missed').out, 0);
    assert.deepEqual([numbers[0].id, numbers.find(({ id }) => id === 'missed')?.values[0]], ['f1-of-boxes', 1]);
    assert.ok(Math.abs(numbers[0].values[0] - (found[0].shown.length - 1) / found[0].shown.length) < 1e-6);
    const row = rowsOf(asked('missed').out, 'images.csv')[0];
    assert.deepEqual(
      [row.objects, row.boxes, row.missed],
      [String(found[0].shown.length), String(found[0].shown.length), '1'],
    );
  });

  it('lists boxes so that no spreadsheet takes a class for a formula', async () => {
    const names = CLASSES.map((name) => `=1+${name}`);
    const sidecar = `${model}.lens.json`;
    const before = readFileSync(sidecar, 'utf8');
    write(sidecar, JSON.stringify({ ...(JSON.parse(before) as object), labels: names }));
    try {
      annotate(found.map(() => []));
      await runEvaluation(asked('formulas'), RUNTIME);
      const lines = readFileSync(join(asked('formulas').out, 'detections.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1);
      assert.equal(
        lines.length,
        found.reduce((sum, { shown }) => sum + shown.length, 0),
      );
      for (const line of lines) assert.match(line, /,'=1\+(apple|pear|plum),/);
    } finally {
      write(sidecar, before);
    }
  });

  it('explains so many boxes of an image as are asked for, each against its own box', async () => {
    annotate(found.map(({ shown }) => shown));
    const request = (boxes: number) =>
      asked(`explained ${boxes}`, {
        boxes,
        limit: 2,
        methods: [methodFromText('gradient'), methodFromText('rise:samples=20')],
        metrics: ['relevance-mass', 'average-drop'].flatMap((text) => metricsFromText(text)),
      });
    const one = await runEvaluation(request(1), RUNTIME);
    const two = await runEvaluation(request(2), RUNTIME);
    assert.deepEqual([one.notes, two.notes], [[], []]);
    const mass = (summary: EvaluationSummary) =>
      summary.cells.find(({ method, column }) => method === 0 && column === 0)!.mean!;
    assert.ok(mass(one) > 0 && mass(one) <= 1 && mass(two) > 0 && mass(one) !== mass(two));
    const [own] = rowsOf(request(1).out, 'images.csv');
    const [l, t, r, b] = found[0].shown[0].corners.map((value) => value / SCALE);
    assert.equal(own.mask, 'object');
    assert.ok(
      Math.abs(Number(own.maskShare) * WIDTH * HEIGHT - (r - l) * (b - t)) < 2 * (r - l + b - t),
      own.maskShare,
    );
    assert.match(two.models[0].warnings.join(), /most confident 2 boxes/);
    const files = filesOf(request(2).out);
    await runEvaluation(request(2), RUNTIME);
    assert.deepEqual(filesOf(request(2).out), files);
  });
});
