import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { BOX_FORMS, PIXEL_FORMS } from '../../../src/engine/dataset/annotation';
import { openAnnotations } from '../../../src/engine/dataset/annotation/opening';
import { writeSet } from '../../../src/engine/generation';

const SIZE = 128;

describe('the set of drawn glasses', function () {
  this.timeout(60_000);
  let root: string;
  const at = (...parts: string[]): string => path.join(root, 'set', 'test', ...parts);
  const labelsOf = (name: string): Promise<Buffer> => sharp(at('masks', name)).extractChannel(0).raw().toBuffer();
  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'lens-glasses-'));
    const { counts } = await writeSet({ set: 'glasses:train=0:test=3', out: path.join(root, 'set') });
    assert.deepEqual(counts, { test: 9 });
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('is read with its boxes and its label maps as any annotated folder', () => {
    const asked = { names: [], outputs: 2 };
    const boxes = openAnnotations(at(), BOX_FORMS, asked);
    assert.deepEqual([boxes.id, boxes.names, boxes.of.size], ['coco', ['glasses', 'sunglasses'], 9]);
    const found = [...boxes.of].map(([name, { boxes: own }]) => [
      path.basename(name).split('-0')[0],
      own.map(({ label }) => label),
    ]);
    for (const [kind, labels] of found) assert.deepEqual(labels, kind === 'no-glasses' ? [] : [kind]);
    assert.deepEqual(
      [openAnnotations(at(), PIXEL_FORMS, asked).id, openAnnotations(at(), PIXEL_FORMS, asked).of.size],
      ['label-maps', 9],
    );
  });

  it('draws each box around the pixels of its label, and numbers these by its class', async () => {
    const { images, annotations } = JSON.parse(readFileSync(at('annotations.json'), 'utf8')) as {
      images: { id: number; file_name: string }[];
      annotations: { image_id: number; category_id: number; bbox: number[]; area: number }[];
    };
    for (const { id, file_name: name } of images) {
      const labels = await labelsOf(name);
      const own = annotations.filter(({ image_id }) => image_id === id);
      const places = [...labels].flatMap((label, p) =>
        label === 0 ? [] : [{ label, x: p % SIZE, y: Math.floor(p / SIZE) }],
      );
      assert.equal(own.length, places.length > 0 ? 1 : 0, name);
      for (const {
        category_id: category,
        bbox: [left, top, width, height],
        area,
      } of own) {
        assert.equal(area, places.length);
        assert.ok(places.every(({ label }) => label === category));
        const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
        assert.deepEqual(
          [left, top, width, height],
          [
            Math.min(...xs),
            Math.min(...ys),
            Math.max(...xs) - Math.min(...xs) + 1,
            Math.max(...ys) - Math.min(...ys) + 1,
          ],
        );
      }
    }
  });
});
