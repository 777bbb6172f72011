import assert from 'node:assert/strict';
import { letter } from '../../../src/engine/image/lettering';
import { phaseColored, phaseWheel } from '../../../src/engine/image/phase-colors';
import { blank, sheetOf } from '../../../src/engine/image/sheet';

describe('sheets', () => {
  const pixel = ({ rgba, width }: { rgba: ArrayLike<number>; width: number }, x: number, y: number): number[] =>
    [0, 1, 2].map((c) => rgba[4 * (y * width + x) + c]);

  it('colour phases by hue and magnitudes by brightness', () => {
    const raster = phaseColored([1, 0.5, -0.5, 0], [0, 0, Math.sqrt(3) / 2, 0], 1, 4, 1);
    assert.deepEqual(
      [0, 1, 2, 3].map((x) => pixel(raster, x, 0)),
      [
        [255, 64, 64],
        [128, 32, 32],
        [64, 255, 64],
        [0, 0, 0],
      ],
    );
  });

  it('the wheel has red at the right, black in the middle, white around', () => {
    const wheel = phaseWheel();
    const middle = wheel.width >> 1;
    assert.deepEqual(pixel(wheel, middle, middle), [0, 0, 0]);
    assert.deepEqual(pixel(wheel, middle + 40, middle), [255, 64, 64]);
    assert.deepEqual(pixel(wheel, 0, 0), [255, 255, 255]);
  });

  it('leave places of absent tiles empty and put captions below', () => {
    const tile = { raster: blank(10, 10, 0), caption: '1' };
    const sheet = sheetOf([undefined, tile], 2);
    assert.deepEqual(pixel(sheet, 8, 8), [255, 255, 255]);
    assert.deepEqual(pixel(sheet, 24, 8), [0, 0, 0]);
    assert.ok(sheet.height > 22);
  });

  it('letters stay inside their image', () => {
    const raster = blank(5, 5);
    letter(raster, '888', -2, -2, 2);
    assert.equal(raster.rgba.length, 100);
    assert.ok(raster.rgba.some((v) => v === 0));
  });
});
