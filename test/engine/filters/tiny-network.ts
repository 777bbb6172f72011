import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints } from '../../../src/engine/graph/model';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats, sizeOf } from '../../../src/engine/tensor/tensor';

export const counting = (...dims: number[]) =>
  floats(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, (_, i) => i),
  );
export const noise = (length: number, seed = 1): Float32Array => {
  const random = new RandomStream(seed);
  return Float32Array.from({ length }, () => random.normal());
};

/** Conv 3×3 stride 2 → Relu → ConvTranspose (2 groups) → Flatten → Gemm → MatMul, written into the folder. */
export function tinyNetwork(folder: string): string {
  const builder = new GraphBuilder(emptyModel('tiny'));
  const x = builder.input('x', 'float32', ['batch', 1, 8, 8]);
  const conv = builder.op(
    'Conv',
    [x, builder.constant(counting(4, 1, 3, 3), 'w1')],
    { strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) },
    'conv',
  );
  const relu = builder.op('Relu', [conv], {}, 'relu');
  const up = builder.op(
    'ConvTranspose',
    [relu, builder.constant(counting(4, 3, 2, 2), 'w2')],
    { strides: ints([2, 2]), group: int(2) },
    'up',
  );
  const gemm = builder.op(
    'Gemm',
    [builder.op('Flatten', [up]), builder.constant(counting(5, 384), 'w3')],
    { transB: int(1) },
    'gemm',
  );
  builder.output(
    builder.op('MatMul', [gemm, builder.constant(counting(5, 2), 'w4')], {}, 'logits'),
    'logits',
    'float32',
    ['batch', 2],
  );
  const path = join(folder, 'tiny.onnx');
  writeFileSync(path, encodeOnnxFile(builder.build()));
  return path;
}
