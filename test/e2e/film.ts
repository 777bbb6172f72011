import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

/** The width it is shown at. */
const WIDTH = 1000;

/** Images of a window, one after the other, as a GIF that begins again. */
export class Film {
  private readonly frames: { readonly image: Buffer; readonly milliseconds: number }[] = [];

  constructor(private readonly page: Page) {}

  /** Takes the window as it is, to be shown so long. */
  async hold(milliseconds: number): Promise<void> {
    // Tooltips and carets would come and go between two frames.
    const image = await this.page.screenshot({ caret: 'hide', animations: 'disabled' });
    this.frames.push({ image: await sharp(image).resize({ width: WIDTH }).png().toBuffer(), milliseconds });
  }

  /** @returns its bytes, which are in the file */
  async save(file: string): Promise<Buffer> {
    const delay = this.frames.map(({ milliseconds }) => milliseconds);
    const images = this.frames.map(({ image }) => image);
    const bytes = await sharp(images, { join: { animated: true } })
      // Maps have colours that the frames before have not: each has a palette of its own.
      .gif({ delay, loop: 0, effort: 10, interPaletteMaxError: 0 })
      .toBuffer();
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return bytes;
  }
}
