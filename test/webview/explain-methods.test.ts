import assert from 'node:assert/strict';
import { documentOf, methods } from './support/explanations';
import { ExplainPage } from './support/explain-page';

describe('the methods of the Explain panel', () => {
  const explain = new ExplainPage();

  it('does not offer a method that cannot run on the model, and says why', async () => {
    await explain.show({ choices: documentOf().choices.map((choice) => ({ ...choice, selected: false })) });
    const why = 'LRP looks inside the network, but TensorFlow.js runs it as a whole';
    const picker = explain.page.locator('[data-picker="occlusion"]');
    await explain.panel.send({
      kind: 'costs',
      costs: [{ method: 'occlusion', expectedPasses: 100, unavailable: why }],
    });
    await explain.openMethods();
    assert.match(await picker.innerText(), /not for this model/);
    assert.equal(await picker.locator('.choice').getAttribute('title'), why);
    await picker.getByRole('checkbox', { disabled: true }).waitFor();
    await explain.panel.send({ kind: 'costs', costs: [{ method: 'occlusion', expectedPasses: 100 }] });
    await picker.getByRole('checkbox', { disabled: false }).waitFor();
  });

  it('makes a form of a method’s parameters, with units, limits and defaults', async () => {
    await explain.show();
    await explain.panel.send({ kind: 'costs', costs: [{ method: 'integrated-gradients', expectedPasses: 100 }] });
    const picker = explain.page.locator('[data-picker="integrated-gradients"]');
    await explain.openMethods();
    assert.match(await picker.innerText(), /100\su/);
    await picker.getByRole('button', { name: 'Parameters of Integrated gradients' }).click();
    const steps = picker.getByRole('spinbutton', { name: 'Steps' });
    assert.equal(await steps.inputValue(), '50');
    await steps.fill('0');
    assert.equal(await steps.getAttribute('aria-invalid'), 'true');
    assert.equal((await explain.panel.posted('choose')).length, 0, 'what is out of range is not taken');
    await steps.fill('200');
    await picker.getByRole('combobox', { name: 'Baseline' }).selectOption('blur');
    const chosen = async () =>
      (await explain.panel.posted('choose')).at(-1)?.choices.find(({ method }) => method === 'integrated-gradients')
        ?.params;
    assert.deepEqual(await chosen(), { steps: 200, baseline: 'blur', sigma: 5, baselineFile: null });
    assert.equal(await picker.getByText('px').isVisible(), false, 'advanced parameters are folded');
    await picker.getByRole('button', { name: 'Reset to defaults' }).click();
    assert.deepEqual(await chosen(), { steps: 50, baseline: 'zeros', sigma: 5, baselineFile: null });
    assert.equal(await steps.inputValue(), '50');
  });

  it('shows a size of noise as a share of the range of the input and in its units', async () => {
    const smoothgrad = {
      ...methods[1],
      id: 'smoothgrad',
      label: 'SmoothGrad',
      params: [
        {
          kind: 'number' as const,
          name: 'stdev',
          label: 'Noise',
          default: 0.15,
          minimum: 0,
          shareOfRange: { name: 'convention', value: 'range' },
        },
        {
          kind: 'choice' as const,
          name: 'convention',
          label: 'Noise counted in',
          default: 'range',
          choices: [
            { value: 'range', label: 'shares' },
            { value: 'input', label: 'units' },
          ],
        },
      ],
    };
    const params = { stdev: 0.15, convention: 'range' };
    const shown = {
      methods: [smoothgrad],
      choices: [{ method: 'smoothgrad', selected: false, params, layer: null }],
      cards: [],
    };
    await explain.show({ ...shown, inputRange: [4.367, 4.464, 4.444] });
    const picker = explain.page.locator('[data-picker="smoothgrad"]');
    await explain.openMethods();
    const shows = (text: string) => picker.locator('.parameter-note', { hasText: new RegExp(`^${text}$`) }).waitFor();
    await picker.getByRole('button', { name: 'Parameters of SmoothGrad' }).click();
    await shows('15.0\u00a0% of the range of the input, 0.655–0.670 in its units');
    await picker.getByRole('spinbutton', { name: 'Noise' }).fill('0.1');
    await shows('10.0\u00a0% of the range of the input, 0.437–0.446 in its units');
    await picker.getByRole('combobox', { name: 'Noise counted in' }).selectOption('input');
    await shows('in units of the input, 2.2\u00a0%–2.3\u00a0% of its range');
    const send = (inputRange: readonly number[] | null) =>
      explain.panel.send({ kind: 'document', document: documentOf({ ...shown, inputRange }) });
    await send([255]);
    await shows('15.0\u00a0% of the range of the input, 38.3 in its units');
    await send(null);
    await shows('15.0\u00a0% of the range of the input');
  });

  it('links the paper of a method below its parameters', async () => {
    await explain.show();
    const picker = explain.page.locator('[data-picker="integrated-gradients"]');
    await explain.openMethods();
    const paper = picker.getByRole('link', { name: 'Doe & Roe 2020, A paper' });
    assert.equal(await paper.count(), 0, 'folded');
    await picker.getByRole('button', { name: 'Parameters of Integrated gradients' }).click();
    assert.equal(await paper.getAttribute('href'), 'https://example.org/paper');
  });

  it('picks methods by keyboard', async () => {
    await explain.show();
    await explain.openMethods();
    const box = explain.page.locator('[data-picker="occlusion"]').getByRole('checkbox');
    await box.focus();
    await explain.page.keyboard.press('Space');
    assert.equal(
      (await explain.panel.posted('choose')).at(-1)?.choices.find(({ method }) => method === 'occlusion')?.selected,
      false,
    );
  });

  it('moves the chosen CAMs to a layer of the overview', async () => {
    await explain.show();
    await explain.page.getByRole('radio', { name: 'layer2.0' }).check();
    const last = (await explain.panel.posted('choose')).at(-1);
    assert.equal(last?.run, true);
    assert.equal(last?.choices.find(({ method }) => method === 'grad-cam')?.layer, '/layer2.0/relu');
    assert.equal(last?.choices.find(({ method }) => method === 'occlusion')?.layer, null);
  });
});
