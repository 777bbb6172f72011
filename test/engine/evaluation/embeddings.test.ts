import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { readImages } from '../../../src/engine/evaluation/images-file';
import { inspectFolder } from '../../../src/engine/evaluation/folder-inspection';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { readModelFile } from '../../../src/engine/model/model-file';
import type { EvaluationRequest } from '../../../src/protocol/evaluation';
import { judging } from './judged';
import { rowsOf, write } from './labelled-folder';
import { picture, writeEmbedder, type Rgb } from './task-models';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('an evaluation of embeddings', () => {
  let top: string;
  let model: string;
  before(async () => {
    top = mkdtempSync(join(tmpdir(), 'lens-embeddings-'));
    model = writeEmbedder(join(top, 'models/embedder.onnx'), 4);
    // Directions in degrees between red (0) and green (90).
    await folder('pairs', { 'warm/a': 0, 'warm/b': 10, 'warm/c': 60, 'cold/d': 75, 'cold/e': 90, 'lone/f': 40 });
  });
  after(() => rmSync(top, { recursive: true, force: true }));
  async function folder(name: string, angles: Record<string, number>): Promise<void> {
    for (const [image, degrees] of Object.entries(angles)) {
      const angle = (degrees * Math.PI) / 180;
      const colour: Rgb = [Math.round(255 * Math.cos(angle)), Math.round(255 * Math.sin(angle)), 0];
      write(join(top, name, `${image}.png`), await picture(4, Array<Rgb>(16).fill(colour)));
    }
  }
  const asked = (name: string, more: Partial<EvaluationRequest> = {}) => judging(top, model, name, more);

  it('asks whether the nearest image has the same label', async () => {
    const request = asked('pairs');
    const summary = await runEvaluation(request, RUNTIME);
    const [{ classification, judgement }] = summary.models;
    assert.equal(classification, null);
    const value = (id: string): number | null => judgement!.measures.find((one) => one.id === id)!.value;
    // a and b are nearest each other, d and e too; c is nearer to d; f is alone in its class.
    assert.ok(Math.abs(value('recall-1')! - 4 / 5) < 1e-9, `${value('recall-1')}`);
    assert.equal(value('recall-5'), 1);
    const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
    const within = [10, 60, 50, 15].reduce((sum, degrees) => sum + cosine(degrees), 0) / 4;
    assert.ok(Math.abs(value('cosine-within')! - within) < 5e-3, `${value('cosine-within')}`);
    assert.deepEqual(
      judgement!.parts.rows.map(({ name, values: [support] }) => [name, support]),
      [
        ['cold', 2],
        ['lone', 1],
        ['warm', 3],
      ],
    );
    assert.deepEqual(
      judgement!.worst.images.map(({ name }) => name),
      ['warm/c.png'],
    );
    assert.match(judgement!.worst.images[0].remark, /^warm, and the nearest is cold\/d\.png of cold/);
    const row = (image: string) => rowsOf(request.out, 'images.csv').find((one) => one.image === image)!;
    assert.deepEqual(
      ['warm/a.png', 'warm/c.png', 'lone/f.png'].map((image) => [row(image).nearest, row(image).right]),
      [
        ['warm/b.png', 'true'],
        ['cold/d.png', 'false'],
        ['warm/c.png', ''],
      ],
    );
    const { numbers, names } = readImages(request.out, 0);
    assert.deepEqual(
      numbers.map(({ id }) => id),
      ['margin'],
    );
    assert.ok(numbers[0].values[names.indexOf('warm/c.png')] < 0);
    assert.equal(
      rowsOf(request.out, 'confusion.csv').find((one) => one.label === 'warm' && one.predicted === 'cold')![
        'nearest inputs'
      ],
      '1',
    );
  });

  it('explains the cosine with others of the class, of inputs that are not alone in theirs', async () => {
    await folder('explained', { 'warm/a': 0, 'warm/b': 10, 'warm/c': 60, 'lone/f': 40 });
    const request = asked('explained', {
      methods: [methodFromText('gradient')],
      metrics: metricsFromText('average-drop'),
    });
    const summary = await runEvaluation(request, RUNTIME);
    assert.deepEqual(summary.notes, []);
    assert.match(summary.models[0].warnings.join(), /mean cosine of an input and the first 4 others of its class/);
    assert.equal(summary.boxes, undefined);
    const rows = rowsOf(request.out, 'images.csv');
    assert.deepEqual(
      rows.map((row) => [row.image, row['average-drop'] !== '']),
      [
        ['lone/f.png', false],
        ['warm/a.png', true],
        ['warm/b.png', true],
        ['warm/c.png', true],
      ],
    );
    const again = await runEvaluation(request, RUNTIME);
    assert.deepEqual(again.cells, summary.cells);
  });

  it('explains it anew where another image of the class has changed', async () => {
    await folder('changing', { 'warm/a': 0, 'warm/b': 10, 'warm/c': 60 });
    const request = asked('changing', {
      methods: [methodFromText('gradient')],
      metrics: metricsFromText('average-drop'),
    });
    const first = await runEvaluation(request, RUNTIME);
    await folder('changing', { 'warm/c': 85 });
    const second = await runEvaluation(request, RUNTIME);
    assert.notEqual(second.cells[0].mean, first.cells[0].mean);
  });

  it('needs labels', async () => {
    await folder('bare', { a: 0, b: 50 });
    await assert.rejects(runEvaluation(asked('bare'), RUNTIME), /have no labels/);
  });

  it('says beforehand what labels it would find', async () => {
    const found = inspectFolder(join(top, 'pairs'), undefined, [await readModelFile(model)]);
    assert.equal(found.models[0].problem, null);
    assert.deepEqual(
      found.classes.map(({ name, images, unknownTo }) => [name, images, unknownTo.length]),
      [
        ['cold', 2, 0],
        ['lone', 1, 0],
        ['warm', 3, 0],
      ],
    );
    assert.equal(found.labelling.id, 'folders');
  });
});
