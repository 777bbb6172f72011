import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import sharp from 'sharp';
import type { DetectedBox } from '../../src/protocol/task';
import { noise } from '../engine/graph/running';
import { HEIGHT, WIDTH, writtenDetector } from '../engine/task/small-detector';
import { lens } from './lens';

interface Said {
  readonly task: { readonly id: string };
  readonly boxes: readonly DetectedBox[];
  readonly target: {
    readonly label: string;
    readonly box: Pick<DetectedBox, 'corners' | 'proposal'> & { readonly quantity: string };
  };
}

describe('a detector on the command line', function () {
  this.timeout(120_000);
  let folder: string;
  let model: string;
  let image: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'lens-cli-boxes-'));
    model = writtenDetector(folder);
    // Twice as large as the network, with a border above and below.
    image = path.join(folder, 'image.png');
    const pixels = Uint8Array.from(noise([HEIGHT, WIDTH, 3], 11).data, (v) => 128 + 120 * v);
    const raw = { width: WIDTH, height: HEIGHT / 2, channels: 3 } as const;
    await sharp(pixels.subarray(0, (WIDTH * HEIGHT * 3) / 2), { raw })
      .resize(2 * WIDTH, HEIGHT, { kernel: 'nearest' })
      .png()
      .toFile(image);
  });
  after(() => rmSync(folder, { recursive: true }));

  const explained = (...words: string[]): { status: number | null; stdout: string; stderr: string } =>
    lens('explain', image, '--model', model, '--method', 'gradient', '--out', path.join(folder, 'out'), ...words);
  const said = (...words: string[]): Said => {
    const { status, stdout, stderr } = explained('--json', ...words);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Said;
  };

  it('is said to be one', () => {
    assert.match(lens('info', model).stdout, /^task +detection: output0 has a box and 3 classes/m);
  });

  it('tells boxes in pixels of the image and explains the most confident one', () => {
    const { task, boxes, target } = said();
    assert.equal(task.id, 'detection');
    assert.ok(boxes.length > 1);
    for (const { corners } of boxes) {
      const [left, top, right, bottom] = corners;
      assert.ok(0 <= left && left <= right && right <= 2 * WIDTH, corners.join());
      assert.ok(0 <= top && top <= bottom && bottom <= HEIGHT, corners.join());
    }
    assert.equal(target.box.proposal, boxes[0].proposal);
    assert.deepEqual(target.box.corners, boxes[0].corners);
    assert.equal(target.box.quantity, 'score');
  });

  it('takes a box by its class, by its place in the list and by where it is drawn', () => {
    const { boxes } = said();
    const other = boxes.find(({ index }) => index !== boxes[0].index)!;
    assert.equal(said('--target', other.label).target.box.proposal, other.proposal);
    const second = said('--box', '2', '--quantity', 'width').target;
    assert.equal(second.box.proposal, boxes[1].proposal);
    assert.equal(second.box.quantity, 'width');
    const drawn = said('--at', '10,4,20,12', '--target', 'plum').target;
    assert.equal(drawn.label, 'plum');
    assert.deepEqual(drawn.box.corners.map(Math.round), [10, 4, 30, 16]);
    assert.equal(drawn.box.quantity, 'overlap');
  });

  it('says what is wrong with a box', () => {
    for (const [words, message] of [
      [['--box', '400'], /there is no box 400/],
      [['--at', '1,2,3'], /is no box/],
      [['--at', '1,2,3,4', '--quantity', 'left'], /a drawn box has no left of its own/],
      [['--quantity', 'colour'], /colour/],
    ] as const) {
      const { status, stderr } = explained(...words);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
    }
  });

  it('has no boxes where the sidecar says another task', () => {
    const sidecar = `${model}.lens.json`;
    writeFileSync(sidecar, JSON.stringify({ task: 'segmentation' }));
    try {
      const { status, stderr } = explained('--box', '1');
      assert.equal(status, 2);
      assert.match(stderr, /the model is no detector/);
    } finally {
      rmSync(sidecar);
    }
  });
});
