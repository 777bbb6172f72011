import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { marked, readMask } from '../../../src/engine/dataset/mask';
import { openDataset } from '../../../src/engine/dataset/opening';
import { sharp } from '../../../src/engine/image/library';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { palettePng } from '../image/palette-png';
import { folderOf } from './folder';
import { png, recipe, target } from './masks';

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
});
