// `npm run looks -- --assets FOLDER`: every panel with real networks at three widths in four themes, into out/looks.
// Options: --only explain,filters and --out FOLDER. The folder holds `models`, `images` and `datasets`.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { scenes } from './looks/scenes.mjs';
import { copyAssets } from './looks/workspace.mjs';
import { driver } from './setup/driver.mjs';
import { root } from './setup/paths.mjs';
import { say } from './setup/process.mjs';
import { setUp } from './setup.mjs';

const { values } = parseArgs({
  options: { assets: { type: 'string' }, only: { type: 'string' }, out: { type: 'string' } },
});
if (!values.assets) {
  say('Name the folder of networks and images: npm run looks -- --assets FOLDER');
  process.exit(2);
}
const sizes = [1400, 900, 480];
/** Themes by what VS Code's list calls them, and by the class that its window has under each. */
const themes = {
  dark: { title: 'Dark Modern', look: 'vs-dark' },
  light: { title: 'Light Modern', look: 'vs' },
  'hc-dark': { title: 'Dark High Contrast', look: 'hc-black' },
  'hc-light': { title: 'Light High Contrast', look: 'hc-light' },
};
const out = path.resolve(values.out ?? path.join(root, 'out/looks'));
const wanted = values.only?.split(',') ?? Object.keys(scenes);

await setUp();
const { Workbench } = await driver('workbench');
const { answered } = await driver('explain');
mkdirSync(out, { recursive: true });
for (const name of wanted) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'saliency-lens-looks-'));
  const workspace = path.join(folder, 'networks');
  await copyAssets(values.assets, workspace);
  const workbench = await Workbench.open({ folder: workspace, settings: scenes[name].settings });
  try {
    await scenes[name].play({ workbench, answered, workspace });
    await workbench.command('View: Close Primary Side Bar');
    for (const [theme, { title, look }] of Object.entries(themes)) {
      await workbench.page.setViewportSize({ width: sizes[0], height: 900 });
      await workbench.command('Preferences: Color Theme');
      await workbench.page.keyboard.type(title);
      await workbench.pick(title);
      await workbench.page.locator(`.monaco-workbench.${look}`).waitFor({ timeout: 60_000 });
      // The colours follow the class, piece by piece.
      await workbench.page.waitForTimeout(2000);
      for (const width of sizes) {
        await workbench.page.setViewportSize({ width, height: 900 });
        await workbench.page.waitForTimeout(700);
        await workbench.screenshot(path.join(out, `${name}-${width}-${theme}.png`));
      }
    }
    say(name);
  } catch (error) {
    say(`${name}: ${error.message}\n${await workbench.report()}`);
    process.exitCode = 1;
    await workbench.screenshot(path.join(out, `${name}.failed.png`)).catch(() => undefined);
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}
