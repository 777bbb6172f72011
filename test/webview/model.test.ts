import assert from 'node:assert/strict';
import type { ModelDocument, ModelToHost, ModelToPanel } from '../../src/protocol/model-editor';
import type { TaskId } from '../../src/protocol/task';
import type { Recipe } from '../../src/protocol/recipe';
import { image } from './support/explanations';
import { description, documentOf } from './support/models';
import { Panel } from './support/panel';

describe('the Model editor', () => {
  let panel: Panel<ModelToPanel, ModelToHost>;
  afterEach(() => {
    panel.close();
    assert.deepEqual(panel.complaints, [], 'the page complained');
  });

  const opened = async (changes: Parameters<typeof documentOf>[0] = {}, state?: unknown): Promise<void> => {
    panel = await Panel.open<ModelToPanel, ModelToHost>('model', { state });
    await panel.send({ kind: 'document', document: documentOf(changes) });
  };
  const visibleLayers = () => panel.page.locator('.layer:visible .layer-name').allInnerTexts();
  const previews = (count: number) => panel.asked<{ readonly recipe: Recipe }>('preview', count);
  const field = (name: string) => panel.page.locator(`[data-field="${name}"]`);

  it('tells what the model is made of and what is taken as logits', async () => {
    await opened();
    const text = await panel.page.locator('body').innerText();
    for (const part of [
      'opset 17',
      '434\u00a0k parameters',
      '1.73\u00a0MB',
      'batch × 3 × 224 × 224',
      '/head.fc/output · 1000 classes',
      'enters the final Softmax',
    ]) {
      assert.ok(text.includes(part), `"${part}" is missing`);
    }
    assert.match(text, /Gradients stop at ArgMax \(ArgMax_11\)/);
    assert.equal(await panel.page.locator('.stop').count(), 1);
    assert.equal((await visibleLayers()).length, description.layers.length);
  });

  it('shows how an imported model compares with TensorFlow.js', async () => {
    await opened();
    const section = panel.page.getByRole('region', { name: 'Check of the import' });
    assert.equal(await section.isVisible(), false, 'a model that was not imported has none');
    const shows = async (importCheck: ModelDocument['importCheck'], text: RegExp, trusted = true): Promise<void> => {
      await panel.send({ kind: 'update', changes: { importCheck, trusted } });
      assert.match((await section.innerText()).replace(/\s+/g, ' '), text);
    };
    await shows({ state: 'pending', text: '' }, /once the workspace is trusted/, false);
    await shows('running', /Comparing with TensorFlow.js on a random input…/);
    await shows({ state: 'agrees', difference: 2.53e-7, text: '' }, /Agrees with TensorFlow.js.*: 2\.5e-7/);
    await shows(
      { state: 'differs', difference: 0.0312, text: '' },
      /Differs from TensorFlow.js.*may be wrong.*: 3\.1e-2/,
    );
    await shows(
      { state: 'unchecked', text: 'Not checked against TensorFlow.js: it has no layer Odd.' },
      /it has no layer Odd/,
    );
  });

  it('shows what holds where nothing is stated, and that it is a guess', async () => {
    await opened();
    assert.equal(await field('mean').getByRole('textbox').inputValue(), '0.485, 0.456, 0.406');
    assert.match(await field('mean').innerText(), /guessed/);
    assert.doesNotMatch(await field('kernel').innerText(), /guessed/);
    assert.match(await panel.page.locator('.form-actions').innerText(), /No sidecar yet/);
  });

  it('previews a change, saves it, and takes it back', async () => {
    await opened({ recipe: { color: 'bgr' }, sidecar: { name: 'net.onnx.lens.json', exists: true, faults: [] } });
    await field('mean').getByRole('textbox').fill('0.5 0.5 0.5');
    const [{ recipe }] = await previews(1);
    assert.deepEqual(recipe, { color: 'bgr', mean: [0.5, 0.5, 0.5] });
    await panel.answer('preview', { value: image() });
    assert.match(await panel.page.locator('.preview').innerText(), /a\.png · 64 × 64/);
    assert.equal(await panel.page.locator('.preview canvas').count(), 1);
    await panel.page.getByRole('button', { name: 'Save' }).click();
    assert.deepEqual(await panel.asked('save'), [{ recipe }]);
    await panel.answer('save', { value: null });
    await panel.page.getByRole('button', { name: 'Save', disabled: true }).waitFor();
    await field('color').getByRole('button', { name: 'Reset Colour order' }).click();
    assert.deepEqual((await previews(2)).at(-1)?.recipe, { mean: [0.5, 0.5, 0.5] });
    await panel.page.getByRole('button', { name: 'Revert' }).click();
    assert.equal(await field('color').getByRole('combobox').inputValue(), 'bgr');
  });

  it('takes labels line by line, or the name of a file', async () => {
    await opened();
    const area = field('labels').getByRole('textbox');
    await area.fill('cat\ndog\n');
    assert.deepEqual((await previews(1)).at(-1)?.recipe.labels, ['cat', 'dog']);
    await area.fill('classes.txt');
    assert.equal((await previews(2)).at(-1)?.recipe.labels, 'classes.txt');
  });

  it('has fields of what files hold, and of bands where there are more than three', async () => {
    await opened();
    await field('white').getByRole('spinbutton').fill('4095');
    assert.deepEqual((await previews(1)).at(-1)?.recipe, { white: 4095 });
    await field('black').getByRole('spinbutton').fill('-1000');
    assert.deepEqual((await previews(2)).at(-1)?.recipe, { white: 4095, black: -1000 });
    assert.equal(await field('composite').isVisible(), false);
    const many = { ...description.recipe, mean: [0, 0, 0, 0], std: [1, 1, 1, 1] };
    await panel.send({ kind: 'update', changes: { description: { ...description, recipe: many } } });
    await field('composite').getByRole('textbox').fill('4, 3');
    await field('composite').getByRole('textbox').fill('4, 3, 2');
    assert.deepEqual((await previews(3)).at(-1)?.recipe.composite, [4, 3, 2]);
  });

  it('has the fields of its task, and those of another only where the sidecar has them', async () => {
    const of = (id: TaskId) => ({ description: { ...description, task: { id, reason: 'It says so.' } } });
    await opened({ ...of('multi-label'), recipe: { units: 'mm' } });
    const shown = async (): Promise<string[]> => {
      const rows = await panel.page
        .locator('[data-field]:visible')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-field')!));
      return rows.slice(rows.indexOf('labels') + 1);
    };
    assert.deepEqual(await shown(), ['task', 'output', 'units', 'thresholds']);
    assert.match(await field('task').innerText(), /As the graph shows: Several labels/);
    const area = field('thresholds').getByRole('textbox');
    await area.fill('cat: 0.4\ndog: 0.6');
    assert.deepEqual((await previews(1)).at(-1)?.recipe.thresholds, { cat: 0.4, dog: 0.6 });
    await area.fill('0.3');
    assert.equal((await previews(2)).at(-1)?.recipe.thresholds, 0.3);
    await area.fill('cat: high');
    assert.equal(await area.getAttribute('aria-invalid'), 'true');
    await field('units').getByRole('textbox').fill('years, kg');
    assert.deepEqual((await previews(3)).at(-1)?.recipe.units, ['years', 'kg']);
    await panel.send({ kind: 'document', document: documentOf(of('detection')) });
    await panel.page.getByRole('button', { name: 'Revert' }).click();
    assert.deepEqual(await shown(), ['task', 'output', 'detection']);
    const after = async (act: () => Promise<unknown>) => {
      const { length } = await previews(0);
      await act();
      return (await previews(length + 1)).at(-1)?.recipe;
    };
    await after(() => field('detection').getByRole('spinbutton', { name: 'Score from' }).fill('0.4'));
    const both = await after(() => field('detection').getByRole('textbox', { name: 'Anchors' }).fill('10 13, 16 30'));
    const anchors = [
      [10, 13],
      [16, 30],
    ];
    assert.deepEqual(both, { detection: { scoreThreshold: 0.4, anchors } });
    const told = await after(() => field('task').getByRole('combobox').selectOption('embedding'));
    assert.equal(told?.task, 'embedding');
    assert.equal(await field('output').getByRole('textbox').getAttribute('placeholder'), '/head.fc/output');
  });

  it('says what is wrong with a recipe beside the field, keeps what was typed and disables nothing else', async () => {
    await opened();
    await panel.page.setViewportSize({ width: 900, height: 500 });
    const area = field('labels').getByRole('textbox');
    await area.fill('no-such-file.txt');
    const error = {
      code: 'not-found',
      what: 'the labels file cannot be read',
      where: '/models/no-such-file.txt',
      next: 'Name another',
    } as const;
    await previews(1);
    await panel.send({ kind: 'update', changes: { faults: [{ field: 'labels', error }] } });
    await panel.answer('preview', { value: null });
    assert.match(
      await field('labels').locator('..').getByRole('alert').innerText(),
      /no-such-file\.txt: the labels file cannot be read[^]*Name another/,
    );
    const [typed, said] = [await area.boundingBox(), await panel.page.locator('.recipe-fault:visible').boundingBox()];
    assert.ok(said && typed && said.y - (typed.y + typed.height) < 24, 'it stands below the field');
    assert.ok(said.y + said.height <= 500, 'in sight');
    assert.equal(await area.inputValue(), 'no-such-file.txt');
    for (const name of ['Explain an image…', 'Filters', 'Evaluate a folder…'])
      assert.equal(await panel.page.getByRole('button', { name }).isEnabled(), true, name);
    await panel.page.getByRole('button', { name: 'Save' }).click();
    await panel.answer('save', { error });
    assert.match(await panel.page.locator('.form-actions').innerText(), /Not saved: the labels file cannot be read/);
    assert.equal(await area.inputValue(), 'no-such-file.txt');
    await area.fill('classes.csv');
    assert.equal((await previews(2)).at(-1)?.recipe.labels, 'classes.csv');
    await panel.send({ kind: 'update', changes: { faults: [] } });
    assert.equal(await panel.page.locator('.recipe-fault:visible').count(), 0);
  });

  it('says what is wrong with the sidecar on disk, and lets nothing run that would fail by it', async () => {
    const error = { code: 'invalid-argument', what: '"mean" has 2 numbers, but the model takes 3 channels' } as const;
    const faults = [{ field: 'mean', error }];
    await opened({
      recipe: { mean: [0.5, 0.5] },
      faults,
      sidecar: { name: 'net.onnx.lens.json', exists: true, faults },
    });
    assert.equal((await visibleLayers()).length, description.layers.length, 'its structure is shown');
    assert.equal(await field('mean').getByRole('textbox').inputValue(), '0.5, 0.5');
    assert.match(await panel.page.getByRole('alert').innerText(), /"mean" has 2 numbers/);
    const explain = panel.page.getByRole('button', { name: 'Explain an image…' });
    assert.equal(await explain.isDisabled(), true);
    const host = panel.page.locator('vscode-button', { hasText: 'Explain an image…' });
    assert.match((await host.getAttribute('title')) ?? '', /net\.onnx\.lens\.json.*"mean" has 2 numbers/);
  });

  it('does not write over a sidecar that it cannot read', async () => {
    const error = { code: 'invalid-argument', what: 'this is not a JSON object', where: 'net.onnx.lens.json' } as const;
    const faults = [{ field: null, error }];
    await opened({ faults, sidecar: { name: 'net.onnx.lens.json', exists: true, faults } });
    assert.match(await panel.page.getByRole('alert').innerText(), /not a JSON object/);
    await field('color').getByRole('combobox').selectOption('bgr');
    assert.equal(await panel.page.getByRole('button', { name: 'Save' }).isDisabled(), true);
  });

  it('offers files of labels that fit, and shows what the model says under every recipe', async () => {
    const recipe = { ...description.recipe, labels: [] };
    const labelFiles = [{ name: 'imagenet-1000.txt', names: ['tench', 'goldfish', 'great white shark'] }];
    await opened({ description: { ...description, recipe }, labelFiles });
    assert.match(await panel.page.locator('.label-offers').innerText(), /0 names for 1000 classes/);
    await panel.page.getByRole('button', { name: 'Use imagenet-1000.txt' }).click();
    assert.equal(await field('labels').getByRole('textbox').inputValue(), 'imagenet-1000.txt');
    assert.equal((await previews(1)).at(-1)?.recipe.labels, 'imagenet-1000.txt');
    await panel.answer('preview', { value: image() });
    assert.deepEqual(await panel.asked('predict'), [{ recipe: { labels: 'imagenet-1000.txt' } }]);
    const label = 'kerosene-burning vacuum coffee maker for well-known restaurants, espresso machine';
    const predictions = [{ index: 550, label, probability: 0.984, logit: 9 }];
    await panel.answer('predict', { value: { predictions } });
    const said = panel.page.locator('.tried li').first();
    await said.waitFor();
    assert.match(await said.innerText(), /98\.4/);
    assert.equal(await said.locator('.tried-label').getAttribute('title'), label);
    const [seen, told] = [await panel.page.locator('.preview').boundingBox(), await said.boundingBox()];
    assert.ok(seen && told && told.y >= seen.y && told.y + told.height <= seen.y + seen.height, 'beside the image');
    assert.ok(told.x + told.width <= seen.x + seen.width, 'however long the name');
  });

  it('does not take numbers that are none', async () => {
    await opened();
    const size = field('size').getByRole('textbox');
    await size.fill('224');
    await size.fill('224, many');
    assert.equal(await size.getAttribute('aria-invalid'), 'true');
    await size.fill('192, 160');
    assert.deepEqual(
      (await previews(1)).map(({ recipe }) => recipe),
      [{ size: [192, 160] }],
    );
  });

  it('keeps an unsaved recipe when it is hidden', async () => {
    await opened({}, { draft: { preset: 'caffe' } });
    assert.equal(await field('preset').getByRole('combobox').inputValue(), 'caffe');
    assert.match(await panel.page.locator('.form-actions').innerText(), /Not saved/);
  });

  it('shows the structure but runs nothing without trust', async () => {
    await opened({ trusted: false });
    assert.equal((await visibleLayers()).length, description.layers.length);
    assert.equal(await panel.page.getByRole('button', { name: 'Explain an image' }).isDisabled(), true);
    await panel.page.getByRole('button', { name: 'Manage trust' }).click();
    assert.deepEqual(await panel.posted('command'), [{ kind: 'command', command: 'manageTrust' }]);
  });

  it('leads to explanations, filters and evaluation', async () => {
    await opened();
    for (const [name, kind] of [
      ['Explain an image…', 'explain'],
      ['Filters', 'filters'],
      ['Evaluate a folder…', 'evaluate'],
    ] as const) {
      await panel.page.getByRole('button', { name }).click();
      assert.equal((await panel.until(kind, 1)).length, 1);
    }
    await panel.send({ kind: 'update', changes: { trusted: false } });
    assert.equal(
      await panel.page.getByRole('button', { name: 'Filters' }).isEnabled(),
      true,
      'kernels may be read without trust',
    );
    assert.equal(await panel.page.getByRole('button', { name: 'Evaluate a folder…' }).isDisabled(), true);
  });

  it('says what is wrong with a broken file', async () => {
    await opened({
      description: null,
      error: { code: 'corrupt-model', what: 'The file ends early', where: 'net.onnx', next: 'Export it again' },
    });
    assert.match(await panel.page.getByRole('alert').innerText(), /net\.onnx: The file ends early[^]*Export it again/);
    await panel.page.getByRole('button', { name: 'Try again' }).click();
    assert.equal((await panel.posted('retry')).length, 1);
  });
});
