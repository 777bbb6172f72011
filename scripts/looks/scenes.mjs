import { writeFileSync } from 'node:fs';
import path from 'node:path';

const suite = {
  folder: 'cifar10',
  models: ['models/resnet20-cifar10.onnx'],
  methods: ['gradient', 'grad-cam', { method: 'integrated-gradients', params: { steps: 8 } }],
  metrics: ['average-drop', 'deletion'],
  limit: 40,
  out: 'results',
};

const body = (workbench, state) =>
  workbench.webview().locator(`body[data-state="${state}"]`).waitFor({ timeout: 300_000 });

/** Pictures may be made beside other work, in milliseconds. */
const patience = 900_000;

/** Explains a photo with a network, by its own right-click menu. */
async function explained({ workbench, answered }, photo, model) {
  await workbench.explorer.menu(`photos/${photo}`, 'Explain Image', 'Explain');
  await answered(workbench, model, Date.now() + patience);
}

/** Ticks a method of the open picker, with its parameters. */
async function added(panel, id, values) {
  const row = panel.locator(`[data-picker="${id}"]`);
  await row.locator('.choice > .menu-button').click();
  for (const [name, value] of Object.entries(values))
    await row.getByRole('textbox', { name }).or(row.getByRole('spinbutton', { name })).first().fill(value);
  await row.locator('vscode-checkbox').first().click();
}

/** The Training panel with a folder and what the network will see of it. */
async function trainingSetup(workbench) {
  await workbench.explorer.menu('cifar10', 'Train Networks…', 'Train');
  await body(workbench, 'setup');
  const panel = workbench.webview();
  await panel.locator('[data-picker="horizontal-flip"] vscode-checkbox').click({ timeout: 120_000 });
  await panel.getByText('What the network will see').click({ timeout: 120_000 });
  await panel.locator('.sheet canvas').nth(7).waitFor({ timeout: 60_000 });
  return panel;
}

/** The checks beneath the maps follow in the background. */
const settled = (workbench) => workbench.page.waitForTimeout(5000);

/** What each picture shows: `play` brings the window there. */
export const scenes = {
  explain: {
    async play(tools) {
      await explained(tools, 'golden-retriever.jpg', 'squeezenet1.1-imagenet-fp32.onnx');
    },
  },
  methods: {
    settings: { 'saliencyLens.defaultMethods': ['grad-cam', 'gradient', 'integrated-gradients'] },
    async play(tools) {
      await explained(tools, 'golden-retriever.jpg', 'mobilenet-v2-1.0-224.onnx');
      const panel = tools.workbench.webview();
      await panel.getByRole('button', { name: /^Methods/ }).click();
      // Few passes: a picture needs the kind of map, not its last digit.
      await added(panel, 'rise', { Masks: '160' });
      await added(panel, 'occlusion', { Window: '3, 48, 48', Strides: '3, 24, 24' });
      await tools.workbench.page.keyboard.press('Escape');
      await panel.getByRole('button', { name: 'Run', exact: true }).click();
      for (const method of ['rise', 'occlusion'])
        await panel.locator(`[data-method="${method}"][data-state="done"]`).waitFor({ timeout: patience });
      await settled(tools.workbench);
    },
  },
  segmentation: {
    async play(tools) {
      await explained(tools, 'bird-513.png', 'deeplabv3-mnv2-dm05-513.onnx');
    },
  },
  evaluate: {
    async play({ workbench, workspace }) {
      writeFileSync(path.join(workspace, 'nightly.lens-suite.json'), JSON.stringify(suite));
      await workbench.explorer.menu('nightly.lens-suite.json', 'Run Evaluation Suite', 'Evaluate');
      await body(workbench, 'done');
      await workbench.page.waitForTimeout(4000);
    },
  },
  setup: {
    async play({ workbench }) {
      await workbench.explorer.menu('cifar10', 'Evaluate Test Folder', 'Evaluate');
      await body(workbench, 'setup');
      await workbench.page.waitForTimeout(2000);
    },
  },
  compare: {
    async play({ workbench, answered }) {
      const photos = ['photos/cat.png', 'photos/golden-retriever.jpg'];
      await workbench.explorer.menu(photos, 'Compare Methods', 'Compare Methods');
      await answered(workbench, 'mobilenet-v2-1.0-224.onnx', Date.now() + patience);
      const rows = workbench.webview().locator('.image-row');
      await rows.filter({ hasText: '2 compared' }).waitFor({ timeout: 200_000 });
    },
  },
  'compare-one': {
    async play({ workbench, answered }) {
      await workbench.explorer.menu('photos/golden-retriever.jpg', 'Compare Methods', 'Compare Methods');
      await answered(workbench, 'mobilenet-v2-1.0-224.onnx', Date.now() + patience);
      await workbench.webview().locator('.map .stage-canvas').nth(1).waitFor({ timeout: 200_000 });
    },
  },
  filters: {
    async play({ workbench }) {
      await workbench.explorer.menu('models/squeezenet1.1-imagenet-fp32.onnx', 'Show Filters', 'Filters');
      await workbench.webview().locator('.grid:visible').first().waitFor({ timeout: 60_000 });
    },
  },
  features: {
    async play(tools) {
      await explained(tools, 'golden-retriever.jpg', 'squeezenet1.1-imagenet-fp32.onnx');
      const { workbench } = tools;
      await workbench.explorer.menu('models/squeezenet1.1-imagenet-fp32.onnx', 'Show Filters', 'Filters');
      const filters = workbench.webview();
      await filters.getByRole('radio', { name: 'Feature maps' }).check({ timeout: 60_000 });
      await filters.locator('.view:visible canvas').first().waitFor({ timeout: 60_000 });
      await workbench.page.waitForTimeout(3000);
    },
  },
  unnamed: {
    async play(tools) {
      await explained(tools, 'owl.jpg', 'mnist-cntk.onnx');
    },
  },
  'unnamed-model': {
    async play({ workbench }) {
      await workbench.explorer.open('models/mnist-cntk.onnx');
      await workbench.webview().locator('.layer').first().waitFor({ timeout: 60_000 });
    },
  },
  model: {
    async play({ workbench }) {
      await workbench.explorer.open('models/mobilenet-v2-1.0-224.onnx');
      await workbench.webview().locator('.layer').first().waitFor({ timeout: 60_000 });
    },
  },
  training: {
    async play({ workbench }) {
      await trainingSetup(workbench);
    },
  },
  trained: {
    async play({ workbench }) {
      const panel = await trainingSetup(workbench);
      await panel.getByRole('spinbutton', { name: 'Epochs' }).fill('3');
      await panel.getByRole('button', { name: 'Train', exact: true }).click();
      await body(workbench, 'done');
    },
  },
  scattering: {
    async play({ workbench }) {
      await workbench.command('Saliency Lens: Show Scattering (ScatNet)');
      await workbench.webview().locator('canvas').first().waitFor({ timeout: 60_000 });
    },
  },
};
