import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { root } from './environment';
import { evaluationState } from './evaluation';
import { tellFailure } from './failure';
import { Workbench } from './workbench';
import { copySamples, type TemporaryWorkspace } from './workspace';

const suite = {
  folder: 'glasses/test',
  models: ['models/faces-detector.onnx'],
  methods: ['grad-cam'],
  metrics: ['iou'],
  // It finds all glasses: wrong is what it believes less.
  scoreThreshold: 0.05,
  limit: 3,
  out: '.saliency-lens/boxes',
};

describe("A detector's mistakes in a real VS Code", function () {
  this.timeout(300_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench | undefined;

  beforeEach(() => {
    workspace = copySamples();
    writeFileSync(path.join(workspace.folder, 'boxes.lens-suite.json'), JSON.stringify(suite, null, 2));
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
    await workbench?.close();
    workbench = undefined;
    workspace.remove();
  });

  /** Clicks the first wrong box that is listed, until its image stands beside, that box chosen and its maps done. */
  async function explainFirst(window: Workbench): Promise<{ label: string; score: string; asked: string }> {
    const row = window.webview().locator('section[aria-label="Wrong boxes"] tbody tr').first();
    const [file, , label, score] = (await row.locator('th, td').allInnerTexts()).map((text) => text.trim());
    const name = path.posix.basename(file);
    const tab = window.page.locator('.tab', { hasText: `Explain ${name} · faces-detector.onnx` });
    await window.patience.until(
      `the explanation of a box of ${name}`,
      () => row.getByRole('button').click(),
      (timeout) => tab.waitFor({ timeout }),
      20_000,
    );
    const explain = window.webview(1);
    const chosen = explain.getByRole('listbox', { name: 'Detections' }).locator('[aria-selected="true"]');
    const said = score === '—' ? 'drawn' : score;
    await chosen.filter({ hasText: new RegExp(`${label}\\s*${said}$`) }).waitFor({ timeout: 60_000 });
    await explain.locator('body[data-state="done"]').waitFor({ timeout: 60_000 });
    await explain.locator('.card-sub').getByText(`${name} · 128 × 128`, { exact: true }).waitFor();
    const cards = await explain
      .locator('.card[data-method]')
      .evaluateAll((all) =>
        all.map((card) => [card.getAttribute('data-state'), card.querySelector('.card-sub')?.textContent ?? '']),
      );
    assert.ok(cards.length > 0, 'there are maps');
    for (const [state, target] of cards) {
      assert.equal(state, 'done');
      assert.ok(target?.startsWith(label), `a map of "${target}"`);
    }
    return { label, score, asked: await explain.locator('.target-button').innerText() };
  }

  it('are explained beside its evaluation: a box of the wrong class, and an object it misses', async () => {
    const window = (workbench = await Workbench.open({ folder: workspace.folder }));
    await window.explorer.menu('boxes.lens-suite.json', 'Run Evaluation Suite', 'Evaluate');
    await evaluationState(window, 'done');
    const wrong = await explainFirst(window);
    assert.match(wrong.asked, new RegExp(`^${wrong.label}\\s+${wrong.score}`));
    await window.screenshot(path.join(root, 'out/e2e', 'wrong-box.png'));

    const evaluation = window.webview();
    await evaluation.locator('.setup-summary').click();
    // No box is as sure as that: every object is missed.
    await evaluation.getByRole('spinbutton', { name: 'Boxes shown from score' }).fill('0.99');
    await evaluation.getByRole('button', { name: 'Run', exact: true }).click();
    await evaluation.getByRole('button', { name: 'Missed', exact: true }).waitFor({ timeout: 120_000 });
    await evaluationState(window, 'done');
    const missed = await explainFirst(window);
    assert.equal(missed.score, '—', 'the detector says nothing of an object that it misses');
    assert.match(missed.asked, new RegExp(`^${missed.label}, score × overlap`));
    await window.screenshot(path.join(root, 'out/e2e', 'missed-box.png'));
  });
});
