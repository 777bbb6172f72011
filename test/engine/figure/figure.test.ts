import assert from 'node:assert/strict';
import sharp from 'sharp';
import { EMPTY } from '../../../src/engine/figure/tiles';
import { drawFigure } from '../../../src/engine/figure/figure';
import { lettering } from '../../../src/engine/figure/font';
import type { Figure, FigureImage, FigureTable } from '../../../src/protocol/figure';
import { inBlocks } from '../../../src/protocol/figure-rows';
import { laidOut } from '../../../src/protocol/figure-layout';
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
    const { width, height } = laidOut(await figure(), (await lettering()).widthOf);
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
    const { width, height, texts, images } = laidOut(await figure({ across: 6 }), letters.widthOf);
    for (const { text, x, y, size, weight } of texts)
      assert.ok(x + letters.widthOf(text, { size, weight }) <= width && y <= height, text);
    for (const one of images)
      for (const { text, x, y, size } of texts)
        assert.ok(
          x >= one.x + one.width || x + 1 <= one.x || y <= one.y || y - size >= one.y + one.height,
          `${text} lies on an image`,
        );
  });

  it('break no word, however narrow their images are', async () => {
    const names = ['Integrated gradients', 'Guided backpropagation', 'Grad-CAM', 'Recipro-CAM', 'mobilenet-v2.onnx'];
    const tiles = Array.from({ length: 8 }, (_, i) => ({
      ...EMPTY,
      title: names[i % names.length],
      note: 'depth-wise',
    }));
    const { texts } = laidOut(await figure({ across: 8, tiles }), (await lettering()).widthOf);
    const parts = names.flatMap((name) => name.split(/(?<=[-.])| /));
    for (const text of texts.filter(({ size }) => size < 7.5).map((one) => one.text))
      for (const word of text.split(/(?<=[-.])| /))
        assert.ok([...parts, 'depth-', 'wise'].includes(word) || text.includes('='), text);
  });

  it('go on in blocks, each with the images, where more maps stand beside one than a page is wide', () => {
    const tile = (title: string) => ({ ...EMPTY, title });
    const rows = ['a', 'b'].map((name) => [name, ...Array.from({ length: 9 }, (_, i) => `${name}${i}`)].map(tile));
    const { across, tiles } = inBlocks(rows);
    assert.equal(across, 6);
    assert.deepEqual(
      tiles.map(({ title }) => title).join(' '),
      'a a0 a1 a2 a3 a4 b b0 b1 b2 b3 b4 a a5 a6 a7 a8  b b5 b6 b7 b8 ',
    );
    assert.equal(inBlocks(rows.map((row) => row.slice(0, 8))).across, 8);
  });

  it('have tables whose numbers stand below the names of their columns, none over another', async () => {
    const models = ['mobilenet-v2.onnx', 'resnet-18.onnx'];
    const pairs = Array.from({ length: 9 }, (_, i) => `Grad-CAM × Method ${i + 1}`);
    const row = (name: string) => ({
      name,
      cells: pairs.flatMap(() => models.map(() => ({ text: '−0.123', fill: '#ffddcc' }))),
    });
    const table: FigureTable = {
      caption: 'Pearson r',
      corner: 'Image',
      groups: pairs.map((name) => ({ name, columns: models })),
      rows: [row('golden-retriever.jpg'), { ...row('Mean of 1'), sum: true }],
    };
    const letters = await lettering();
    const whole = await figure({ tiles: [], tables: [table] });
    const drawing = laidOut(whole, letters.widthOf);
    const { width, texts, fills } = drawing;
    assert.equal(texts.filter(({ text }) => text === '−0.123').length, 2 * 18);
    assert.equal(fills.length, 2 * 18);
    const boxes = texts.map(({ text, x, y, size, weight }) => ({
      text,
      left: x,
      right: x + letters.widthOf(text, { size, weight }),
      top: y - 0.8 * size,
      foot: y,
    }));
    for (const [n, a] of boxes.entries()) {
      assert.ok(a.right <= width, `${a.text} ends at ${a.right}`);
      for (const b of boxes.slice(n + 1))
        assert.ok(
          a.right <= b.left || b.right <= a.left || a.foot <= b.top || b.foot <= a.top,
          `${a.text} lies on ${b.text}`,
        );
    }
    const { text } = await textOf(await drawFigure(whole, 'pdf'));
    for (const said of ['Pearson r', 'golden-', 'Mean of 1', 'Grad-CAM × Method 9'])
      assert.ok(text.replace(/\s+/g, ' ').includes(said), said);
  });

  it('of hundreds of rows are images that programs open', async () => {
    const tiles = await Promise.all(
      Array.from({ length: 40 }, () => image(2, 20, '#0f0').then((one) => ({ ...EMPTY, image: one }))),
    );
    const { width, height } = await sharp(await drawFigure(await figure({ across: 1, tiles }), 'png')).metadata();
    assert.ok(height <= 32_767 && height > 20_000 && width > 50, `${width} × ${height}`);
  });

  it('need an image or a table', async () =>
    assert.rejects(drawFigure(await figure({ tiles: [] }), 'pdf'), { code: 'invalid-argument' }));
});
