import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readMask } from '../../../src/engine/dataset/mask';
import { openDataset } from '../../../src/engine/dataset/opening';
import { folderOf } from './folder';
import { png, recipe, target } from './masks';

describe('masks', () => {
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
