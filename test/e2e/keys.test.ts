import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { root } from './environment';
import { answered } from './explain';
import { tellFailure } from './failure';
import { Film } from './film';
import { explained, filmExplaining } from './keys';
import { Workbench } from './workbench';
import { copySamples, sample, type TemporaryWorkspace } from './workspace';

/** Bytes of the film in the README. */
const MOST = 2e6;

describe('keys in a real window', function () {
  this.timeout(300_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench;
  before(async () => {
    workspace = copySamples();
    workbench = await Workbench.open({ folder: workspace.folder, viewport: { width: 1400, height: 900 } });
  });
  after(async () => {
    await workbench.close();
    workspace.remove();
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
  });

  it('explain the image that is open', async () => {
    await workbench.explorer.open(sample.image);
    const tab = workbench.page.locator('.tab', { hasText: 'Explain' }).first();
    const question = workbench.page.locator('.quick-input-list .monaco-list-row').first();
    await workbench.patience.until(
      'what Ctrl+Alt+E opens',
      () => workbench.page.keyboard.press('Control+Alt+E'),
      (timeout) => tab.or(question).first().waitFor({ timeout }),
    );
    await answered(workbench, sample.model);
    assert.equal(await explained(workbench).prediction(), 'sunglasses');
  });

  it('show the next and the previous image, and hide the maps; filmed for the README', async () => {
    const film = new Film(workbench.page);
    const predicted = await filmExplaining(workbench, film);
    assert.deepEqual([...predicted].sort(), ['glasses', 'no-glasses', 'sunglasses']);
    const { pressed, place, prediction, mapsShown } = explained(workbench);
    assert.equal(await place(), '3 / 3');
    await pressed('Alt+Shift+ArrowLeft', async () => (await place()) === '2 / 3');
    assert.equal(await prediction(), predicted[1]);
    await pressed('Alt+Shift+M', async () => !(await mapsShown()));

    const bytes = await film.save(path.join(root, 'out/e2e/explaining.gif'));
    assert.ok(bytes.length < MOST, `${bytes.length} bytes`);
    const { pages, delay } = await sharp(bytes, { animated: true }).metadata();
    assert.equal(pages, 6);
    assert.ok(delay!.every((milliseconds) => milliseconds >= 1000));
  });

  it('open the help on accessibility, which names every key of the panels', async () => {
    const preview = workbench.page
      .frameLocator('iframe.webview.ready[src*="markdown-language-features"]')
      .frameLocator('iframe#active-frame');
    await workbench.page.locator('.tab', { hasText: 'Explain' }).first().click();
    await workbench.webview().locator('.navigator').first().waitFor();
    await workbench.page.keyboard.press('Alt+F1');
    await preview.getByRole('heading', { name: 'with the keyboard and a screen reader' }).waitFor({ timeout: 60_000 });
    const read = await preview.locator('body').innerText();
    for (const key of ['Ctrl+Alt+E', 'Alt+Shift+→', 'Alt+Shift+←', 'Alt+Shift+M', 'Alt+F1'])
      assert.ok(read.includes(key), key);
  });

  it('are the film that the README shows', async () => {
    const film = path.join(root, 'docs/images/explaining.gif');
    assert.ok(existsSync(film));
    const bytes = readFileSync(film);
    assert.ok(bytes.length < MOST);
    assert.equal((await sharp(bytes, { animated: true }).metadata()).pages, 6);
  });
});
