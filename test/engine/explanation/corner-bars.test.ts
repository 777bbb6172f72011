import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { imageBoxes } from '../../../src/engine/explanation/image-boxes';
import { readInput } from '../../../src/engine/image/input';
import { completeRecipe } from '../../../src/engine/image/recipe';

const NETWORK = [60, 60] as const;

describe('an image in the corner of the network’s, with bars on the right and below', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-corner-'))));
  after(() => rmSync(folder, { recursive: true }));

  for (const [width, height] of [
    [120, 80],
    [50, 100],
  ] as const)
    it(`shows a white rectangle of ${width} × ${height} pixels where its box is said to lie`, async () => {
      const corners = [0.25 * width, 0.3 * height, 0.75 * width, 0.8 * height] as const;
      const [left, top, right, bottom] = corners.map(Math.round);
      const white = { create: { width: right - left, height: bottom - top, channels: 3, background: '#fff' } } as const;
      const path = join(folder, `${width}.png`);
      await sharp({ create: { width, height, channels: 3, background: '#000' } })
        .composite([{ input: await sharp(white).png().toBuffer(), left, top }])
        .removeAlpha()
        .png()
        .toFile(path);
      const dims = [3, ...NETWORK];
      const recipe = completeRecipe({ preset: 'raw', fit: 'corner', pad: 114, kernel: 'nearest' }, [], {
        dims,
      });
      const { tensor } = await readInput(path, dims, recipe);
      const at = (x: number, y: number): number => tensor.data[y * NETWORK[1] + x];
      const places = await imageBoxes(path, recipe);
      const [l, t, r, b] = places.inNetwork([left, top, right, bottom]);
      const [x, y] = [(l + r) / 2, (t + b) / 2].map(Math.floor);
      assert.equal(at(x, y), 255);
      const ends = [
        [l - 1.5, y],
        [r + 1.5, y],
        [x, t - 1.5],
        [x, b + 1.5],
      ] as const;
      for (const [u, v] of ends) assert.equal(at(Math.floor(u), Math.floor(v)), 0, `${u}, ${v}`);
      assert.equal(at(0, 0), 0, 'no bar stands above or on the left');
      assert.equal(at(59, 59), 114);
      const back = places.inImage([l, t, r, b]);
      for (const [side, value] of back.entries()) assert.ok(Math.abs(value - [left, top, right, bottom][side]) < 1e-9);
    });
});
