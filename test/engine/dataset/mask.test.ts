import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sourceOf } from '../../../src/engine/dataset/geometry';
import { marked, readMask } from '../../../src/engine/dataset/mask';
import { openDataset } from '../../../src/engine/dataset/opening';
import { rasterise } from '../../../src/engine/dataset/raster';
import { decodedRuns } from '../../../src/engine/dataset/run-length';
import { sharp } from '../../../src/engine/image/library';
import { encodePng } from '../../../src/engine/image/overlay';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { palettePng } from '../image/palette-png';
import { folderOf } from './folder';

const recipe = completeRecipe({ fit: 'fill' }, [], { dims: [3, 4, 4] });
const target = { label: 1, classes: 5 };
const drawn = (region: Parameters<typeof rasterise>[0], width: number, height: number): string[] => {
  const mask = new Uint8Array(width * height);
  const upTo = (length: number): number[] => Array.from({ length }, (_, at) => at);
  rasterise(region, { rows: upTo(height), columns: upTo(width), width, height }, mask);
  return Array.from({ length: height }, (_, row) =>
    [...mask.subarray(row * width, (row + 1) * width)].map((v) => '.#'[v]).join(''),
  );
};

/** A grey image of the given values. */
function png(values: readonly number[], width: number): Promise<Buffer> {
  const rgba = Uint8ClampedArray.from(values.flatMap((v) => [v, v, v, 255]));
  return encodePng({ width, height: values.length / width, rgba });
}

describe('regions', () => {
  it('fill the pixels whose centre lies inside', () => {
    assert.deepEqual(drawn({ kind: 'polygons', polygons: [[1, 0, 4, 0, 4, 3, 1, 3]] }, 5, 4), [
      '.###.',
      '.###.',
      '.###.',
      '.....',
    ]);
    assert.deepEqual(drawn({ kind: 'polygons', polygons: [[0, 0, 4, 4, 0, 4]] }, 4, 4), [
      '....',
      '#...',
      '##..',
      '###.',
    ]);
    assert.deepEqual(drawn({ kind: 'box', box: [-1, 1, 3, 9] }, 3, 3), ['...', '##.', '##.']);
  });

  it('run down the columns', () => {
    assert.deepEqual(drawn({ kind: 'runs', counts: [1, 3, 4, 1], width: 3, height: 3 }, 3, 3), ['.#.', '#..', '#.#']);
  });

  it('of an image of any stated size are drawn at the size of the input alone', async () => {
    const drawnAt = (width: number, height: number, region: Parameters<typeof rasterise>[0]): Promise<Uint8Array> =>
      readMask({ kind: 'regions', width, height, regions: [region] }, [4, 4], recipe, target);
    const half = 2e9;
    assert.deepEqual(
      [...(await drawnAt(4e9, 4e9, { kind: 'box', box: [0, 0, half, 4e9] }))],
      [1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0],
    );
    const [width, height] = [4, 1e12];
    // The two lower quarters of the second column, in one run.
    assert.deepEqual(
      [...(await drawnAt(width, height, { kind: 'runs', counts: [1.5e12, 0.5e12, 2e12], width, height }))],
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0],
    );
    const polygons = [new Array<number>(2_000_002).fill(1)];
    await assert.rejects(drawnAt(4, 4, { kind: 'polygons', polygons }), /1000001 corners, more than the 1000000/);
  });

  it('decode from text, differences and negative ones included', () => {
    // 5, 2, 40, then 3 = 2 + 1 and 30 = 40 − 10.
    assert.deepEqual(decodedRuns('52X11F'), [5, 2, 40, 3, 30]);
  });
});

describe('coordinates of the original', () => {
  const from = { width: 200, height: 100 };
  const to = { width: 50, height: 50 };
  const corner = (fit: 'fill' | 'cover' | 'contain', resizeShorter: number | null = null): number[] => {
    const source = sourceOf({ fit, resizeShorter }, from, to);
    return [source.row(0), source.column(0), source.row(50), source.column(50)];
  };

  it('follow stretching, cropping and padding', () => {
    assert.deepEqual(corner('fill'), [0, 0, 100, 200]);
    assert.deepEqual(corner('cover'), [0, 50, 100, 150]);
    assert.deepEqual(corner('contain'), [-50, 0, 150, 200]);
    assert.deepEqual(corner('cover', 100), [25, 75, 75, 125]);
  });
});

describe('masks', () => {
  it('are brightness, unless all values are classes', () => {
    assert.deepEqual([...marked([0, 255, 200, 90], target)], [0, 1, 1, 0]);
    assert.deepEqual([...marked([0, 1, 0, 1], target)], [0, 1, 0, 1]);
    assert.deepEqual([...marked([0, 1, 3, 255, 1], target)], [0, 1, 0, 0, 1]);
    assert.deepEqual([...marked([0, 0], target)], [0, 0]);
  });

  it('are binary where edges are soft, however many classes there are', async () => {
    const size = 24;
    const ramp = (at: number): number =>
      Math.round(
        255 * Math.min(1, Math.max(0, 0.5 + (6 - Math.hypot((at % size) - 12, Math.floor(at / size) - 12)) / 3)),
      );
    const square = (at: number, side: number): boolean => at % size < side && at < side * size;
    const drawn = (value: (at: number) => number): number[] =>
      Array.from({ length: size * size }, (_, at) => value(at));
    const images = {
      disc: drawn(ramp),
      shades: drawn((at) => at % 256),
      void: drawn((at) => (square(at, 3) ? 7 : square(at, 7) ? 255 : 0)),
      index: drawn((at) => (square(at, 5) ? 100 : square(at, 6) ? 255 : at > 500 ? 7 : 0)),
    };
    const root = folderOf(
      Object.fromEntries(
        await Promise.all(
          Object.entries(images).map(async ([name, values]) => [`${name}.png`, await png(values, size)]),
        ),
      ),
    );
    const maskIn = async (name: keyof typeof images): Promise<number[]> => [
      ...(await readMask(
        { kind: 'file', path: join(root, `${name}.png`) },
        [size, size],
        { ...recipe, size: [size, size] },
        { label: 7, classes: 1000 },
      )),
    ];
    for (const name of ['disc', 'shades'] as const)
      assert.deepEqual(
        await maskIn(name),
        images[name].map((v) => Number(v > 127)),
        name,
      );
    for (const name of ['void', 'index'] as const)
      assert.deepEqual(
        await maskIn(name),
        images[name].map((v) => Number(v === 7)),
        name,
      );
  });

  it('are binary in every JPEG', async () => {
    const noisy = Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 20 * (i % 3) : 250));
    const root = folderOf({
      'a.jpg': await sharp(await png(noisy, 8))
        .jpeg({ quality: 60 })
        .toBuffer(),
    });
    const sized = { ...recipe, size: [8, 8] as const };
    assert.deepEqual(
      [...(await readMask({ kind: 'file', path: join(root, 'a.jpg') }, [8, 8], sized, { label: 20, classes: 1000 }))],
      noisy.map((v) => Number(v === 250)),
    );
  });

  it('lie in folders of masks inside class folders, too', () => {
    const set = openDataset(
      folderOf({
        'glasses/a.png': '',
        'glasses/masks/a.png': '',
        'bare/b.png': '',
        'bare/deep/c.jpg': '',
        'bare/deep/masks/c.png': '',
      }),
    );
    assert.deepEqual(
      set.samples.map(({ name }) => name),
      ['bare/b.png', 'bare/deep/c.jpg', 'glasses/a.png'],
    );
    assert.deepEqual(
      set.samples.map(({ mask }) => mask?.kind === 'file' && mask.path),
      [false, join(set.root, 'bare/deep/masks/c.png'), join(set.root, 'glasses/masks/a.png')],
    );
  });

  it('lie beside the image, in masks inside the set, or in masks beside it', async () => {
    const image = await png(
      Array.from({ length: 16 }, () => 9),
      4,
    );
    const mask = await png(
      Array.from({ length: 16 }, (_, i) => (i % 4 === 0 ? 255 : 0)),
      4,
    );
    const root = folderOf({
      'c/a.png': image,
      'c/a.png.mask.png': mask,
      'c/b.png': image,
      'c/b.mask.png': mask,
      'd/e.png': image,
      'd/f.png': image,
      'masks/d/e.png': mask,
    });
    const apart = join(dirname(root), 'masks', 'd');
    mkdirSync(apart, { recursive: true });
    writeFileSync(join(apart, 'f.png'), mask);
    const set = openDataset(root);
    assert.deepEqual(
      set.samples.map((s) => s.name),
      ['c/a.png', 'c/b.png', 'd/e.png', 'd/f.png'],
    );
    const paths = ['c/a.png.mask.png', 'c/b.mask.png', 'masks/d/e.png'].map((name) => join(root, name));
    assert.deepEqual(
      set.samples.map((s) => s.mask),
      [...paths, join(apart, 'f.png')].map((path) => ({ kind: 'file', path })),
    );
    assert.deepEqual(
      [...(await readMask(set.samples[0].mask!, [4, 4], recipe, target))],
      Array.from({ length: 16 }, (_, i) => Number(i % 4 === 0)),
    );
  });

  it('beside the set that cannot be read are named, and the set opens', () => {
    const root = folderOf({ 'cat/a.png': '' });
    writeFileSync(join(dirname(root), 'masks'), 'no folder');
    const { samples, leftOut } = openDataset(root);
    assert.deepEqual([samples.length, samples[0].mask], [1, null]);
    assert.deepEqual(
      leftOut.map(({ name }) => name),
      ['../masks'],
    );
    assert.match(leftOut[0].reason, /cannot be read/);
  });

  it('are read from label maps by palette index, whatever the colours, and from palettes of grey by brightness', async () => {
    const outlined = [255, 255, 255, 255, 255, 100, 100, 255, 255, 7, 7, 255, 255, 255, 255, 255];
    const indices = [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 255, 255, 2, 2, 255, 255];
    const voc = Array.from({ length: 256 }, (_, i) => [(i * 53) % 256, 128 - (i % 7) * 18, (i * 31) % 256]);
    const two = indices.map((v) => (v === 2 ? 2 : 0));
    const inverse = indices.map((v) => (v === 1 ? 1 : 0));
    const set = folderOf({
      'map.png': palettePng({ width: 4, height: 4, indices, colours: voc, depth: 8, filter: 0 }),
      'outlined.png': palettePng({ width: 4, height: 4, indices: outlined, colours: voc, depth: 8, filter: 0 }),
      'two.png': palettePng({
        width: 4,
        height: 4,
        indices: two,
        colours: [
          [0, 0, 0],
          [128, 0, 0],
          [0, 128, 0],
          [128, 128, 0],
        ],
        depth: 2,
        filter: 0,
      }),
      'inverse.png': palettePng({
        width: 4,
        height: 4,
        indices: inverse,
        colours: [
          [255, 255, 255],
          [0, 0, 0],
        ],
        depth: 1,
        filter: 0,
      }),
    });
    const maskIn = async (name: string, label: number, classes = 5): Promise<number[]> => [
      ...(await readMask({ kind: 'file', path: join(set, name) }, [4, 4], recipe, { label, classes })),
    ];
    assert.deepEqual(
      await maskIn('map.png', 1),
      indices.map((v) => Number(v === 1)),
    );
    assert.deepEqual(
      await maskIn('map.png', 2),
      indices.map((v) => Number(v === 2)),
    );
    assert.deepEqual(
      await maskIn('outlined.png', 7, 1000),
      outlined.map((v) => Number(v === 7)),
    );
    assert.deepEqual(
      await maskIn('two.png', 2),
      two.map((v) => Number(v === 2)),
    );
    assert.deepEqual(
      await maskIn('inverse.png', 2),
      inverse.map((v) => Number(v === 0)),
    );
  });

  it('come as arrays of the size of the input', async () => {
    const root = folderOf({ 'a.npy': '', 'a.mask.npy': encodeNpy(floats([1, 6], [0, 0, 1, 1, 0, 0])) });
    const { mask } = openDataset(root).samples[0];
    assert.deepEqual([...(await readMask(mask!, [6], recipe, target))], [0, 0, 1, 1, 0, 0]);
    await assert.rejects(readMask(mask!, [7], recipe, target), /the mask is \[1, 6\] but the input is \[7\]/);
  });

  it('come from COCO, which also labels, and follow the recipe', async () => {
    const annotations = {
      images: [
        { id: 1, file_name: 'a.png', width: 8, height: 4 },
        { id: 2, file_name: 'b.png', width: 8, height: 4 },
      ],
      annotations: [
        { image_id: 1, category_id: 7, area: 16, segmentation: [[0, 0, 4, 0, 4, 4, 0, 4]] },
        { image_id: 1, category_id: 9, area: 4, segmentation: { counts: [28, 4], size: [4, 8] } },
        { image_id: 2, category_id: 9, bbox: [2, 0, 2, 4] },
      ],
      categories: [
        { id: 7, name: 'cat' },
        { id: 9, name: 'dog' },
      ],
    };
    const set = openDataset(folderOf({ 'a.png': '', 'b.png': '', 'instances.json': JSON.stringify(annotations) }));
    assert.deepEqual(set.classes, ['cat', 'dog']);
    assert.deepEqual(
      set.samples.map((s) => s.label),
      [0, 1],
    );
    const masks = await Promise.all(set.samples.map((s) => readMask(s.mask!, [4, 4], recipe, target)));
    assert.deepEqual([...masks[0].subarray(0, 4)], [1, 1, 0, 0]);
    assert.deepEqual([...masks[1].subarray(0, 4)], [0, 1, 0, 0]);
    const cropped = await readMask(set.samples[0].mask!, [4, 4], { ...recipe, fit: 'cover' }, target);
    assert.deepEqual([...cropped.subarray(0, 4)], [1, 1, 0, 0]);
  });
});
