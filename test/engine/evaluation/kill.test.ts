import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '../../../src/engine/tensor/random';
import { HEIGHT, WIDTH, writtenDetector } from '../task/small-detector';
import { survivesKills } from './killing';
import { labelledFolder, write } from './labelled-folder';
import { labelMap, picture, writeSegmenter, type Rgb } from './task-models';

const COUNT = 16;

describe('evaluation that is killed', () => {
  let top: string;
  before(() => (top = mkdtempSync(join(tmpdir(), 'lens-killed-'))));
  after(() => rmSync(top, { recursive: true, force: true }));

  const noise = (stream: RandomStream, length: number): Rgb[] =>
    Array.from({ length }, () => [stream.below(256), stream.below(256), stream.below(256)]);

  it('ends with the same files, byte for byte, wherever it was stopped', async function () {
    this.timeout(240_000);
    const { set, models, out } = await labelledFolder(20);
    const options = [
      '--methods',
      'gradient,grad-cam,smoothgrad:samples=3',
      '--metrics',
      'average-drop,insertion:step=16,road,iou,max-sensitivity',
      '--pairs',
      'pearson',
    ];
    await survivesKills({ set, models, options, out: out('killed'), kills: 4 });
  });

  it('does so of a segmenter', async function () {
    this.timeout(240_000);
    const set = join(top, 'pixels');
    for (let n = 0; n < COUNT; n++) {
      const stream = new RandomStream('pixels', n);
      write(join(set, `images/${n}.png`), await picture(24, noise(stream, 24 * 24)));
      const map = Array.from({ length: 24 * 24 }, () => stream.below(3));
      write(join(set, `labels/${n}.png`), await labelMap(24, map));
    }
    const models = [writeSegmenter(join(top, 'models/segmenter.onnx'), 16)];
    const options = ['--methods', 'gradient,smoothgrad:samples=3', '--metrics', 'iou,average-drop'];
    await survivesKills({ set, models, options, out: join(top, 'segmented'), kills: 3 });
  });

  it('does so of a detector', async function () {
    this.timeout(240_000);
    const set = join(top, 'boxes');
    for (let n = 0; n < COUNT; n++) {
      const stream = new RandomStream('boxes', n);
      write(join(set, `images/${n}.png`), await picture(WIDTH, noise(stream, WIDTH * HEIGHT)));
      const lines = Array.from({ length: 3 }, () => `${stream.below(3)} ${stream.uniform()} 0.5 0.25 0.4`);
      write(join(set, `labels/${n}.txt`), lines.join('\n'));
    }
    mkdirSync(join(top, 'detectors'));
    const models = [writtenDetector(join(top, 'detectors'))];
    const options = ['--methods', 'gradient,rise:samples=8', '--metrics', 'relevance-mass', '--boxes', '2'];
    await survivesKills({ set, models, options, out: join(top, 'detected'), kills: 3 });
  });
});
