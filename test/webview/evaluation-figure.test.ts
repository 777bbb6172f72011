import assert from 'node:assert/strict';
import { EvaluationPage, size } from './support/evaluation-page';
import { columnsOf } from './support/evaluations';
import { colorsOf, pictureOf, printedOf } from './support/figures';
import { judgedColumns, judgedResults } from './support/judged-evaluations';

describe('the figure of an evaluation', () => {
  const evaluation = new EvaluationPage();

  it('has the confusion matrix with its colour bar, the reliability, and the images in sight', async () => {
    await evaluation.finished({}, { width: 1400 });
    const { title, tiles, notes } = await printedOf(evaluation, 'Report');
    assert.equal(title, 'test · faces-cnn · 300 inputs');
    const [matrix, diagram, ...images] = tiles;
    assert.deepEqual([matrix.title, diagram.title, images.length], ['Confusion matrix', 'Reliability', 12]);
    assert.deepEqual(
      [matrix.legend?.low, matrix.legend?.high, matrix.legend?.unit],
      ['0', '1', 'share of the true class'],
    );
    for (const { title: name, image } of tiles) assert.ok((await colorsOf(evaluation, image!.png)) > 2, name);
    const { names, classes, label, predicted } = columnsOf(size, 0);
    const wrong = label.findIndex((own, n) => own !== predicted[n]);
    assert.match(images[wrong].title, new RegExp(`^✗ ${classes[predicted[wrong]]}`));
    assert.match(images[wrong].note, /^\d+\.\d\s% · true: /);
    assert.ok(images[wrong].note.endsWith(`true: ${classes[label[wrong]]} · ${names[wrong]}`));
    assert.match(notes[0], /^Accuracy \d\d\.\d\s%, Top-5 accuracy/);
    assert.match(notes.find((note) => note.startsWith('Grad-CAM')) ?? '', /Average Drop \[%\] \S+ \(\S+ … \S+\)/);
    assert.match(notes.at(-1)!, /^F1 by class, the worst first: /);
  });

  it('is about the inputs that are filtered', async () => {
    await evaluation.finished({}, { width: 1400 });
    await evaluation.page.getByRole('radio', { name: 'Misclassified inputs' }).check();
    const { title, tiles } = await printedOf(evaluation, 'Report');
    const { label, predicted } = columnsOf(size, 0);
    const count = label.filter((own, n) => own !== predicted[n]).length;
    assert.match(title, new RegExp(` · ${count} of 300 inputs$`));
    assert.ok(tiles.slice(2).every((tile) => tile.title.startsWith('✗ ')));
  });

  it('of segmenters has what pixels are taken for', async () => {
    const few = { images: 12, classes: 2, models: 2 };
    await evaluation.show({ results: judgedResults(few) }, { width: 1400 });
    await evaluation.panel.answer('images', { value: judgedColumns(few) });
    await evaluation.page.locator('.tile').first().waitFor();
    const { tiles } = await printedOf(evaluation, 'Report');
    assert.deepEqual([tiles[0].title, tiles.at(-1)!.image !== null], ['Confusion matrix', true]);
    assert.match(tiles[1].title, /^Mean IoU 0\.125/);
  });

  it('is saved as a picture, and copied or says why it could not be', async () => {
    await evaluation.finished();
    const { name, width, height } = await pictureOf(evaluation, 'Report');
    assert.equal(name, 'test.figure.png');
    assert.ok(width === 2125 && height > width / 2, `${width} × ${height}`);
    await evaluation.page.locator('header').getByRole('button', { name: 'Report' }).click();
    await evaluation.page.getByRole('menuitem', { name: 'Copy figure' }).click();
    await evaluation.panel.asked('drawFigure', 2);
    await evaluation.panel.answer('drawFigure', { value: { bytes: new Uint8Array(4) } });
    await evaluation.page.locator('.notice', { hasText: /could not be copied/ }).waitFor();
  });
});
