import assert from 'node:assert/strict';
import type { ComparisonDocument, ComparisonToHost, ComparisonToPanel } from '../../src/protocol/comparison-panel';
import { emptyComparison } from '../../src/protocol/comparison-panel';
import type { Figure } from '../../src/protocol/figure';
import { compared, comparisonOf, folderComparison, folderOfModels, namedMaps } from './support/comparisons';
import { methods } from './support/explanations';
import { escapees } from './support/layout';
import { Panel, type PanelOptions } from './support/panel';
import type { Theme } from './support/themes';

describe('the comparison panel', () => {
  let panel: Panel<ComparisonToPanel, ComparisonToHost>;
  afterEach(() => {
    panel.close();
    assert.deepEqual(panel.complaints, [], 'the page complained');
  });

  const show = async (shown: ComparisonDocument, options: PanelOptions = {}): Promise<void> => {
    panel = await Panel.open<ComparisonToPanel, ComparisonToHost>('comparison', options);
    await panel.send({ kind: 'document', document: shown });
    await panel.page.waitForFunction((name) => document.querySelector('h1')?.textContent === name, titleOf(shown));
  };
  const openMethods = () => panel.page.locator('.setup-bar .popover-button').click();
  const titleOf = ({ inputs }: ComparisonDocument): string =>
    inputs.length === 1 ? inputs[0].name : inputs.length === 0 ? 'No image' : `${inputs.length} images`;
  /** The texts of a table's line. */
  const line = async (name: string, first: string): Promise<string[]> =>
    panel.page
      .locator(`section[aria-label="${name}"] tbody tr`, { hasText: first })
      .first()
      .locator('th, td')
      .allInnerTexts();

  it('says what to do where there is nothing to compare', async () => {
    await show(emptyComparison);
    await panel.page.getByRole('button', { name: 'Choose images…' }).click();
    assert.deepEqual(await panel.posted('pick'), [{ kind: 'pick', what: 'images' }]);
  });

  it('shows maps, histograms, scatter plots and the engine’s numbers of one image', async () => {
    const document = await comparisonOf();
    await show(document);
    assert.equal(await panel.page.locator('.map').count(), 3);
    assert.equal(await panel.page.locator('.histogram-row').count(), 3);
    assert.equal(await panel.page.locator('.scatter-box').count(), 3);
    const { result, distributions } = await compared(namedMaps(3));
    const pearson = result.pairs.map(({ values }) => values.pearson!.toPrecision(3));
    assert.deepEqual((await line('How alike', 'Pearson')).slice(1, 4), pearson);
    assert.equal(
      await panel.page.locator('section[aria-label="How alike"] tbody tr').count(),
      result.comparisons.length,
    );
    assert.equal(
      await panel.page.locator('.histogram-head .figure').first().innerText(),
      `${(100 * distributions[0].above[20]).toFixed(1)}\u00a0% above`,
    );
    assert.match((await line('Tests', 'Wilcoxon')).at(-1) ?? '', /rank sum/);
  });

  it('has two maps side by side from 450 px on', async () => {
    await show(await comparisonOf({}, 2), { width: 450 });
    const [first, second] = await panel.page
      .locator('.map')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    assert.equal(first.top, second.top);
    assert.ok(second.left >= first.right);
  });

  it('shows its tables whole, each line beginning at one height', async () => {
    for (const width of [1200, 526]) {
      await show(await comparisonOf({}, 2), { width });
      for (const name of ['How alike', 'Tests']) {
        const table = panel.page.locator(`section[aria-label="${name}"] .table-scroll`);
        const cut = await table.evaluate((node) => [
          node.scrollWidth - node.clientWidth,
          node.scrollHeight - node.clientHeight,
        ]);
        assert.deepEqual(cut, [0, 0], `${name} at ${width} px`);
        const tops = await table.locator('tbody tr').evaluateAll((rows) =>
          rows.map((row) =>
            [...row.children].map((cell) => {
              const range = document.createRange();
              range.selectNodeContents(cell);
              return Math.round(range.getBoundingClientRect().top);
            }),
          ),
        );
        for (const row of tops) assert.ok(Math.max(...row) - Math.min(...row) <= 2, `${name}: ${row.join()}`);
      }
      panel.close();
    }
  });

  it('says why nothing can be run or cancelled', async () => {
    await show(await comparisonOf({}, 2));
    const title = (name: string) =>
      panel.page.locator('.header-actions vscode-button', { hasText: name }).getAttribute('title');
    assert.match((await title('Run')) ?? '', /Everything that is chosen is compared already/);
    assert.match((await title('Cancel')) ?? '', /Nothing is being compared/);
  });

  it('follows the threshold and keeps it when it is hidden', async () => {
    await show(await comparisonOf());
    const { distributions } = await compared(namedMaps(3));
    await panel.page.getByLabel('Threshold').first().fill('50');
    await panel.page.waitForFunction(
      (text) => document.querySelector('.histogram-head .figure')?.textContent === text,
      `${(100 * distributions[0].above[50]).toFixed(1)}\u00a0% above`,
    );
    assert.equal(((await panel.savedState()) as { threshold: number }).threshold, 0.5);
  });

  it('draws each pair where its values lie', async () => {
    const [ramp] = namedMaps(1);
    const falling = { name: 'falling', map: { ...ramp.map, data: ramp.map.data.map((value) => -value) } };
    const comparison = await compared([ramp, falling]);
    const document = await comparisonOf();
    const value = {
      comparison,
      maps: [ramp.map, falling.map],
      image: null,
      predicted: null,
      labelMaps: [],
      boxes: null,
    };
    await show({ ...document, shown: { state: 'done', value } });
    await panel.page.waitForTimeout(200);
    const alpha = (x: number, y: number) =>
      panel.page.locator('.scatter').evaluate(
        (canvas: HTMLCanvasElement, at) => {
          const box = { left: 28, right: canvas.clientWidth - 4, top: 4, bottom: canvas.clientHeight - 20 };
          const place = [box.left + at.x * (box.right - box.left), box.bottom - at.y * (box.bottom - box.top)].map(
            (p) => Math.round(p * devicePixelRatio),
          );
          return canvas.getContext('2d')!.getImageData(place[0], place[1], 1, 1).data[3];
        },
        { x, y },
      );
    assert.ok((await alpha(0.03, 0.97)) > 0, 'small against large');
    assert.equal(await alpha(0.9, 0.8), 0, 'nothing where both are large');
  });

  it('shows means with intervals over a folder, and each image on its own', async () => {
    const document = await folderComparison(4);
    await show(document);
    const mean = document.summary!.summary.pairs[0].values.spearman;
    const [, first] = await line('How alike', 'Spearman');
    assert.ok(
      first.startsWith(mean.mean!.toPrecision(3)) && first.includes(mean.low!.toPrecision(3)) && first.includes('…'),
      first,
    );
    assert.equal(await panel.page.locator('.image-row').count(), 5);
    assert.deepEqual((await line('Tests', 'images, Holm')).slice(1, 2), [
      String(document.summary!.summary.tests[0].significant.holm),
    ]);
    await panel.page.locator('.image-row', { hasText: '2.png' }).click();
    assert.deepEqual(await panel.posted('select'), [{ kind: 'select', index: 2 }]);
    await panel.page.locator('.images').focus();
    await panel.page.keyboard.press('End');
    assert.equal((await panel.posted('select')).at(-1)?.index, 3);
    assert.equal(await panel.page.locator('.map').count(), 0, 'no single image is shown');
  });

  it('sets images × pairs of methods, two models side by side, and saves them as a figure', async () => {
    const models = ['a.onnx', 'b.onnx'].map((name) => ({ uri: `file:///models/${name}`, name }));
    const document = await folderOfModels(3, models);
    await show(document);
    const section = panel.page.locator('section[aria-label="Image by image"]');
    assert.deepEqual(await section.locator('.table-group').allInnerTexts(), ['Grad-CAM × Integrated gradients']);
    assert.deepEqual(
      (await section.locator('thead tr').last().locator('th').allInnerTexts()).map((text) => text.trim()),
      ['Image', 'a.onnx', 'b.onnx'],
    );
    const valueOf = (image: number, model: number, id: string): string => {
      const one = document.images[image];
      const ends = ` · ${models[model].name}`;
      const pairs = one.state === 'done' ? one.pairs : [];
      const pair = pairs.find(({ first, second }) => first.endsWith(ends) && second.endsWith(ends))!;
      return pair.values[id]!.toPrecision(3).replace('-', '−');
    };
    const shown = async (row: number) => section.locator('tbody tr').nth(row).locator('th, td').allInnerTexts();
    for (const n of [0, 1, 2])
      assert.deepEqual(await shown(n), [`${n}.png`, valueOf(n, 0, 'pearson'), valueOf(n, 1, 'pearson')]);
    await section.getByLabel('Measure').selectOption('spearman');
    await section
      .locator('tbody tr')
      .nth(1)
      .getByText(valueOf(1, 0, 'spearman'), { exact: true })
      .first()
      .waitFor();
    assert.deepEqual(await shown(1), ['1.png', valueOf(1, 0, 'spearman'), valueOf(1, 1, 'spearman')]);
    await section.getByRole('button', { name: 'Figure' }).click();
    await panel.page.getByRole('menuitem', { name: 'Figure (.pdf)' }).click();
    await panel.answer('drawFigure', { value: { bytes: Uint8Array.of(37, 80, 68, 70) } });
    const [{ figure }] = await panel.asked<{ figure: Figure }>('drawFigure');
    const [{ groups, rows }] = figure.tables!;
    assert.deepEqual(groups, [{ name: 'Grad-CAM × Integrated gradients', columns: ['a.onnx', 'b.onnx'] }]);
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['0.png', '1.png', '2.png', 'Mean of 3', '95 % interval from', 'to'],
    );
    const mean = document.summary!.summary.pairs.find(
      ({ first, second }) => first.endsWith('a.onnx') && second.endsWith('a.onnx'),
    )!;
    assert.equal(rows[3].cells[0].text, mean.values.spearman.mean!.toFixed(3).replace('-', '−'));
    await panel.page.getByRole('button', { name: /^Export/ }).click();
    await panel.page.getByRole('menuitem', { name: 'Tables (.csv)' }).click();
    const files = (await panel.posted('saveFiles')).at(-1) as unknown as { files: { name: string; text: string }[] };
    const csv = files.files.find(({ name }) => name === 'correlations.csv')!.text;
    assert.match(
      csv,
      /^image,Grad-CAM × Integrated gradients · a\.onnx,Grad-CAM × Integrated gradients · b\.onnx\n0\.png,/,
    );
  });

  it('lists many pairs line by line, sorted by any measure', async () => {
    await show(await comparisonOf({}, 4));
    const rows = panel.page.locator('section[aria-label="How alike"] tbody tr');
    assert.equal(await rows.count(), 6);
    await panel.page.getByRole('button', { name: /^Euclidean distance/ }).click();
    const { result } = await compared(namedMaps(4));
    const sorted = result.pairs.map(({ values }) => values.euclidean!).sort((a, b) => a - b);
    assert.equal((await rows.first().locator('td').allInnerTexts())[9], sorted[0].toPrecision(3));
  });

  it('tells the host what was chosen', async () => {
    await show(await comparisonOf({ labels: ['glasses', 'no glasses'] }));
    await openMethods();
    await panel.page.getByRole('checkbox', { name: 'Occlusion' }).click();
    assert.equal(
      (await panel.posted('choose'))[0].choices.find(({ method }) => method === 'occlusion')?.selected,
      false,
    );
    await panel.page.getByLabel('Target class').selectOption('no glasses');
    assert.deepEqual(await panel.posted('target'), [{ kind: 'target', target: 'no glasses' }]);
    await panel.page.getByRole('button', { name: 'faces.onnx' }).click();
    assert.deepEqual(await panel.posted('pick'), [{ kind: 'pick', what: 'models' }]);
    await panel.page.getByLabel('Correction of p values').selectOption('bonferroni');
    await panel.page.locator('section[aria-label="Tests"] tbody tr', { hasText: 'p (Bonferroni)' }).first().waitFor();
  });

  it('shows maps first: above y = 200 at 1400 × 900, and on the first screen at 480 px', async () => {
    await show(await comparisonOf(), { width: 1400, height: 900 });
    const box = () => panel.page.locator('.map .stage-canvas').first().boundingBox();
    const first = await box();
    assert.ok(first && first.y < 200, `y = ${first?.y}`);
    await openMethods();
    assert.deepEqual(await box(), first, 'the methods open over it');
    await panel.page.keyboard.press('Escape');
    await panel.page.setViewportSize({ width: 480, height: 800 });
    const narrow = await box();
    assert.ok(narrow && narrow.y + narrow.height < 800, `to ${narrow && narrow.y + narrow.height}`);
  });

  it('lists many images beside what was found, in a window with room for both', async () => {
    await show(await folderComparison(3), { width: 1400, height: 900 });
    const [list, found] = await Promise.all(
      ['.image-box', '.compared-results'].map((one) => panel.page.locator(one).boundingBox()),
    );
    assert.ok(list && found && list.x + list.width < found.x && Math.abs(list.y - found.y) < 1);
  });

  it('says before Run what each method costs and all images together, and which method cannot be had', async () => {
    const costs = methods.map(({ id }, i) => ({ method: id, expectedPasses: [2, 100, 0][i] }));
    const refused = costs.map((cost, i) => (i === 2 ? { ...cost, unavailable: 'it needs attention' } : cost));
    const cost = async () => (await panel.page.locator('.run-cost').innerText()).replaceAll('\u00a0', ' ');
    await show(await folderComparison(4, { costs }));
    assert.equal(await cost(), '4 × 103 u = 412 u');
    await show(await comparisonOf({ costs: refused }));
    assert.equal(await cost(), '103 u');
    await openMethods();
    const row = (at: number) => panel.page.locator(`[data-picker="${methods[at].id}"]`);
    assert.match(await row(1).innerText(), /100\su/);
    assert.match(await row(2).innerText(), /not for this model/);
    assert.equal(await row(2).locator('.choice').getAttribute('title'), 'it needs attention');
  });

  it('has room for what it says before Run, which moves nothing when it comes', async () => {
    const costs = methods.map(({ id }) => ({ method: id, expectedPasses: 100_000 }));
    for (const width of [1400, 900, 560, 480, 400]) {
      await show(await folderComparison(4, { costs: [] }), { width });
      const bar = panel.page.locator('.setup-bar');
      const before = await bar.boundingBox();
      await panel.send({ kind: 'update', changes: { costs } });
      assert.deepEqual(await bar.boundingBox(), before);
      const boxes = await bar
        .locator('> *:visible')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
      const over = boxes.flatMap((a, i) =>
        boxes
          .slice(i + 1)
          .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
          .map((b) => [a, b]),
      );
      assert.deepEqual(over, [], `at ${width} px`);
      assert.deepEqual(await escapees(panel.page, '.setup-bar'), []);
      assert.deepEqual(await escapees(panel.page, '.setup-bar > *'), []);
      panel.close();
    }
  });

  it('offers to run once other methods are ticked, and says that what is shown is of those before', async () => {
    await show(await comparisonOf());
    const run = panel.page.getByRole('button', { name: 'Run' });
    assert.equal(await run.isDisabled(), true, 'everything is compared');
    await openMethods();
    await panel.page.getByRole('checkbox', { name: 'Occlusion' }).click();
    await panel.page.locator('header [role="status"]', { hasText: 'other methods are chosen' }).waitFor();
    assert.equal(await panel.page.locator('.map').count(), 3, 'what was compared stays');
    await run.click();
    assert.equal((await panel.posted('run')).length, 1);
    await panel.send({ kind: 'update', changes: { pending: null } });
    await openMethods();
    await panel.page.getByRole('checkbox', { name: 'Occlusion', checked: true }).waitFor();
  });

  it('copies tables and exports tables and plots', async () => {
    await show(await comparisonOf());
    await panel.page.locator('section[aria-label="How alike"]').getByRole('button', { name: /CSV/ }).click();
    await panel.page.getByRole('menuitem', { name: 'Copy as CSV' }).first().click();
    const { result } = await compared(namedMaps(3));
    const [{ text }] = await panel.posted('copy');
    assert.ok(text.includes(String(result.pairs[0].values.pearson)), 'full precision');
    await panel.page.getByRole('button', { name: 'Export' }).click();
    await panel.page.getByRole('menuitem', { name: 'Everything' }).click();
    const [{ files }] = await panel.until('saveFiles', 1);
    const names = files.map(({ name }) => name);
    assert.deepEqual(names.slice(0, 3), ['pairs.csv', 'tests.csv', 'histograms.csv']);
    const { text: bins } = files[2] as { text: string };
    assert.equal(bins.trim().split('\n').length, 1 + 3 * 100);
    assert.equal(names.filter((name) => name.endsWith('.png')).length, 6);
    const png = files.find((file) => 'png' in file) as { png: Uint8Array };
    assert.deepEqual([...Object.values(png.png)].slice(0, 4), [0x89, 0x50, 0x4e, 0x47]);
  });

  it('says what is wrong and what helps', async () => {
    const error = {
      code: 'invalid-argument',
      what: 'One kind of map cannot be compared',
      next: 'Choose at least two methods, or two models',
    } as const;
    await show(await comparisonOf({ error, shown: { state: 'none' }, images: [{ state: 'waiting' }] }));
    const alert = panel.page.getByRole('alert').filter({ hasText: 'One kind of map' });
    assert.match(await alert.innerText(), /Choose at least two methods/);
    await alert.getByRole('button', { name: 'Try again' }).click();
    assert.equal((await panel.posted('run')).length, 1);
  });

  it('says which maps are left out, and why', async () => {
    const leftOut = [
      { name: 'Grad-CAM · b.onnx', error: { code: 'unsupported-model', what: 'no layer has spatial extent' } as const },
    ];
    await show(await comparisonOf({ leftOut }));
    assert.match(
      await panel.page.locator('.left-out').innerText(),
      /Grad-CAM · b\.onnx is left out: no layer has spatial extent/,
    );
    await panel.send({ kind: 'update', changes: { leftOut: [] } });
    await panel.page.locator('.comparison-message').waitFor({ state: 'hidden' });
  });

  it('keeps the space of maps to come, and can be cancelled', async () => {
    await show(await comparisonOf({ busy: true, shown: { state: 'none' }, images: [{ state: 'running' }] }));
    assert.deepEqual(
      await panel.page.locator('.map h3').allInnerTexts(),
      methods.map(({ label }) => label),
    );
    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await panel.posted('cancel')).length, 1);
  });

  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light'] satisfies Theme[]) {
    it(`fits 400 px and takes its colours from the theme: ${theme}`, async () => {
      await show(await comparisonOf({}, 4), { theme, width: 400 });
      assert.equal(await panel.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
      const drawn = await panel.page
        .locator('.histogram')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const data = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
          return data.some((value, i) => i % 4 === 3 && value > 200);
        });
      assert.ok(drawn, 'the histogram is drawn');
    });
  }
});
