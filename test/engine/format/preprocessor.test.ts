import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { importNotes } from '../../../src/engine/format/import-notes';
import { importCheck } from '../../../src/engine/model/import-check';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { GraphDef, ints, text, texts, type } from './graph-def';
import { inFolder } from './tensorflow';

const conv = {
  T: type(),
  data_format: text('NHWC'),
  padding: text('SAME'),
  strides: ints(1, 2, 2, 1),
  dilations: ints(1, 1, 1, 1),
  explicit_paddings: { list: {} },
};
const fused = { ...conv, fused_ops: texts('BiasAdd', 'Relu6'), num_args: { i: '1' }, epsilon: { f: 0 } };
const slice = {
  begin_mask: { i: '0' },
  end_mask: { i: '0' },
  ellipsis_mask: { i: '0' },
  new_axis_mask: { i: '0' },
  shrink_axis_mask: { i: '1' },
};

/**
 * A detector as TensorFlow's detection library exports it: bytes go in, a loop prepares each image, boxes are
 * decoded, the best are kept.
 */
function detector(g: GraphDef): string[] {
  const image = g.image([1, -1, -1, 3], 'DT_UINT8');
  const shape = g.integers(-1, -1, 3);
  const list = g.node(
    'TensorListFromTensor',
    [g.node('ResizeBilinear', [image, g.integers(32, 24)], { T: type('DT_UINT8') }), shape],
    {},
  );
  const stacked = g.node('TensorListStack', [list, shape], { element_dtype: type() }, 'Preprocessor/stack');
  const scaled = g.node('Sub', [g.node('Mul', [stacked, g.floats(2 / 255)], {}), g.floats(1)], {});
  const features = g.node(
    'FusedDepthwiseConv2dNative',
    [
      g.node('_FusedConv2D', [scaled, g.weight([3, 3, 3, 8]), g.weight([8])], fused),
      g.weight([3, 3, 8, 1]),
      g.weight([8]),
    ],
    fused,
  );
  const length = (k: number): string =>
    g.node('StridedSlice', [g.node('Shape', [features], {}), g.integers(k), g.integers(k + 1), g.integers(1)], slice);
  const head = (channels: number): string =>
    g.node(
      'BiasAdd',
      [
        g.node('Conv2D', [features, g.weight([1, 1, 8, channels])], { ...conv, strides: ints(1, 1, 1, 1) }),
        g.weight([channels]),
      ],
      { T: type(), data_format: text('NHWC') },
    );
  const boxCount = g.node('Mul', [g.node('Mul', [length(1), length(2)], {}), g.integer(2)], {});
  const rows = (head: string, last: number): string =>
    g.node(
      'Reshape',
      [head, g.node('Pack', [length(0), boxCount, g.integer(last)], { N: { i: '3' }, axis: { i: '0' } })],
      {},
    );
  const [codes, logits] = [rows(head(8), 4), rows(head(6), 3)];
  g.node(
    'Unpack',
    [g.node('Transpose', [g.node('Reshape', [codes, g.integers(-1, 4)], {}), g.integers(1, 0)], {})],
    { axis: { i: '0' }, num: { i: '4' } },
    'code',
  );
  const size = g.node('Exp', ['code:2'], {});
  const box = g.node(
    'Pack',
    [g.node('Sub', ['code', size], {}), 'code:1', g.node('AddV2', ['code', size], {}), 'code:3'],
    { N: { i: '4' }, axis: { i: '1' } },
    'boxes',
  );
  const scores = g.node('Sigmoid', [logits], {}, 'scores');
  const best = g.node('Max', [g.node('Squeeze', [scores], { squeeze_dims: ints(0) }), g.integers(1)], {
    keep_dims: { b: false },
  });
  return [
    g.node(
      'GatherV2',
      [box, g.node('NonMaxSuppressionV3', [box, best, g.integer(5), g.floats(0.5), g.floats(0.1)], {}), g.integer(0)],
      {},
      'detections',
    ),
    scores,
  ];
}

describe('a detector behind its preprocessor', () => {
  it('takes images of the size that the preprocessor makes, and computes what TensorFlow.js does from there', () =>
    inFolder(async (folder) => {
      const g = new GraphDef();
      const { weightData, weightSpecs, ...document } = g.artifacts(detector(g));
      writeFileSync(path.join(folder, 'shard.bin'), Buffer.from(weightData as ArrayBuffer));
      writeFileSync(
        path.join(folder, 'ssd.json'),
        JSON.stringify({ ...document, weightsManifest: [{ paths: ['shard.bin'], weights: weightSpecs }] }),
      );
      const file = await readModelFile(path.join(folder, 'ssd.json'));
      assert.equal(file.external, undefined, importNotes(file.raw)?.warnings.join());
      assert.deepEqual(
        file.raw.graph.inputs.map(({ name, shape }) => [name, shape]),
        [['Preprocessor/stack', ['batch', 32, 24, 3]]],
      );
      assert.ok(
        file.raw.graph.outputs.some(({ name }) => name === 'boxes') &&
          file.raw.graph.outputs.some(({ name }) => name === 'scores'),
      );
      const opened = await openModel(file, { device: 'cpu', threads: 1 });
      const check = await importCheck(file, opened.network);
      assert.equal(check?.state, 'agrees', check?.text);
      assert.match(opened.warnings.join(), /fed behind the preprocessor/);
      assert.match(opened.warnings.join(), /ends before NonMaxSuppressionV3/);
      await opened.network.close();
    }));
});
