import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeOnnxFile } from '../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../src/engine/graph/builder';
import { ints } from '../../src/engine/graph/model';
import { floats } from '../../src/engine/tensor/tensor';
import { dicomFile } from '../engine/image/volume/dicom-file';
import { niftiFile } from '../engine/image/volume/nifti-file';

/** Lengths of the volumes, and the middle of the bright ball in them. */
export const [depth, height, width] = [12, 16, 20];
export const ball = { z: 8, y: 5, x: 13, radius: 3 };

/** From 0 to 255: a dim head with a bright ball in it. */
function voxel(z: number, y: number, x: number): number {
  const head = Math.hypot((z - 5.5) / 6, (y - 7.5) / 8, (x - 9.5) / 10) < 1;
  const inBall = Math.hypot(z - ball.z, y - ball.y, x - ball.x) <= ball.radius;
  return inBall ? 230 : head ? 70 : 5;
}

const slice = (z: number): Uint8Array =>
  Uint8Array.from({ length: height * width }, (_, i) => voxel(z, Math.floor(i / width), i % width));

/** A segmenter of bright voxels in `models`, and one volume twice: `scan.nii.gz`, and the DICOM series `series`. */
export function writeVolumeScene(folder: string): string {
  const slices = Array.from({ length: depth }, (_, z) => slice(z));
  const values = Uint8Array.from(slices.flatMap((one) => [...one]));
  writeFileSync(
    path.join(folder, 'scan.nii.gz'),
    gzipSync(niftiFile({ lengths: [width, height, depth], values, limits: [0, 255] })),
  );
  const series = path.join(folder, 'series');
  mkdirSync(series);
  slices.forEach((one, z) =>
    writeFileSync(
      path.join(series, `IM${String(z).padStart(4, '0')}`),
      dicomFile({
        width,
        height,
        values: one,
        series: '1.2.3',
        instance: z,
        position: [0, 0, z],
        window: [127.5, 255],
      }),
    ),
  );
  mkdirSync(path.join(folder, 'models'), { recursive: true });
  const name = 'ball-segmenter.onnx';
  writeFileSync(path.join(folder, 'models', name), encodeOnnxFile(segmenter()));
  const recipe = { labels: ['background', 'ball'], preset: 'unit', task: 'segmentation' };
  writeFileSync(path.join(folder, 'models', `${name}.lens.json`), JSON.stringify(recipe));
  return name;
}

/** Scores of two classes at every voxel, by how bright its surroundings are. */
function segmenter() {
  const builder = new GraphBuilder();
  const image = builder.input('volume', 'float32', ['batch', 1, depth, height, width]);
  const mean = builder.constant(floats([1, 1, 3, 3, 3], new Float32Array(27).fill(1 / 27)), 'mean');
  const pads = { pads: ints([1, 1, 1, 1, 1, 1]), kernel_shape: ints([3, 3, 3]) };
  const bright = builder.op('Relu', [builder.op('Conv', [image, mean], pads)], {}, 'bright');
  const weights = builder.constant(floats([2, 1, 1, 1, 1], Float32Array.of(-20, 20)), 'weights');
  const least = builder.constant(floats([2], Float32Array.of(10, -10)), 'least');
  builder.output(builder.op('Conv', [bright, weights, least], {}, 'scores'), 'scores');
  return builder.build();
}
