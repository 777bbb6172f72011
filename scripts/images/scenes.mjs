import { writeFileSync } from 'node:fs';
import path from 'node:path';

const image = 'faces/test/sunglasses/sunglasses-00.png';
const model = 'faces-cnn.onnx';

const suite = {
  folder: 'faces/test',
  models: ['models/faces-cnn.onnx', 'models/faces-resnet.onnx'],
  methods: ['gradient', { method: 'integrated-gradients', params: { steps: 16 } }, 'grad-cam', 'lrp-composite'],
  metrics: ['average-drop', 'deletion', 'iou', 'pointing-game'],
  limit: 45,
  out: '.saliency-lens/nightly',
};

/** Labels of which the model gets the last wrong. */
const labels = `image,label
glasses/glasses-00.png,glasses
sunglasses/sunglasses-00.png,sunglasses
no-glasses/no-glasses-01.png,no-glasses
no-glasses/no-glasses-00.png,glasses
`;

/** Everything but the editor is hidden, so that the picture is of the panel. */
async function alone(workbench) {
  await workbench.command('View: Close Primary Side Bar');
}

/** Ticks methods and runs them, until every card shows its map. */
async function tick(workbench, methods) {
  const panel = workbench.webview();
  await panel.getByRole('button', { name: /^Methods/ }).click();
  for (const method of methods) await panel.locator(`[data-picker="${method}"] vscode-checkbox`).first().click();
  await workbench.page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Run' }).click();
  for (const method of methods)
    await panel.locator(`[data-method="${method}"][data-state="done"]`).first().waitFor({ timeout: 120_000 });
}

const body = (workbench, state) =>
  workbench.webview().locator(`body[data-state="${state}"]`).waitFor({ timeout: 300_000 });

/** How well the last map points at the object comes a little after it. */
const scored = (workbench) =>
  workbench.webview().locator('.card', { hasText: 'IoU …' }).first().waitFor({ state: 'hidden' });

/** What each image of docs/images shows: `play` brings the window there; `prepare` writes into the workspace before. */
export const scenes = {
  window: {
    theme: 'dark',
    async play({ workbench, explain }) {
      await explain(workbench, { files: image, model });
      await scored(workbench);
    },
  },
  explain: {
    async play({ workbench, explain }) {
      await explain(workbench, { files: image, model });
      await alone(workbench);
      await tick(workbench, ['lrp-composite', 'occlusion']);
      await scored(workbench);
    },
  },
  keep: {
    async play({ workbench, explain }) {
      await explain(workbench, { files: image, model });
      await alone(workbench);
      await scored(workbench);
      await workbench.webview().getByRole('button', { name: 'Export', exact: true }).click();
      await workbench.webview().getByRole('menuitem').first().waitFor();
    },
  },
  // As the end-to-end test of the keys makes it.
  explaining: {
    isFilm: true,
    play: ({ workbench, film, filmExplaining }) => filmExplaining(workbench, film),
  },
  compare: {
    async play({ workbench, answered }) {
      await workbench.explorer.menu([image, image.replace('00', '01')], 'Compare Methods', 'Compare Methods');
      await answered(workbench, model);
      await alone(workbench);
      const rows = workbench.webview().locator('.image-row');
      await rows.filter({ hasText: '2 compared' }).waitFor({ timeout: 120_000 });
      const panel = workbench.webview();
      await panel.getByRole('button', { name: /^Methods/ }).click();
      for (const method of ['lrp-composite', 'occlusion'])
        await panel.locator(`[data-picker="${method}"] vscode-checkbox`).first().click();
      await workbench.page.keyboard.press('Escape');
      await panel.getByRole('button', { name: 'Run', exact: true }).click();
      await rows.filter({ hasText: 'sunglasses-00.png' }).click();
      await panel.locator('.map').nth(3).waitFor({ timeout: 120_000 });
      await rows.filter({ hasText: '2 compared' }).waitFor({ timeout: 120_000 });
    },
  },
  evaluate: {
    prepare: (folder) => writeFileSync(path.join(folder, 'nightly.lens-suite.json'), JSON.stringify(suite, null, 2)),
    async play({ workbench }) {
      await workbench.explorer.menu('nightly.lens-suite.json', 'Run Evaluation Suite', 'Evaluate');
      await alone(workbench);
      await body(workbench, 'done');
      // The images of the tiles arrive one by one.
      await workbench.page.waitForTimeout(5000);
    },
  },
  filters: {
    // Feature maps are of the image that was explained last.
    async play({ workbench, explain }) {
      await explain(workbench, { files: image, model });
      await workbench.command('View: Close All Editors');
      await workbench.explorer.menu(`models/${model}`, 'Show Filters', 'Filters');
      await alone(workbench);
      const panel = workbench.webview();
      await panel.locator('.layer', { hasText: 'conv2' }).or(panel.getByText('conv2')).first().click();
      await panel.getByRole('radio', { name: 'Feature maps' }).click();
      await panel.locator('.view[aria-label="Feature maps"] canvas').first().waitFor();
      await workbench.page.waitForTimeout(3000);
    },
  },
  model: {
    async play({ workbench }) {
      await workbench.explorer.open(`models/${model}`);
      await alone(workbench);
      await workbench.webview().locator('canvas').first().waitFor({ timeout: 120_000 });
      await workbench.page.waitForTimeout(3000);
    },
  },
  train: {
    async play({ workbench }) {
      await workbench.explorer.menu('signals/test', 'Train Networks…', 'Train');
      await alone(workbench);
      await body(workbench, 'setup');
      const panel = workbench.webview();
      await panel.getByRole('spinbutton', { name: 'Epochs' }).fill('60');
      await panel.getByRole('button', { name: 'Train', exact: true }).click();
      await body(workbench, 'done');
      await workbench.page.waitForTimeout(2000);
    },
  },
  tests: {
    prepare(folder) {
      writeFileSync(path.join(folder, 'faces/test/labels.csv'), labels);
    },
    settings: { 'saliencyLens.testing.folders': [{ folder: 'faces/test', model: `models/${model}` }] },
    async play({ workbench }) {
      await workbench.explorer.open('faces/test/no-glasses/no-glasses-00.png');
      await workbench.activity('Testing');
      await workbench.command('Test: Run All Tests');
      await workbench.page.locator('.result-summary', { hasText: '3/4' }).waitFor({ timeout: 120_000 });
      const failure = workbench.page.locator('.test-output-peek-tree .monaco-list-row', {
        hasText: 'no-glasses-00.png',
      });
      await workbench.patience.until(
        'the failure',
        () => workbench.command('Test: Peek Output'),
        (timeout) => failure.first().waitFor({ timeout }),
      );
      await failure.first().click();
      await workbench.page.locator('.preview-text img').first().waitFor();
    },
  },
};
