import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { segmenterOf } from '../src/engine/segmentation';
import { encodeNpy } from '../src/engine/tensor/npy';
import { floats, type FloatTensor } from '../src/engine/tensor/tensor';
import { report } from './figure';

const SIDE = 512;
const ROUNDS = 5;

/** The same settings, as scikit-image calls them. */
const FIGURES = [
  {
    id: 'slic',
    params: { segments: 50, compactness: 10 },
    python: 'slic(p, n_segments=50, compactness=10, start_label=0)',
  },
  {
    id: 'quickshift',
    params: { kernelSize: 4, maxDistance: 200, ratio: 0.2 },
    python: 'quickshift(p, kernel_size=4, max_dist=200, ratio=0.2)',
  },
  {
    id: 'felzenszwalb',
    params: { scale: 100, sigma: 0.5, minSize: 20 },
    python: 'felzenszwalb(p, scale=100, sigma=0.5, min_size=20)',
  },
] as const;

/** A photograph at 512 px, or one like it where none is given. */
async function photo(path: string | undefined): Promise<FloatTensor> {
  const image = floats([3, SIDE, SIDE]);
  const size = SIDE * SIDE;
  if (path === undefined) {
    image.data.forEach(
      (_, i) => (image.data[i] = Math.round(127.5 + 80 * Math.sin(i * 0.002) + 47 * Math.sin((i % SIDE) * 0.05)) / 255),
    );
    return image;
  }
  const pixels = await sharp(path).resize(SIDE, SIDE, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  for (let i = 0; i < size; i++) for (let c = 0; c < 3; c++) image.data[c * size + i] = pixels[3 * i + c] / 255;
  return image;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Processor milliseconds of one call. */
function spent(action: () => unknown): number {
  const start = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/**
 * Superpixels of a 512 px image against scikit-image's, both in CPU time, round by round.
 * Needs python3-skimage. Usage: node --import tsx bench/superpixels.ts [image] [python]
 */
async function main([path, python = '/usr/bin/python3']: readonly string[]): Promise<void> {
  const image = await photo(path);
  const folder = mkdtempSync(join(tmpdir(), 'superpixels-'));
  const file = join(folder, 'image.npy');
  writeFileSync(file, encodeNpy(image));
  for (const { id, params, python: call } of FIGURES) {
    const program = `import sys, time, numpy as np
from skimage.segmentation import slic, quickshift, felzenszwalb
p = np.load(sys.argv[1]).transpose(1, 2, 0).astype(float)
${call}
t = time.process_time(); ${call}; print((time.process_time() - t) * 1000)`;
    segmenterOf(id).segment(image, params);
    const ratios: number[] = [];
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const theirs = Number(execFileSync(python, ['-c', program, file], { encoding: 'utf8' }));
      times.push(spent(() => segmenterOf(id).segment(image, params)));
      ratios.push(times[round] / theirs);
    }
    report({
      figure: "superpixels to scikit-image's",
      of: { id, side: SIDE },
      value: Math.round(median(ratios) * 100) / 100,
      unit: 'ratio',
      limit: 1.2,
      notes: { milliseconds: Math.round(median(times)), rounds: ROUNDS },
    });
  }
  rmSync(folder, { recursive: true });
}

if (require.main === module) void main(process.argv.slice(2));
