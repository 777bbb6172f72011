// `npm run images`: makes docs/images in a real window on a copy of the samples. Option: --only explain,filters.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { driver } from './setup/driver.mjs';
import { root } from './setup/paths.mjs';
import { say } from './setup/process.mjs';
import { setUp } from './setup.mjs';
import { scenes } from './images/scenes.mjs';

const folder = path.join(root, 'docs/images');
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = values.only?.split(',') ?? Object.keys(scenes);

await setUp();
const { Workbench } = await driver('workbench');
const { copySamples } = await driver('workspace');
const { answered, explain } = await driver('explain');
const { filmExplaining } = await driver('keys');
const { Film } = await driver('film');
mkdirSync(folder, { recursive: true });
for (const name of wanted) {
  const workspace = copySamples();
  const scene = scenes[name];
  scene.prepare?.(workspace.folder);
  const workbench = await Workbench.open({
    folder: workspace.folder,
    viewport: { width: 1400, height: 900 },
    theme: scene.theme ?? 'light',
    settings: scene.settings,
  });
  try {
    const film = new Film(workbench.page);
    await scene.play({ workbench, explain, answered, film, filmExplaining });
    const file = `${name}.${scene.isFilm ? 'gif' : 'png'}`;
    if (scene.isFilm) await film.save(path.join(folder, file));
    else writeFileSync(path.join(folder, file), await still(workbench));
    say(`docs/images/${file}`);
  } catch (error) {
    say(await workbench.report());
    await workbench.screenshot(path.join(root, 'out/images', `${name}.failed.png`));
    throw error;
  } finally {
    await workbench.close();
    workspace.remove();
  }
}

async function still({ page }) {
  return sharp(await page.screenshot())
    .png({ palette: true, effort: 10 })
    .toBuffer();
}
