import assert from 'node:assert/strict';
import { documentOf, setup } from './support/evaluation-documents';
import { EvaluationPage } from './support/evaluation-page';

describe('the Evaluation panel', () => {
  const evaluation = new EvaluationPage();

  it('keeps what is looked at, and what the host needs, over a reload', async () => {
    await evaluation.finished();
    await evaluation.page.locator('.image-head').getByRole('button', { name: 'IoU' }).click();
    const state = await evaluation.saved();
    assert.deepEqual(state.memo, { folder: 'file:///data/test', suite: null, setup, running: false });
    evaluation.close();
    await evaluation.finished({}, { state });
    assert.equal(
      await evaluation.page
        .locator('.image-head [aria-sort="descending"]')
        .innerText()
        .then((text) => text.replace(/\s/g, '')),
      'IoU↑▾',
    );
  });

  it('says what to do first, and asks for trust', async () => {
    await evaluation.show({ folder: null });
    await evaluation.page.getByRole('button', { name: 'Choose a folder…' }).click();
    assert.equal((await evaluation.panel.posted('command'))[0].command, 'evaluateFolder');
    await evaluation.panel.send({
      kind: 'document',
      document: documentOf({
        trusted: false,
        error: {
          code: 'invalid-argument',
          what: 'Models are run only in a trusted workspace',
          next: 'Trust this workspace',
        },
      }),
    });
    await evaluation.page.getByRole('button', { name: 'Manage trust' }).click();
    assert.equal((await evaluation.panel.posted('command'))[1].command, 'manageTrust');
  });

  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light'] as const) {
    for (const width of [1200, 400]) {
      it(`fits a window ${width} px wide (${theme})`, async () => {
        await evaluation.finished({}, { theme, width });
        const overflow = await evaluation.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${overflow} px too wide`);
        await evaluation.page.locator('summary', { hasText: 'Set-up' }).click();
        await evaluation.page.locator('.setup').waitFor();
        assert.ok(
          (await evaluation.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0,
        );
      });
    }
  }
});
