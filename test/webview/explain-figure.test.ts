import assert from 'node:assert/strict';
import { ExplainPage } from './support/explain-page';
import { done } from './support/explanations';

describe('the figure of what is on screen', () => {
  const explain = new ExplainPage();
  const choose = async (name: string): Promise<void> => {
    await explain.page
      .locator('.header')
      .getByRole('button', { name: /^Export/ })
      .click();
    await explain.page.getByRole('menuitem', { name }).click();
  };
  const saved = async () => {
    const [{ files }] = await explain.panel.until('saveFiles', 1);
    const [file] = files;
    assert.ok('png' in file);
    const bytes = Uint8Array.from(Object.values(file.png));
    const view = new DataView(bytes.buffer);
    assert.deepEqual([...bytes.slice(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    return { name: file.name, bytes, width: view.getUint32(16), height: view.getUint32(20) };
  };

  it('has the input and every finished map beside each other, each with its colour bar', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    await choose('Figure (.png)');
    const { name, bytes, width, height } = await saved();
    assert.equal(name, 'a.figure.png');
    assert.ok(width > 3 * 600 && width > 2 * height, `${width} × ${height}`);
    const colors = await explain.page.evaluate(
      async (data) => {
        const bitmap = await createImageBitmap(new Blob([new Uint8Array(data)], { type: 'image/png' }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d')!;
        context.drawImage(bitmap, 0, 0);
        /** Different colours in a row of the second and the third tile: a colour bar has hundreds. */
        const most = (from: number): number => {
          let found = 0;
          for (let y = Math.floor(bitmap.height * 0.8); y < bitmap.height; y++) {
            const { data: row } = context.getImageData(from, y, 600, 1);
            const packed = Array.from({ length: 600 }, (_, i) => row.slice(4 * i, 4 * i + 3).join());
            found = Math.max(found, new Set(packed).size);
          }
          return found;
        };
        return { bars: [736, 1424].map(most), corner: [...context.getImageData(2, 2, 1, 1).data] };
      },
      [...bytes],
    );
    assert.ok(
      colors.bars.every((count) => count > 150),
      `colours: ${colors.bars.join()}`,
    );
    assert.deepEqual(colors.corner, [255, 255, 255, 255]);
  });

  it('is the enlarged map alone where one is', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    await explain.card('grad-cam').locator('.stage-canvas').click();
    await choose('Figure (.png)');
    const { width } = await saved();
    assert.ok(width < 800, `${width}`);
  });

  it('is copied, or says why it could not be', async () => {
    await explain.show({ cards: [done('grad-cam')] });
    await choose('Copy figure');
    await explain.page.locator('.notice', { hasText: /could not be copied/ }).waitFor();
    await explain.page.evaluate(() => {
      const scope = window as unknown as Record<string, unknown>;
      scope.ClipboardItem = class {
        constructor(readonly items: Record<string, Blob>) {}
      };
      Object.defineProperty(navigator, 'clipboard', {
        value: { write: async ([{ items }]: [{ items: object }]) => void (scope.copied = Object.keys(items)) },
      });
    });
    await choose('Copy figure');
    await explain.page.locator('.notice', { hasText: 'The figure was copied.' }).waitFor();
    assert.deepEqual(await explain.page.evaluate(() => (window as unknown as { copied: unknown }).copied), [
      'image/png',
    ]);
  });

  it('comes with the command line that makes its maps', async () => {
    await explain.show();
    await choose('Copy as command line');
    assert.equal((await explain.panel.posted('copyCommand')).length, 1);
  });
});
