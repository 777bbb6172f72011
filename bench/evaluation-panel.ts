import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { encodedImages } from '../src/engine/evaluation/images-file';
import { ClassTally } from '../src/engine/evaluation/judge/classification/class-tally';
import { Results } from '../src/engine/evaluation/results';
import { Workbench } from '../test/e2e/workbench';
import { columnsOf, resultsOf, type Size } from '../test/webview/support/evaluations';
import { report } from './figure';

const WINDOWS = 5;
const SIZES: readonly Size[] = [60, 50_000].map((images) => ({ images, classes: 100, models: 2 }));

/** A workspace with tiny images and the finished result of an evaluation of them. */
async function drawWorkspace(folder: string, size: Size): Promise<void> {
  const { summary } = resultsOf(size);
  const columns = Array.from({ length: size.models ?? 1 }, (_, model) => columnsOf(size, model));
  const [{ names, classes }] = columns;
  const png = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#48a' } })
    .png()
    .toBuffer();
  for (const name of classes) mkdirSync(join(folder, 'test', name), { recursive: true });
  for (const name of names) writeFileSync(join(folder, 'test', name), png);
  // Any numbers that tell the columns apart.
  const parts = summary.columns.map((_, metric) => ({ metric, part: null }));
  const results = new Results(
    size.images,
    columns.map((column) => new ClassTally(column.classes, size.classes, 'softmax', size.images)),
  );
  names.forEach((name, n) => {
    const outcomes = columns.map(({ label, predicted }) => ({
      truth: label[n],
      answer: Float32Array.from(classes.keys(), (k) => (k === predicted[n] ? 3 : 0)),
      mask: { state: 'object', share: 0.2 } as const,
    }));
    results.begin(name, `${n}`, outcomes);
    columns.forEach(({ metrics }, model) =>
      summary.methods.forEach((_, method) =>
        parts.forEach((part, i) => results.setMetric({ model, method }, part, metrics[method * parts.length + i][n])),
      ),
    );
  });
  const out = join(folder, '.saliency-lens', 'evaluation', 'test');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'summary.json'), JSON.stringify(summary));
  writeFileSync(join(out, 'skipped.csv'), 'name,reason\n');
  writeFileSync(
    join(out, '.lens-images.bin'),
    encodedImages({ summary, parts, results, classes: columns.map((one) => one.classes) }),
  );
}

/** Milliseconds until the tables, and until the list of all inputs. */
interface Opening {
  readonly tables: number;
  readonly list: number;
}

/**
 * In a real VS Code: milliseconds from the click on Evaluate Test Folder to what a finished result holds. Each in a
 * window of its own, where the engine has to be started, too: in the browser a second webview may wait long for the
 * service worker of the first.
 */
async function opening(folder: string): Promise<Opening> {
  const workbench = await Workbench.open({ folder });
  try {
    await (await workbench.explorer.item('test')).click({ button: 'right' });
    const entry = workbench.page
      .locator('.context-view .monaco-menu')
      .getByRole('menuitem', { name: 'Evaluate Test Folder' })
      .first();
    await entry.hover();
    // The window has looked through its folder by then, and its menus take clicks.
    await workbench.page.waitForTimeout(5000);
    const clicked = performance.now();
    await entry.click();
    const since = async (selector: string): Promise<number> => {
      await workbench.webview().locator(selector).first().waitFor({ timeout: 60_000 });
      return Math.round(performance.now() - clicked);
    };
    return { tables: await since('.results .measures'), list: await since('.image-rows .image-row') };
  } finally {
    await workbench.close();
  }
}

export async function main(): Promise<void> {
  for (const size of SIZES) {
    const folder = mkdtempSync(join(tmpdir(), 'saliency-lens-bench-'));
    try {
      await drawWorkspace(folder, size);
      const all: Opening[] = [];
      for (let window = 0; window < WINDOWS; window++) all.push(await opening(folder));
      for (const part of ['tables', 'list'] as const) {
        const times = all.map((one) => one[part]).sort((a, b) => a - b);
        report({
          figure: `evaluation panel: click to ${part}`,
          of: { images: size.images },
          value: times[WINDOWS >> 1],
          unit: 'ms',
          spread: [times[0], times[WINDOWS - 1]],
        });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

if (require.main === module) void main();
