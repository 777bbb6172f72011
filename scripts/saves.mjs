// `node scripts/saves.mjs`: a real window follows a model that is overwritten every 3 s for a minute, at times in halves;
// fails unless every version was shown, in turn, and prints what the processes hold on the way.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { driver } from './setup/driver.mjs';
import { root } from './setup/paths.mjs';
import { say } from './setup/process.mjs';
import { setUp } from './setup.mjs';

const every = 3000;
const count = 20;

await setUp();
const { Workbench } = await driver('workbench');
const { explain } = await driver('explain');
const { copySamples, sample } = await driver('workspace');
const { followModel, trained, untilShown, versionOf, versionsSeen, writeInHalves } = await driver('saving');

const workspace = copySamples();
const settings = { 'saliencyLens.defaultMethods': ['gradient', 'grad-cam'] };
const workbench = await Workbench.open({ folder: workspace.folder, settings });
try {
  await explain(workbench, { files: sample.image, model: sample.model });
  const file = path.join(workspace.folder, 'models', sample.model);
  const first = readFileSync(file);
  await followModel(workbench);
  await untilShown(workbench, versionOf(first));
  const written = [versionOf(first)];
  const held = [];
  for (let step = 1; step <= count; step++) {
    const next = pause(every);
    const bytes = trained(first, step);
    if (step % 2 === 0) await writeInHalves(file, bytes, 800);
    else writeFileSync(file, bytes);
    written.push(versionOf(bytes));
    await next;
    held.push(await memory(workbench));
    say(`${step}: ${(await versionsSeen(workbench)).length} of ${written.length} shown · ${saying(held.at(-1))}`);
  }
  await untilShown(workbench, written.at(-1));
  const seen = await versionsSeen(workbench);
  const missing = written.filter((version) => !seen.includes(version));
  const skipped = missing.map((version) => written.indexOf(version));
  say(`${written.length} versions written, ${seen.length} shown, ${skipped.length} skipped ${skipped.join()}`);
  const [early, late] = [held.slice(4, 9), held.slice(-5)].map(means);
  say(`memory, mean of versions 5 to 9: ${saying(early)}; of the last five: ${saying(late)}`);
  await workbench.screenshot(path.join(root, 'out/saves.png'));
  if (seen.join() !== written.join()) process.exitCode = 1;
} finally {
  await workbench.close();
  workspace.remove();
}
process.exit();

/** MB that the engine and the extension host hold, and the heap of the panel's page. */
async function memory() {
  const held = { engine: 0, host: 0 };
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const [command, status] = ['cmdline', 'status'].map((part) => read(`/proc/${pid}/${part}`));
    const kind = command.includes(path.join('dist', 'engine.js')) ? 'engine' : 'host';
    if (kind === 'host' && !command.includes('type=extensionHost')) continue;
    if (!isOurs(pid)) continue;
    held[kind] += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }
  const body = workbench.webview().locator('body');
  return { ...held, page: (await body.evaluate(() => performance.memory.usedJSHeapSize)) / 2 ** 20 };
}

/** Whether a process is one of those that this one has started. */
function isOurs(pid) {
  for (let at = Number(pid); at > 1; at = Number(/PPid:\s+(\d+)/.exec(read(`/proc/${at}/status`))?.[1] ?? 0))
    if (at === process.pid) return true;
  return false;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function means(all) {
  const mean = (name) => all.reduce((sum, one) => sum + one[name], 0) / all.length;
  return { engine: mean('engine'), host: mean('host'), page: mean('page') };
}

function saying(held) {
  return Object.entries(held)
    .map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)} MB`)
    .join(', ');
}
