import assert from 'node:assert/strict';
import { themes, toTheme, violations } from './support/accessibility';
import { collisions, cutTexts, settled, strays } from './support/layout';
import { panelScenes } from './support/panel-scenes';

describe('every panel in every theme', () => {
  const scenes = panelScenes();

  for (const [name, { show }] of Object.entries(scenes))
    it(`${name}: no fault of accessibility, no text cut untold, nothing beside its place`, async () => {
      const { page } = await show();
      // Names change no colours.
      for (const theme of name.endsWith('with real names') ? themes.slice(0, 1) : themes) {
        await toTheme(page, theme);
        assert.deepEqual(await violations(page, theme === themes[0] ? 'all' : 'colors'), [], theme);
      }
      for (const width of [1400, 900, 480]) {
        await page.setViewportSize({ width, height: 900 });
        await settled(page);
        assert.deepEqual(await cutTexts(page, 'body'), [], `${width} px`);
        assert.deepEqual(await strays(page), [], `${width} px`);
        assert.deepEqual(await collisions(page), [], `${width} px`);
        const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(scrollWidth <= width, `${scrollWidth} px wide at ${width} px`);
      }
    });

  for (const [name, { show, first }] of Object.entries(scenes))
    it(`${name}: at most 12 tab stops to what is looked at`, async () => {
      const { page } = await show();
      // What opens over the page takes the focus a moment after it is there.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
      const isReached = (): Promise<boolean> =>
        page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, first);
      let stops = 0;
      for (; stops < 60 && !(await isReached()); stops++) await page.keyboard.press('Tab');
      assert.ok(stops <= 12, `${stops} stops`);
    });

  for (const name of [
    'Explain',
    'the results of Evaluate',
    'Compare',
    'the kernels of Filters',
    'ScatNet',
    'the results of Train',
    'the Model editor',
  ])
    it(`${name}: links past what stands above are seen only while they have the focus`, async () => {
      const { page } = await scenes[name].show();
      const opacity = (): Promise<string[]> =>
        page
          .locator('.skip-link:not([hidden])')
          .evaluateAll((links) => links.map((one) => getComputedStyle(one).opacity));
      const hidden = await opacity();
      assert.ok(hidden.length > 0 && hidden.every((one) => one === '0'), hidden.join());
      await page.locator('.skip-link:not([hidden])').first().focus();
      assert.equal((await opacity())[0], '1');
    });
});
