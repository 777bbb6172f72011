import assert from 'node:assert/strict';
import type { ModelDocument, ModelToHost, ModelToPanel } from '../../src/protocol/model-editor';
import type { Recipe } from '../../src/protocol/recipe';
import { cutTexts, escapees } from './support/layout';
import { documentOf } from './support/models';
import { Panel, type PanelOptions } from './support/panel';
import { pictured, plan } from './support/recipe-checks';

describe('the check of a recipe in the Model editor', () => {
  let panel: Panel<ModelToPanel, ModelToHost>;
  afterEach(() => {
    panel.close();
    assert.deepEqual(panel.complaints, [], 'the page complained');
  });
  const ready = {
    checkFolder: { uri: 'file:///photos', name: 'photos' },
    checkPlan: { state: 'done', value: plan },
  } satisfies Partial<ModelDocument>;
  const opened = async (changes: Partial<ModelDocument>, options: PanelOptions = {}): Promise<void> => {
    panel = await Panel.open<ModelToPanel, ModelToHost>('model', options);
    await panel.send({ kind: 'document', document: documentOf({ ...ready, ...changes }) });
  };
  const section = () => panel.page.getByRole('region', { name: 'Check the recipe' });
  const press = (name: string) => section().getByRole('button', { name });
  const candidates = (name: string) => section().locator('.candidate', { hasText: name });
  const done = { check: { state: 'done', value: pictured() } } as const;

  it('says on what and at what cost before it runs, and starts on a click only', async () => {
    await opened({});
    assert.match(await section().innerText(), /12 images of photos, 7 with a label · 28 ways · 336\u00a0u/);
    assert.deepEqual(await panel.posted('check'), []);
    await press('Check the recipe').click();
    assert.equal((await panel.posted('check')).length, 1);
    await press('Other images…').click();
    assert.equal((await panel.posted('pickCheckFolder')).length, 1);
  });

  it('tells how far it is, and can be cancelled', async () => {
    await opened({ check: { state: 'loading', done: 9, of: 28 } });
    const bar = section().getByRole('progressbar');
    assert.match(await section().innerText(), /Checking 12 images of photos…/);
    assert.deepEqual([await bar.getAttribute('value'), await bar.getAttribute('max')], ['9', '28']);
    assert.equal(await press('Check the recipe').isVisible(), false);
    await press('Cancel').click();
    assert.equal((await panel.posted('cancelCheck')).length, 1);
  });

  it('ranks what was tried, with pictures, intervals, and what cannot be told apart', async () => {
    await opened(done);
    assert.match(await section().innerText(), /The recipe is wrong/);
    assert.match(await candidates('minus ImageNet').innerText(), /7 of 7 right \(64\.6\u00a0% to 100\.0\u00a0%\)/);
    assert.match(await candidates('0 to 255, blue first').innerText(), /do not tell it from the first/);
    assert.match(await candidates('stretched').innerText(), /Makes no difference/);
    assert.match(await candidates('0 to 1, red first').innerText(), /as it is now/);
    assert.equal(await candidates('minus ImageNet').getByRole('img').isVisible(), true);
    assert.equal(await candidates('−2 to 2').isVisible(), false, 'what fits less is folded away');
    await section().getByText('2 that fit worse').click();
    assert.equal(await candidates('−2 to 2').isVisible(), true);
  });

  it('says how sure the model is where no image has a label', async () => {
    const value = pictured();
    const families = value.check.families.map((family) => ({
      ...family,
      candidates: family.candidates.map((one) => ({ ...one, right: null, loss: null })),
    }));
    const unlabelled = { ...value, check: { ...value.check, labelled: 0, families } };
    await opened({
      checkPlan: { state: 'done', value: { ...plan, labelled: 0 } },
      check: { state: 'done', value: unlabelled },
    });
    assert.match(await section().innerText(), /12 images of photos, without labels/);
    assert.match(await candidates('minus ImageNet').innerText(), /mean probability 93\.0\u00a0% · entropy 3\.00/);
  });

  it('says which images it looked at, where their labels come from, and which are right', async () => {
    await opened(done);
    await section().getByText('2 images · Labels are the classes whose names files bear').click();
    assert.deepEqual(await section().locator('.checked-images li').allInnerTexts(), [
      'a.png: cat · now wrong, then right',
      'b.png: dog · now wrong, then wrong',
    ]);
    const figures = candidates('minus ImageNet').locator('.figure');
    assert.match((await figures.getAttribute('title')) ?? '', /a\.png: cat · right\nb\.png: dog · right/);
  });

  it('puts a candidate into the form, where it is seen before it is saved', async () => {
    await opened({ ...done, recipe: { preset: 'unit', labels: ['a'] }, description: documentOf().description });
    await candidates('minus ImageNet').getByRole('button', { name: 'Try' }).click();
    const [asked] = await panel.asked<{ recipe: Recipe }>('preview');
    assert.deepEqual(asked.recipe, { labels: ['a'], ...pictured().check.families[0].candidates[0].fields });
  });

  it('writes what it found on one click, and says so', async () => {
    await opened(done);
    await press('Use this recipe').click();
    const [{ recipe }] = await panel.asked<{ recipe: Recipe }>('adopt');
    assert.match(
      (await section().locator('vscode-button', { hasText: 'Use this recipe' }).getAttribute('title')) ?? '',
      /Write net\.onnx\.lens\.json/,
    );
    assert.deepEqual(recipe, pictured().check.recipe);
    await panel.answer('adopt', { value: null });
    assert.equal(await candidates('minus ImageNet').isVisible(), true, 'what was found stays in sight');
    assert.equal(await panel.page.locator('[data-field="color"]').getByRole('combobox').inputValue(), 'bgr');
  });

  it('has nothing to write where the recipe says it already', async () => {
    const { check, thumbnails } = pictured();
    const families = check.families.map((family) => ({
      ...family,
      candidates: family.candidates.map((one, i) => ({ ...one, isCurrent: i === 0 })),
    }));
    const value = {
      thumbnails,
      check: { ...check, families, verdict: 'Written to net.onnx.lens.json; 7 of 7 right.' },
    };
    const { description } = documentOf();
    assert.ok(description);
    const stated = { ...description, recipe: { ...description.recipe, guessed: [] } };
    await opened({ check: { state: 'done', value }, description: stated, recipe: check.recipe });
    assert.equal(await press('Use this recipe').isVisible(), false);
    assert.equal(await section().getByText('7 of 7 right.').isVisible(), true);
    const guessed = [{ field: 'range', reason: 'the graph scales nothing' } as const];
    const unstated = { ...description, recipe: { ...description.recipe, guessed } };
    await panel.send({ kind: 'update', changes: { description: unstated } });
    assert.equal(await press('Use this recipe').isVisible(), true, 'a guess can be written down');
  });

  it('is brought into sight by what leads to it, and begins', async () => {
    await opened({}, { height: 400 });
    await panel.send({ kind: 'showCheck' });
    assert.equal((await panel.posted('check')).length, 1);
    const box = await section().boundingBox();
    assert.ok(box && box.y >= 0 && box.y < 300);
    const focused = await panel.page.evaluate(() => document.activeElement?.textContent);
    assert.equal(focused, 'Check the recipe');
  });

  it('begins once its cost is known, and once only', async () => {
    await opened({ checkPlan: { state: 'loading' } });
    const { checkPlan } = ready;
    await panel.send({ kind: 'showCheck' });
    assert.deepEqual(await panel.posted('check'), []);
    await panel.send({ kind: 'update', changes: { checkPlan } });
    assert.equal((await panel.posted('check')).length, 1);
    await panel.send({ kind: 'update', changes: { checkPlan: { ...checkPlan } } });
    assert.equal((await panel.posted('check')).length, 1);
  });

  it('does not begin again by itself where it has ended', async () => {
    await opened(done);
    await panel.send({ kind: 'showCheck' });
    assert.deepEqual(await panel.posted('check'), []);
  });

  it('is not there for models that have no such recipe', async () => {
    await opened({ checkFolder: null, checkPlan: { state: 'none' } });
    assert.equal(await section().isVisible(), false);
  });

  for (const width of [1400, 900, 480])
    it(`keeps within its room at ${width} px`, async () => {
      await opened(done, { width });
      assert.deepEqual(await escapees(panel.page, '.recipe-check'), []);
      assert.deepEqual(await cutTexts(panel.page, '.recipe-check'), []);
    });
});
