import assert from 'node:assert/strict';
import { none } from '../../src/protocol/loading';
import { cutTexts, escapees } from './support/layout';
import { sampleCurve } from './support/sample-curves';
import { TrainingPage } from './support/training-page';
import { trained } from './support/trainings';

describe('the sample-size curve of the Training panel', () => {
  const training = new TrainingPage();
  const section = () => training.page.getByRole('region', { name: 'Sample size', exact: true });
  const show = async (width = 1100): Promise<void> => {
    const { finished, result } = trained();
    const results = { finished, result: { ...result, curve: sampleCurve() } };
    await training.show({ results, estimate: none }, { width });
  };

  it('is there only where a training had several sizes', async () => {
    await training.show({ results: trained(), estimate: none });
    assert.equal(await section().isVisible(), false);
  });

  it('answers from how many images on one network is better, by accuracy and by F1', async () => {
    await show();
    const said = () => section().locator('.crossings').innerText();
    assert.match(await said(), /^From 210 images on cnn is better than scatnet \(accuracy/);
    await section().getByRole('radio', { name: 'F1' }).check({ force: true });
    assert.match(await said(), /\(f1;/);
  });

  it('reads sizes out, with intervals, on a logarithmic axis', async () => {
    await show();
    const chart = section().locator('canvas.line-chart');
    assert.match(
      (await chart.getAttribute('aria-label')) ?? '',
      /78 to 600, on a logarithmic axis; measured on the part to test with/,
    );
    await chart.focus();
    for (let k = 0; k < 2; k++) await training.page.keyboard.press('ArrowRight');
    const told = (await section().locator('.curve-readout').innerText()).replace(/\u00a0/g, ' ');
    assert.equal(told, '150 inputs · cnn 82.0 % (80.0 % to 84.0 %) · scatnet 86.0 % (84.0 % to 88.0 %)');
    const { width = 0 } = (await chart.boundingBox()) ?? {};
    const at = async (share: number): Promise<string> => {
      await chart.hover({ position: { x: 40 + share * (width - 50), y: 60 } });
      return section().locator('.curve-readout').innerText();
    };
    // 78 to 150 to 300 to 600 are equal steps of a logarithm: 300 is nearest at two thirds.
    assert.match(await at(0.66), /^300 inputs/);
  });

  it('shows the numbers, and what is taken for what at the smallest size side by side', async () => {
    await show();
    await section().getByText('Numbers of the curve').click();
    assert.equal(await section().locator('details tbody tr').count(), 4);
    await section().getByText('What is taken for what, learned from 78 inputs').waitFor();
    assert.equal(await section().locator('canvas.matrix').count(), 2);
  });

  for (const width of [1400, 900, 480])
    it(`fits into ${width} px`, async () => {
      await show(width);
      assert.deepEqual(await escapees(training.page, '.matrix-of'), []);
      assert.ok(await training.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      assert.deepEqual(await cutTexts(training.page, '.size-curve'), []);
    });

  it('is asked for with sizes and repeats', async () => {
    await training.show();
    await training.page.getByRole('textbox', { name: /^Sample sizes/ }).fill('78, 46+32, auto');
    await training.page.getByRole('spinbutton', { name: /^Repeats/ }).fill('3');
    const last = await training.lastSetup();
    assert.deepEqual([last?.sizes, last?.repeats], [['78', '46+32', 'auto'], 3]);
    await training.page.getByRole('textbox', { name: /^Sample sizes/ }).fill('many');
    assert.deepEqual((await training.lastSetup())?.sizes, ['78', '46+32', 'auto'], 'what is no size is not taken');
  });
});
