import assert from 'node:assert/strict';
import { documentOf } from './support/evaluation-documents';
import { columnsOf, resultsOf, type Size } from './support/evaluations';
import { EvaluationPage, size } from './support/evaluation-page';

describe('the Evaluation panel with results', () => {
  const evaluation = new EvaluationPage();

  it('puts the measures on top and the models side by side', async () => {
    await evaluation.finished();
    const { summary } = resultsOf(size);
    const text = await evaluation.page.locator('.measures').innerText();
    assert.ok(text.includes(`${((summary.models[0].classification?.accuracy.mean ?? 0) * 100).toFixed(1)}\u00a0%`));
    for (const part of ['Top-5', 'F1 (macro)', 'F1 (weighted)', 'ROC AUC', 'Calibration error'])
      assert.ok(text.includes(part), part);
    await evaluation.page.getByText('All measures').click();
    assert.equal(await evaluation.page.locator('.all-measures tbody tr').count(), 2);
    const headings = await evaluation.page.locator('.all-measures thead').innerText();
    for (const part of ['Precision (micro)', 'Recall (weighted)'])
      assert.deepEqual([text.includes(part), headings.includes(part)], [false, true], part);
  });

  it('says what the colours of the reliability diagram are', async () => {
    await evaluation.finished();
    const items = evaluation.section('Reliability').getByRole('list', { name: 'Legend' }).getByRole('listitem');
    const texts = await items.allInnerTexts();
    for (const [i, word] of ['Accuracy', 'Gap', 'Inputs', 'calibrated'].entries()) assert.ok(texts[i].includes(word));
    const fills = (selector: string) =>
      evaluation.page
        .locator(selector)
        .first()
        .evaluate((node, of) => {
          const { fill, backgroundColor, opacity } = getComputedStyle(node);
          return [of ? backgroundColor : fill, opacity];
        }, selector.startsWith('.key'));
    for (const kind of ['value', 'gap', 'count'])
      assert.deepEqual(await fills(`.key-swatch.${kind}`), await fills(`.plot .${kind}`), kind);
  });

  it('compares methods: intervals, the best in bold, formula on hover, sorted by a click', async () => {
    await evaluation.finished();
    const table = evaluation.section('Methods').locator('table');
    assert.equal(await table.locator('tbody tr').count(), 6);
    assert.match(await table.locator('thead').innerText(), /Average Drop \[%\] ↓[^]*ROAD ↑/);
    assert.equal(
      await table.getByRole('button', { name: 'ROAD' }).getAttribute('title'),
      'least relevant minus most relevant first\nHigher is better',
    );
    assert.equal(await table.locator('.best').count(), 8);
    assert.match(await table.locator('tbody tr').nth(1).innerText(), / … /);
    const order = () =>
      table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => parseFloat(row.children[2].textContent ?? '')));
    await table.getByRole('button', { name: 'Average Drop' }).click();
    const rising = await order();
    assert.deepEqual(
      rising,
      [...rising].sort((a, b) => a - b),
      'lower is better, so the lowest comes first',
    );
    await table.getByRole('button', { name: 'Average Drop' }).click();
    assert.deepEqual(await order(), [...rising].reverse());
    assert.equal(await table.locator('th[aria-sort="descending"]').count(), 1);
  });

  it('tells methods and metrics apart by their values, whatever characters stand in them', async () => {
    const { summary, ...rest } = resultsOf(size);
    const [gradient, integrated, cam] = summary.methods;
    const baselineFile = 'C:\\maps:old\\base=1.npy';
    const methods = [
      { ...integrated, name: `integrated-gradients:baselineFile=${baselineFile}`, params: { steps: 50, baselineFile } },
      { ...cam, name: 'grad-cam:layer=block:0/relu', layer: 'block:0/relu' },
      ...[1, 2].map((seed) => ({ ...gradient, name: `gradient:seed=${seed}`, seed })),
    ];
    const params = { convention: 'blur' };
    const columns = summary.columns.map((column, c) =>
      c === 0 ? { ...column, name: 'average-drop:convention=blur', params } : column,
    );
    const results = {
      ...rest,
      summary: { ...summary, methods, columns },
      seconds: summary.models.map(() => [1, 1, 1, 1]),
    };
    await evaluation.finished({ results });
    const table = evaluation.section('Methods').locator('table');
    assert.deepEqual((await table.locator('tbody tr > :first-child').allInnerTexts()).slice(0, 4), [
      `Integrated gradients · baselineFile=${baselineFile}`,
      'Grad-CAM · layer=block:0/relu',
      'Gradient · seed=1',
      'Gradient · seed=2',
    ]);
    assert.match(await table.locator('thead').innerText(), /Average Drop convention=blur \[%\] ↓/);
  });

  it('shows what an explanation cost, in passes and in seconds', async () => {
    await evaluation.finished();
    const rows = evaluation.section('Methods').locator('tbody tr');
    const last = (row: number) =>
      rows
        .nth(row)
        .locator('td')
        .evaluateAll((cells) => cells.slice(-2).map((cell) => cell.textContent));
    assert.deepEqual(
      [await last(0), await last(1), await last(2)],
      [
        ['2.01\u00a0u', '21\u00a0ms'],
        ['47.0\u00a0u', '1.5\u00a0s'],
        ['0.412\u00a0u', '—'],
      ],
    );
  });

  it('hides the parts of metrics until they are wanted', async () => {
    await evaluation.finished();
    const headings = evaluation.section('Methods').locator('thead th');
    const before = await headings.count();
    await evaluation.page.getByText('Parts of metrics').click();
    assert.equal(await headings.count(), before + 1);
  });

  it('exports a table with full precision', async () => {
    await evaluation.finished();
    await evaluation.page.getByTitle('Copy or save: Methods').click();
    await evaluation.page.getByRole('menuitem', { name: 'Copy as CSV' }).click();
    const [{ text }] = await evaluation.panel.posted('copy');
    const { summary } = resultsOf(size);
    const [head, first] = text.split('\n').map((line) => line.split(','));
    assert.deepEqual(head.slice(0, 5), ['method', 'model', 'average-drop', 'average-drop low', 'average-drop high']);
    assert.equal(
      Number(first[2]),
      summary.cells.find(({ model, method, column }) => model === 0 && method === 0 && column === 0)?.mean,
    );
  });

  it('names the columns of a matrix whole, however narrow they are', async () => {
    await evaluation.finished({}, { width: 700 });
    const cut = await evaluation.page
      .locator('.matrix-columns span, .matrix-rows span')
      .evaluateAll((all) =>
        all.map((one) => Math.max(one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight)),
      );
    assert.ok(cut.length > 0 && cut.every((by) => by <= 0), cut.join());
  });

  it('shows a matrix of many classes', async () => {
    // More classes than the canvas of a narrow window has pixels: several share one, and none is lost.
    const many: Size = { images: 900, classes: 300, models: 1 };
    await evaluation.show({ results: resultsOf(many) }, { width: 300 });
    await evaluation.panel.answer('images', { value: columnsOf(many, 0) });
    const matrix = evaluation.page.locator('canvas.matrix');
    await matrix.hover({ position: { x: 100, y: 100 } });
    assert.match(await evaluation.page.locator('.matrix-readout').innerText(), /true class \d+, predicted class \d+/);
    const painted = await matrix.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 0 ? 1 : 0), 0);
    });
    assert.ok(painted > 200, `${painted} pixels`);
  });

  it('names what was left out and opens reports', async () => {
    await evaluation.finished();
    await evaluation.page.getByText('2 files left out').click();
    assert.match(
      await evaluation.page.locator('details', { hasText: '2 files left out' }).innerText(),
      /broken\.png[^]*cannot be decoded/,
    );
    await evaluation.page.getByRole('button', { name: 'Report' }).click();
    await evaluation.page.getByRole('menuitem', { name: 'LaTeX' }).click();
    assert.deepEqual(await evaluation.panel.posted('report'), [{ kind: 'report', format: 'tex' }]);
  });

  it('previews labels beside results only once the set-up is looked at', async () => {
    await evaluation.finished({ inspection: null });
    assert.deepEqual(await evaluation.panel.posted('inspect'), []);
    await evaluation.page.locator('summary', { hasText: 'Set-up' }).click();
    await evaluation.panel.until('inspect', 1);
    await evaluation.panel.send({ kind: 'update', changes: { inspection: documentOf().inspection } });
    assert.equal(await evaluation.page.locator('.classes tr').count(), 3);
    assert.equal((await evaluation.panel.posted('inspect')).length, 1);
  });

  it('shows what changed since the last run', async () => {
    const difference = {
      before: { finished: 1, images: 300 },
      after: { finished: 2, images: 300 },
      remarks: ['Only the later run has the method grad-cam.'],
      models: [
        {
          name: 'faces-cnn',
          changed: true,
          hashes: ['aaaaaaaaaa', 'bbbbbbbbbb'],
          measures: [{ label: 'Accuracy', unit: null, better: 'higher', formula: 'share', before: 0.8, after: 0.9 }],
          metrics: [
            {
              method: 'gradient',
              label: 'Average Drop',
              unit: '%',
              better: 'lower',
              formula: 'f',
              before: 0.2,
              after: 0.25,
              difference: { mean: 0.05, low: 0.01, high: 0.09, images: 300 },
            },
          ],
          mended: [{ name: 'glasses/00000.png', label: 'glasses', before: 'no-glasses', after: 'glasses' }],
          broken: [],
          images: 300,
        },
      ],
    } as const;
    await evaluation.finished({ results: resultsOf(size, { previous: true }), difference });
    const text = (await evaluation.page.locator('.difference-box').innerText()).replace(/\s+/g, ' ');
    for (const part of [
      'aaaaaaaa → bbbbbbbb',
      '1 wrong became right, 0 right became wrong, of 300',
      'glasses: no-glasses → glasses',
      '0.100',
      'better',
      '+0.05000.0100 … 0.0900worse',
      'Only the later run has the method grad-cam',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
    await evaluation.page.getByRole('button', { name: 'Close' }).click();
    assert.equal((await evaluation.panel.posted('difference')).length, 1);
  });

  it('has faithfulness and localisation in one number beside the metrics they are of', async () => {
    const { summary, ...rest } = resultsOf(size);
    const columns = summary.columns.map((column) => {
      if (column.name === 'iou') return { ...column, aspect: { of: 'localisation', from: 0, to: 1 } as const };
      return column.name === 'road' ? { ...column, aspect: { of: 'faithfulness', from: -1, to: 1 } as const } : column;
    });
    await evaluation.finished({ results: { ...rest, summary: { ...summary, columns } } });
    const table = evaluation.section('Methods');
    assert.match(await table.locator('thead').innerText(), /Both/);
    const meanOf = (name: string): number =>
      summary.cells.find((cell) => cell.method === 0 && columns[cell.column].name === name)!.mean!;
    const both = Math.sqrt(((meanOf('road') + 1) / 2) * meanOf('iou'));
    assert.ok((await table.locator('tbody').innerText()).includes(both.toPrecision(3)), both.toPrecision(3));
  });
});
