import { guessText } from '../../../src/engine/image/recipe-text';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import { modelOutline } from '../../../src/engine/model/model-outline';
import { detectorLayouts } from '../../../src/engine/task/detection/layouts';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import type { DetectionRecipe, Recipe } from '../../../src/protocol/recipe';
import { CLASSES, writtenDetector } from '../task/small-detector';

/** A detector whose boxes are steps from ten anchors. */
function stepsFromAnchors(folder: string): string {
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', [1, 3, 32, 32]);
  const flat = builder.op('Flatten', [image], {});
  for (const [name, columns] of [
    ['cls_logits', 2],
    ['bbox_regression', 4],
  ] as const) {
    const rows = builder.op('Slice', [flat, builder.integers(0), builder.integers(10 * columns), builder.integers(1)]);
    builder.output(builder.op('Reshape', [rows, builder.integers(1, 10, columns)], {}, name), name, 'float32', [
      1,
      10,
      columns,
    ]);
  }
  const file = join(folder, 'steps.onnx');
  writeFileSync(file, encodeOnnxFile(builder.build()));
  return file;
}

describe('how a recipe says that a detector is read', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-detector-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const outlined = async (file: string, recipe: Recipe = {}) => modelOutline(await readModelFile(file), recipe);

  it('decides the thresholds', async () => {
    const detection = { scoreThreshold: 0.4, overlapThreshold: 0.7 };
    const { detector } = await outlined(writtenDetector(folder), { detection });
    assert.deepEqual(detector?.thresholds, { score: 0.4, overlap: 0.7 });
  });

  it('feeds and names it as the file and its layout say, unless it says otherwise', async () => {
    const { input } = await outlined(writtenDetector(folder));
    assert.equal(input.recipe.fit, 'contain');
    assert.equal(input.recipe.pad, 114);
    assert.match(guessText(input.recipe), /\bfit, pad \(detectors of this layout \(YOLO\)/);
    assert.deepEqual(input.recipe.labels, CLASSES);
    const told = await outlined(writtenDetector(folder), { fit: 'fill', labels: ['a', 'b', 'c'] });
    assert.equal(told.input.recipe.fit, 'fill');
    assert.doesNotMatch(guessText(told.input.recipe), /pad/);
    assert.deepEqual(told.input.recipe.labels, ['a', 'b', 'c']);
  });

  it('gives the anchors that boxes are told against', async () => {
    const file = stepsFromAnchors(folder);
    const without = await outlined(file);
    assert.equal(without.detector, undefined);
    assert.match(without.input.notes.join(), /boxes are not read:.*anchors/);
    const description = describeModel(await readModelFile(file));
    assert.equal(description.task.id, 'detection');
    assert.match(description.warnings.join(), /State the anchors/);
    writeFileSync(join(folder, 'anchors.npy'), encodeNpy(floats([10, 4])));
    const { detector } = await outlined(file, { detection: { anchors: 'anchors.npy' } });
    assert.equal(detector?.reading.layout.id, 'retinanet');
    writeFileSync(join(folder, 'anchors.npy'), encodeNpy(floats([40])));
    await assert.rejects(outlined(file, { detection: { anchors: 'anchors.npy' } }), /the anchors are \[40\]/);
  });

  it('decides the layout', async () => {
    const layout = (await outlined(writtenDetector(folder), { detection: { layout: 'yolov8' } })).detector?.reading;
    assert.equal(layout?.reason, 'the recipe says so');
    await assert.rejects(
      outlined(writtenDetector(folder), { detection: { layout: 'yolo8' } }),
      /there is no layout yolo8.*yolov8/,
    );
  });

  for (const wrong of [{ scoreThreshold: 2 }, { boxOrder: 'xywh' }, { anchor: 'a.npy' }, ['yolov8']])
    it(`is wrong as ${JSON.stringify(wrong)}`, async () => {
      const file = writtenDetector(folder);
      writeFileSync(`${file}.lens.json`, JSON.stringify({ detection: wrong as DetectionRecipe }));
      await assert.rejects(
        async () => modelOutline(await readModelFile(file)),
        /"detection" must be an object of layout/,
      );
    });

  it('knows every layout in its schema', () => {
    const schema = JSON.parse(readFileSync(join(__dirname, '../../../media/lens.schema.json'), 'utf8')) as {
      properties: { detection: { properties: { layout: { enum: string[] } } } };
    };
    assert.deepEqual(schema.properties.detection.properties.layout.enum, detectorLayouts.map(({ id }) => id).sort());
  });
});
