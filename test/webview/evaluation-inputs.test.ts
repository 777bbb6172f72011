import assert from 'node:assert/strict';
import { columnsOf, resultsOf, type Size } from './support/evaluations';
import { EvaluationPage, size } from './support/evaluation-page';

describe('the inputs of an evaluation', () => {
  const evaluation = new EvaluationPage();

  it('frames the diagonal of the confusion matrix, where hits stand', async () => {
    await evaluation.finished();
    const matrix = evaluation.page.locator('canvas.matrix');
    // Down the left edges of the cells, past the corners: framed or not.
    const edges = await matrix.evaluate((canvas: HTMLCanvasElement) => {
      const cell = canvas.width / 3;
      const { data, width } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const colour = (x: number, y: number) => data.slice(4 * (y * width + x), 4 * (y * width + x) + 4).join();
      return [0, 1, 2].map((row) =>
        [0, 1, 2].map((column) => {
          const [x, y] = [Math.round(column * cell), Math.round((row + 0.25) * cell)];
          return colour(x, y) !== colour(x + 5, y);
        }),
      );
    });
    assert.deepEqual(
      edges.map((row, k) => row[k]),
      [true, true, true],
    );
    assert.equal(edges[0][2] || edges[2][0], false, 'no other cell is framed');
    assert.match(await evaluation.page.locator('.matrix-readout').innerText(), /the diagonal is right/);
  });

  it('lists the inputs of a cell of the confusion matrix, by mouse and by keyboard', async () => {
    await evaluation.finished();
    const { summary } = resultsOf(size);
    const matrix = evaluation.page.locator('canvas.matrix');
    const box = await matrix.boundingBox();
    await matrix.click({ position: { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 6 } });
    const expected = summary.models[0].classification?.confusion[0][1] ?? 0;
    assert.ok(expected > 0);
    assert.equal((await evaluation.count()).replace(/\s/g, ' '), `${expected} of 300`);
    assert.match(
      await evaluation.page.locator('.matrix-readout').innerText(),
      new RegExp(`true glasses, predicted no-glasses: ${expected} `),
    );
    assert.ok((await evaluation.listed()).every((name) => name.startsWith('glasses/')));
    await evaluation.page.getByText('true glasses, predicted no-glasses ×').click();
    assert.equal(await evaluation.count(), '300 of 300');
    await matrix.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await matrix.press(key);
    const now = summary.models[0].classification?.confusion[1][2];
    assert.equal(await evaluation.count(), `${now} of 300`);
  });

  it('lists the inputs of a class and of a frequent mistake', async () => {
    await evaluation.finished();
    await evaluation.section('Classes').getByRole('button', { name: 'sunglasses', exact: true }).click();
    assert.equal(await evaluation.count(), '100 of 300');
    await evaluation.page.getByRole('button', { name: 'glasses taken for no-glasses', exact: true }).click();
    assert.match(
      await evaluation.page.locator('.image-rows .image-row').first().innerText(),
      /✗ glasses\s+→ no-glasses/,
    );
  });

  it('sorts inputs by any number, those without one last, and explains the one clicked', async () => {
    await evaluation.finished();
    const head = evaluation.page.locator('.image-head');
    await head.getByRole('button', { name: 'IoU' }).click();
    const { metrics, names } = columnsOf(size, 0);
    const iou = metrics[3];
    const order = [...names.keys()].filter((n) => !Number.isNaN(iou[n])).sort((a, b) => iou[b] - iou[a]);
    assert.deepEqual(
      (await evaluation.listed()).slice(0, 5),
      order.slice(0, 5).map((n) => names[n]),
    );
    await evaluation.page.locator('.image-rows .image-name').nth(1).click();
    const [{ name, model, method, names: walked }] = await evaluation.panel.posted('explain');
    assert.deepEqual([name, model, method], [names[order[1]], 0, 0]);
    assert.deepEqual(
      walked.slice(0, order.length),
      order.slice(0, 200).map((n) => names[n]),
      'the others can be walked through, in the order of the list',
    );
  });

  it('sorts failures by how much of the attribution lies outside the mask', async () => {
    await evaluation.finished();
    await evaluation.page.getByRole('button', { name: 'Triage' }).click();
    const { metrics, names, label, predicted } = columnsOf(size, 0);
    const inside = metrics[4];
    const wrong = [...names.keys()]
      .filter((n) => label[n] !== predicted[n] && !Number.isNaN(inside[n]))
      .sort((a, b) => inside[a] - inside[b]);
    assert.deepEqual(
      (await evaluation.listed()).slice(0, 4),
      wrong.slice(0, 4).map((n) => names[n]),
    );
  });

  it('walks through the inputs by keyboard, thousands of them, with few rows in the page', async () => {
    const large: Size = { images: 20_000, classes: 10, models: 1 };
    await evaluation.show({ results: resultsOf(large) });
    await evaluation.panel.answer('images', { value: columnsOf(large, 0) });
    await evaluation.page.locator('.image-rows .image-name').first().focus();
    await evaluation.page.keyboard.press('ArrowDown');
    await evaluation.page.keyboard.press('End');
    const focused = () => evaluation.page.evaluate(() => document.activeElement?.textContent);
    assert.equal(await focused(), columnsOf(large, 0).names[19_999]);
    await evaluation.page.keyboard.press('Home');
    assert.equal(await focused(), columnsOf(large, 0).names[0]);
    assert.ok((await evaluation.page.locator('.image-rows .image-row').count()) < 40);
    assert.equal(await evaluation.page.locator('.image-list').getAttribute('aria-rowcount'), '20001');
  });

  it('asks for the numbers of the model looked at, and for those alone', async () => {
    await evaluation.finished();
    await evaluation.page.getByRole('radio', { name: /1\.onnx/ }).check();
    assert.deepEqual(await evaluation.panel.asked('images', 2), [
      { model: 0, method: 0 },
      { model: 1, method: 0 },
    ]);
    await evaluation.panel.answer('images', { value: columnsOf(size, 1) });
    const { summary } = resultsOf(size);
    const accuracy = summary.models[1].classification?.accuracy.mean ?? 0;
    assert.ok(
      (await evaluation.page.locator('.measures').innerText()).includes(`${(accuracy * 100).toFixed(1)}\u00a0%`),
    );
    await evaluation.page.getByRole('combobox', { name: 'Numbers of the method' }).selectOption('2');
    assert.deepEqual((await evaluation.panel.asked('images', 3)).at(-1), { model: 1, method: 2 });
    await evaluation.page.getByRole('radio', { name: /0\.onnx/ }).check();
    assert.deepEqual((await evaluation.panel.asked('images', 4)).at(-1), { model: 0, method: 2 });
  });
});
