import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { drawFigure } from '../../../src/engine/figure/figure';
import type { Figure } from '../../../src/protocol/figure';
import type { Panel } from './panel';

/** Any panel that is tested. */
interface Shown {
  readonly page: Panel<never, never>['page'];
  readonly panel: Pick<Panel<never, never>, 'answer' | 'asked'>;
}

/** Keeps the figure of what a panel shows. @param menu the button that opens the menu with it */
async function keep({ page }: Shown, menu: string, form: string): Promise<void> {
  await page.locator('header').getByRole('button', { name: menu }).first().click();
  await page.getByRole('menuitem', { name: form, exact: true }).click();
}

/** What is handed over to be drawn for print. */
export async function printedOf(shown: Shown, menu: string): Promise<Figure> {
  await keep(shown, menu, 'Figure (.pdf)');
  await shown.panel.answer('drawFigure', { value: { bytes: Uint8Array.of(37, 80, 68, 70) } });
  const [{ figure, form }] = await shown.panel.asked<{ figure: Figure; form: string }>('drawFigure');
  assert.equal(form, 'pdf');
  return figure;
}

/** How many colours an image has: one that shows nothing has one. */
export async function colorsOf({ page }: Shown, png: Uint8Array): Promise<number> {
  return page.evaluate(
    async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      return new Set(new Uint32Array(data.buffer)).size;
    },
    [...png],
  );
}

/** The file that is saved as a picture: drawn as the engine draws it. */
export async function pictureOf(shown: Shown, menu: string): Promise<{ name: string; width: number; height: number }> {
  await keep(shown, menu, 'Figure (.png)');
  const [{ figure, form }] = await shown.panel.asked<{ figure: Figure; form: string }>('drawFigure');
  assert.equal(form, 'png');
  const bytes = await drawFigure(figure, 'png');
  await shown.panel.answer('drawFigure', { value: { bytes: Uint8Array.from(bytes) } });
  await shown.page.waitForFunction(() => JSON.stringify((window as never)['posted']).includes('saveFiles'));
  const name = await shown.page.evaluate(
    () =>
      ((window as never)['posted'] as { kind: string; files: { name: string }[] }[]).find(
        ({ kind }) => kind === 'saveFiles',
      )!.files[0].name,
  );
  if (process.env.FIGURES) writeFileSync(`${process.env.FIGURES}/${name}`, bytes);
  const { width, height } = await sharp(bytes).metadata();
  return { name, width, height };
}

/** From now on, what is written on drawings that are not on the page, so on what is kept. */
export async function listenToWriting({ page }: Pick<Shown, 'page'>): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const written: string[] = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    Object.assign(window, { written });
    CanvasRenderingContext2D.prototype.fillText = function (text: string, x: number, y: number, most?: number) {
      if (!this.canvas.isConnected) written.push(text);
      return fillText.call(this, text, x, y, most);
    };
  });
  return () => page.evaluate(() => (window as unknown as { written: string[] }).written.join(' '));
}
