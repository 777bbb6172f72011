import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { callsOver } from '../../../src/engine/job/calls';
import { Models } from '../../../src/engine/model/open-models';
import type { Corners, DetectedBox } from '../../../src/protocol/task';
import { noise } from '../graph/running';
import { HEIGHT, WIDTH, writtenDetector } from '../task/small-detector';

/** The image is so many times as large as the network's. */
const SCALE = 2;

describe('the calls about a box of an image', () => {
  const { signal } = new AbortController();
  const nothing = (): undefined => undefined;
  const models = new Models({ device: 'cpu', threads: 1 });
  const calls = callsOver(models);
  let folder: string;
  let model: string;
  let input: string;
  let found: DetectedBox;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lens-box-calls-'));
    model = writtenDetector(folder);
    input = join(folder, 'image.png');
    const pixels = Uint8Array.from(noise([HEIGHT, WIDTH, 3], 11).data, (value) => 128 + 120 * value);
    await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .resize(SCALE * WIDTH, SCALE * HEIGHT, { kernel: 'nearest' })
      .png()
      .toFile(input);
    const { boxes } = await calls['input.predict']({ model, input }, nothing, signal);
    // One that lies inside the image, at whose edges nothing is cut off.
    found = boxes!.candidates.find(
      ({ corners: [left, top, right, bottom] }) => left > 0 && top > 0 && right < WIDTH && bottom < HEIGHT,
    )!;
  });
  after(async () => {
    await models.close(model);
    rmSync(folder, { recursive: true });
  });
  const inImage = ([left, top, right, bottom]: Corners): Corners => [
    SCALE * left,
    SCALE * top,
    SCALE * right,
    SCALE * bottom,
  ];

  it('find what the detector has there again, with its score', async () => {
    const { index, corners, proposal } = found;
    const box = await calls['input.boxAt']({ model, input, index, corners: inImage(corners) }, nothing, signal);
    assert.deepEqual(box, { index, corners, proposal, quantity: 'score' });
  });

  it('take a place where nothing is found as a drawn box, in pixels of the network', async () => {
    const corners: Corners = [2, 4, 2 * SCALE, 6 * SCALE];
    const box = await calls['input.boxAt']({ model, input, index: found.index, corners }, nothing, signal);
    assert.deepEqual(box, { index: found.index, corners: [1, 2, 2, 6], proposal: null, quantity: 'overlap' });
  });

  it('say where a box of the network’s input lies in the image', async () => {
    const { corners } = found;
    assert.deepEqual(await calls['input.boxInImage']({ model, input, corners }, nothing, signal), inImage(corners));
  });

  it('tell the inputs of a model without running it', async () => {
    const [one, ...others] = await calls['model.inputs']({ model }, nothing, signal);
    assert.deepEqual([one.name, one.type, one.shape], ['images', 'float32', ['batch', 3, HEIGHT, WIDTH]]);
    assert.deepEqual(others, []);
  });
});
