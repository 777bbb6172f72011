import assert from 'node:assert/strict';
import sharp from 'sharp';
import { drawFigure } from '../../../src/engine/figure/figure';
import { laidOut } from '../../../src/engine/figure/drawing';
import { lettering } from '../../../src/engine/figure/font';
import type { Figure, FigureImage } from '../../../src/protocol/figure';
import { textOf } from './pdf-text';

async function image(width: number, height: number, background: string): Promise<FigureImage> {
  return {
    png: await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
    width,
    height,
  };
}

async function figure(changes: Partial<Figure> = {}): Promise<Figure> {
  const legend = { bar: await image(256, 1, '#0000ff'), low: '−0.3', high: '0.467', unit: 'logit' };
  const tile = (title: string, note: string, one: FigureImage | null) => ({ title, note, image: one, legend });
  return {
    title: 'Labrador retriever · Δf ≥ 0.5 · модель.onnx',
    across: 2,
    tiles: [
      tile(
        'Grad-CAM',
        'a note that is much longer than the image is wide and goes on below it',
        await image(8, 8, '#f00'),
      ),
      tile('Integrated gradients (IG)', '', await image(8, 4, '#0f0')),
      tile('not made', '', null),
    ],
    notes: ['steps = 50, seed = 0 & "baseline" <zeros>'],
    ...changes,
  };
}

describe('figures for print', () => {
  const words = [
    'Labrador retriever · Δf ≥ 0.5 · модель.onnx',
    'Grad-CAM',
    '−0.3',
    '0.467',
    'logit',
    'seed = 0 & "baseline" <zeros>',
  ];

  it('are PDF that opens, with their text as text', async () => {
    const { text, width, height } = await textOf(await drawFigure(await figure(), 'pdf'));
    for (const word of words) assert.ok(text.includes(word), `${word} in ${text}`);
    assert.match(text.replace(/\s+/g, ' '), /a note that is much longer than the image is wide and goes on below it/);
    assert.ok(width <= 510 && height > 100, `${width} × ${height} pt`);
  });

  it('are the same file for the same figure', async () =>
    assert.deepEqual(await drawFigure(await figure(), 'pdf'), await drawFigure(await figure(), 'pdf')));

  it('are SVG with their text as text and images inside', async () => {
    const svg = Buffer.from(await drawFigure(await figure(), 'svg')).toString();
    assert.ok(svg.includes('>Labrador retriever · Δf ≥ 0.5 · модель.onnx</text>'));
    assert.ok(svg.includes('&lt;zeros&gt;'));
    assert.equal(svg.match(/data:image\/png;base64,/g)?.length, 2 + 3);
    assert.ok((await sharp(Buffer.from(svg)).metadata()).width > 0, 'it is well-formed');
  });

  it('are PNG of 300 dots per inch with their letters drawn', async () => {
    const { width, height } = laidOut(await figure(), await lettering());
    const png = await drawFigure(await figure(), 'png');
    const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
    assert.equal(info.width, Math.round((width * 300) / 72));
    assert.equal((await sharp(png).metadata()).density, 300);
    // The title stands in the uppermost 20 points.
    const title = data.subarray(0, info.width * Math.round((20 / height) * info.height));
    assert.ok(title.filter((level) => level < 64).length > 500, 'there is no ink');
  });

  it('keep all text on the page, and nothing over anything else', async () => {
    const letters = await lettering();
    const { width, height, texts, images } = laidOut(await figure({ across: 6 }), letters);
    for (const { text, x, y, size, weight } of texts)
      assert.ok(x + letters.widthOf(text, size, weight) <= width && y <= height, text);
    for (const one of images)
      for (const { text, x, y, size } of texts)
        assert.ok(
          x >= one.x + one.width || x + 1 <= one.x || y <= one.y || y - size >= one.y + one.height,
          `${text} lies on an image`,
        );
  });

  it('need an image', async () =>
    assert.rejects(drawFigure(await figure({ tiles: [] }), 'pdf'), { code: 'invalid-argument' }));
});
