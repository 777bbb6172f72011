import assert from 'node:assert/strict';
import type { ImageColumns } from '../../src/protocol/folder';
import { columnsOf, resultsOf } from './support/evaluations';
import { EvaluationPage, size } from './support/evaluation-page';
import { cutTexts, overlaps } from './support/layout';

const label = 'kerosene-burning vacuum coffee maker for well-known restaurants, espresso machine';
const map = { dims: [1, 4, 4], data: Float32Array.from({ length: 16 }, (_, i) => i - 8) };

/** Results and inputs without masks, of classes with names as long as those of real networks. */
function withoutMasks(): { results: ReturnType<typeof resultsOf>; columns: ImageColumns } {
  const { summary, ...rest } = resultsOf(size);
  const cells = summary.cells.map((cell) => (cell.column >= 3 ? { ...cell, mean: null, low: null, high: null } : cell));
  const columns = columnsOf(size, 0);
  return {
    results: { ...rest, summary: { ...summary, cells } },
    columns: {
      ...columns,
      classes: [label, 'Labrador retriever', 'soft-coated wheaten terrier'],
      names: columns.names.map((name) => `a folder with a long name/${name}`),
      metrics: columns.metrics.map((values, k) => (k % 5 >= 3 ? values.map(() => NaN) : values)),
    },
  };
}

describe('an evaluation as images', () => {
  const evaluation = new EvaluationPage();
  const tiles = () => evaluation.page.locator('.tile');
  const names = () => tiles().evaluateAll((all) => all.map((one) => one.getAttribute('title')?.split('\n')[0]));

  for (const width of [1400, 900, 480]) {
    it(`lists inputs so that they can be read at ${width} px, without columns for masks that nobody has`, async () => {
      const { results, columns } = withoutMasks();
      await evaluation.show({ results }, { width });
      await evaluation.panel.answer('images', { value: columns });
      const row = evaluation.page.locator('.image-rows .image-row').first();
      await row.waitFor();
      const widths = await row.locator('.image-cell').evaluateAll((cells) => cells.map((cell) => cell.clientWidth));
      assert.ok(
        widths.every((one) => one >= 120),
        widths.join(),
      );
      const heads = await evaluation.page.locator('.image-head [role="columnheader"]').allInnerTexts();
      assert.deepEqual(
        heads.slice(1).map((text) => text.replace(/\s+/g, ' ')),
        ['Input', 'True → predicted', 'Probability', 'Average Drop ↓', 'ROAD ↑'],
      );
      assert.deepEqual(await overlaps(evaluation.page, '.image-head [role="columnheader"]'), []);
      assert.doesNotMatch(await evaluation.section('Methods').locator('thead').innerText(), /IoU|Relevance mass/);
      assert.equal(await evaluation.page.getByRole('button', { name: 'Triage' }).count(), 0);
      assert.deepEqual(await cutTexts(evaluation.page, '.results'), []);
    });

    it(`shows at ${width} px in sight what a cell, a class and a bar of confidences hold`, async () => {
      await evaluation.finished({}, { width, height: 900 });
      const { confusion } = resultsOf(size).summary.models[0].classification!;
      const { probability } = columnsOf(size, 0);
      const inSight = async (count: number, text: RegExp): Promise<void> => {
        assert.equal(await evaluation.count(), `${count} of 300`);
        const box = await tiles().first().boundingBox();
        assert.ok(box && box.y >= 0 && box.y + box.height <= 900, `the first image lies at ${box?.y}`);
        assert.match(await evaluation.page.locator('.image-bar').innerText(), text);
      };
      const matrix = evaluation.page.locator('canvas.matrix');
      const box = (await matrix.boundingBox())!;
      await matrix.click({ position: { x: box.width / 2, y: box.height / 6 } });
      await inSight(confusion[0][1], /true glasses, predicted no-glasses ×/);
      await evaluation.section('Classes').getByRole('button', { name: 'sunglasses', exact: true }).click();
      await inSight(100, /true sunglasses ×/);
      const bar = evaluation.page.getByRole('button', { name: /inputs of confidence 0\.733 to 0\.800/ });
      await bar.focus();
      await bar.press('Enter');
      const within = probability.filter((one) => one > Math.fround(11 / 15) && one <= Math.fround(12 / 15)).length;
      await inSight(within, /confidence 0\.733 to 0\.800 ×/);
      assert.equal(await bar.getAttribute('aria-pressed'), 'true');
      await evaluation.page.getByText('confidence 0.733 to 0.800 ×').click();
      assert.equal(await evaluation.count(), '300 of 300');
    });
  }

  it('shows what each was and was taken for, and the map of the one pointed at', async () => {
    await evaluation.finished();
    const columns = columnsOf(size, 0);
    assert.deepEqual((await names()).slice(0, 8), columns.names.slice(0, 8));
    const wrong = columns.label.findIndex((own, n) => own !== columns.predicted[n]);
    const tile = tiles().nth(wrong);
    const [own, other] = [columns.label, columns.predicted].map((all) => columns.classes[all[wrong]]);
    const sure = `${(100 * columns.probability[wrong]).toFixed(1)} %`;
    const texts = await tile.locator('.tile-text').allInnerTexts();
    assert.equal(texts.join('|').replaceAll('\u00a0', ' '), `✗ ${other}|${sure}|true: ${own}`);
    assert.equal(await tile.evaluate((one) => one.scrollHeight - one.clientHeight), 0, 'all lines are in it');
    await tile.hover();
    assert.deepEqual(await evaluation.panel.asked('map'), [
      { name: columns.names[wrong], model: 0, method: 0, target: null },
    ]);
    await evaluation.panel.answer('map', { value: map });
    await tile.locator('canvas').waitFor();
    await tiles()
      .nth(wrong + 1)
      .hover();
    await tile.locator('canvas').waitFor({ state: 'detached' });
    await tile.hover();
    await tile.locator('canvas').waitFor();
    const asked = await evaluation.panel.asked<{ readonly name: string }>('map');
    const again = asked.filter(({ name }) => name === columns.names[wrong]);
    assert.equal(again.length, 1, 'a map that is known is not asked for again');
  });

  it('is walked through by the keyboard, and explains with the method looked at and the images that are shown', async () => {
    await evaluation.finished();
    await evaluation.page.getByRole('radio', { name: 'Misclassified inputs' }).check();
    const columns = columnsOf(size, 0);
    const wrong = [...columns.names.keys()].filter((n) => columns.label[n] !== columns.predicted[n]);
    await evaluation.page.getByRole('combobox', { name: 'Numbers of the method' }).selectOption('2');
    await evaluation.panel.asked('images', 2);
    await evaluation.panel.answer('images', { value: columns });
    await tiles().first().focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await evaluation.page.keyboard.press(key);
    const focused = () => evaluation.page.evaluate(() => (document.activeElement as HTMLElement).title.split('\n')[0]);
    assert.equal(await focused(), columns.names[wrong[1]]);
    await evaluation.page.keyboard.press('End');
    assert.equal(await focused(), columns.names[wrong.at(-1)!]);
    assert.equal(await evaluation.page.locator('.tile[tabindex="0"]').count(), 1, 'one stop of the Tab key');
    await evaluation.page.keyboard.press('Enter');
    const [{ name, method, names: walked }] = await evaluation.panel.posted('explain');
    assert.deepEqual([name, method], [columns.names[wrong.at(-1)!], 2]);
    assert.deepEqual(
      walked,
      wrong.map((n) => columns.names[n]),
    );
  });

  it('keeps the image that was clicked in sight when Explain opens beside and leaves half of the room', async () => {
    await evaluation.finished({}, { width: 1400, height: 900 });
    await tiles().first().click();
    await evaluation.page.setViewportSize({ width: 500, height: 900 });
    await evaluation.page.waitForFunction(() => {
      const box = document.querySelector('.tile[data-at="0"]')?.getBoundingClientRect();
      return box && innerWidth === 500 && box.top >= 0 && box.bottom <= innerHeight;
    });
  });

  it('keeps few images in the page of thousands', async () => {
    const large = { images: 20_000, classes: 10, models: 1 };
    await evaluation.show({ results: resultsOf(large) });
    await evaluation.panel.answer('images', { value: columnsOf(large, 0) });
    await tiles().first().focus();
    await evaluation.page.keyboard.press('End');
    const { names: all } = columnsOf(large, 0);
    await evaluation.page.waitForFunction(
      (last) => (document.activeElement as HTMLElement).title.startsWith(last),
      all[19_999],
    );
    assert.ok((await tiles().count()) < 150);
  });

  it('says how what is shown differs from what would run, and takes the set-up over', async () => {
    await evaluation.finished({ differs: { parts: ['models', 'methods'], out: '/data/out-2' } });
    const said = evaluation.page.locator('.agreement');
    assert.match(
      await said.innerText(),
      /results of faces-cnn, faces-resnet with Gradient, Integrated gradients, Grad-CAM\. The set-up has other models, methods\. Run writes to out-2; these results stay/,
    );
    assert.equal(await evaluation.page.getByRole('button', { name: 'Run again' }).count(), 0);
    await said.getByRole('button', { name: 'Set up as shown' }).click();
    assert.equal((await evaluation.panel.posted('adopt')).length, 1);
    await evaluation.panel.send({ kind: 'update', changes: { differs: null } });
    await evaluation.page.getByRole('button', { name: 'Run again' }).waitFor();
    assert.equal(await said.isVisible(), false);
  });

  it('takes tags for its images, shows them, and filters by them', async () => {
    await evaluation.finished({}, { width: 1400 });
    const { names: all } = columnsOf(size, 0);
    const field = evaluation.page.locator('.tag-line').getByRole('textbox', { name: 'Tags of the picked image' });
    await evaluation.page.getByText('Pick an image to put tags on it.').waitFor();
    assert.equal(await field.isVisible(), false);
    await tiles().nth(1).focus();
    await evaluation.page.getByText(`Tags of ${all[1]}`).waitFor();
    await evaluation.page.keyboard.press('t');
    await evaluation.page.keyboard.type('blurred, mislabelled,blurred');
    await evaluation.page.keyboard.press('Enter');
    const [message] = await evaluation.panel.posted('tag');
    assert.deepEqual(message, { kind: 'tag', name: all[1], tags: ['blurred', 'mislabelled'] });
    const tags = { [all[1]]: ['blurred', 'mislabelled'], [all[4]]: ['blurred'] };
    await evaluation.panel.send({ kind: 'update', changes: { tags } });
    assert.match(await tiles().nth(1).innerText(), /blurred, mislabelled/);
    const choice = evaluation.page.getByRole('combobox', { name: 'Tag' });
    assert.deepEqual(await choice.locator('option').allInnerTexts(), ['Any tag', 'blurred (2)', 'mislabelled (1)']);
    await choice.selectOption('blurred');
    assert.equal(await evaluation.count(), '2 of 300');
    assert.deepEqual(await names(), [all[1], all[4]]);
    await evaluation.panel.send({ kind: 'update', changes: { tags: {} } });
    assert.equal(await evaluation.count(), '300 of 300', 'a tag that nothing bears filters nothing');
    assert.equal(await field.inputValue(), 'blurred, mislabelled,blurred', 'what is being written stays');
  });

  it('takes verdicts on maps, and counts them per method with the agreement of those who gave them', async () => {
    await evaluation.finished({ rater: 'Ann' }, { width: 1400 });
    const { names: all } = columnsOf(size, 0);
    const line = evaluation.page.getByRole('toolbar', { name: 'Your verdict on the map' });
    const choice = (name: string) => line.getByRole('button', { name });
    assert.equal(await line.isVisible(), false, 'no image is picked');
    await tiles().nth(2).focus();
    await choice('Scattered').click();
    const map = { image: all[2], model: 0, method: 0 };
    assert.deepEqual(await evaluation.panel.posted('verdict'), [{ kind: 'verdict', ...map, verdict: 'scattered' }]);
    const given = [
      { ...map, rater: 'Ann', verdict: 'scattered' as const },
      { ...map, rater: 'Bob', verdict: 'helpful' as const },
    ];
    const agreement = { statistic: 'cohen' as const, raters: ['Ann', 'Bob'], maps: 1, observed: 0, kappa: 0 };
    const counts = { helpful: 1, scattered: 1, misleading: 0, 'truth-doubtful': 0 };
    const methods = [{ model: 0, method: 0, maps: 1, counts, agreement }];
    await evaluation.panel.send({ kind: 'update', changes: { verdicts: { given, methods, agreement } } });
    assert.equal(await choice('Scattered').getAttribute('aria-pressed'), 'true');
    assert.equal(await choice('Helpful').getAttribute('aria-pressed'), 'false');
    const others = evaluation.page.locator('.verdict-others');
    assert.equal(await others.getAttribute('title'), 'Bob: Helpful');
    const section = evaluation.page.getByRole('region', { name: 'Methods' });
    assert.match(await section.innerText(), /2 raters over 1 maps: Cohen’s κ 0/);
    const heads = await section.getByRole('columnheader').allInnerTexts();
    const titles = ['Helpful', 'Scattered', 'Misleading', 'Ground truth doubtful', 'κ'];
    assert.ok(
      heads.slice(-5).every((text, n) => text.startsWith(titles[n])),
      heads.join(),
    );
    const cells = await section.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
    assert.deepEqual(cells.slice(-5), ['1', '1', '0', '0', '0']);
    await choice('Scattered').click();
    assert.equal((await evaluation.panel.posted('verdict'))[1].verdict, null, 'a second click takes it back');
  });
});
