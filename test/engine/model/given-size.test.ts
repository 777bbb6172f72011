import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import type { Dimension } from '../../../src/engine/graph/model';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile, type ModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { noise } from '../graph/running';

describe('a size that the sidecar gives', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-size-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Flattened behind a convolution: 4 × 4 pixels only. */
  function model(shape: readonly Dimension[], flattens = true): Promise<ModelFile> {
    const b = new GraphBuilder(emptyModel());
    b.input('image', 'float32', shape);
    const features = b.op('Conv', ['image', b.constant(noise([2, 3, 3, 3]))]);
    const flat = b.op('Flatten', [flattens ? features : b.op('GlobalAveragePool', [features])]);
    b.output(b.op('MatMul', [flat, b.constant(noise([flattens ? 8 : 2, 3], 2))], {}, 'scores'));
    const path = join(folder, 'net.onnx');
    writeFileSync(path, encodeOnnxFile(b.build()));
    return readModelFile(path);
  }
  const at = (size: [number, number]) => ({ device: 'cpu', threads: 1, recipe: { size } }) as const;

  it('is named where the network does not work at it', async () => {
    const file = await model(['N', 3, 'height', 'width']);
    await assert.rejects(
      openModel(file, at([6, 5])),
      /does not work at 6 × 5: the shapes of what the operator MatMul is given.*"size": \[height, width\]/,
    );
    await (await openModel(file, at([4, 4]))).network.close();
  });

  it('is said where the graph states another', async () => {
    const file = await model(['N', 3, 4, 4], false);
    const [same, other] = [
      [4, 4],
      [6, 5],
    ].map((size) => describeModel(file, { size: size as [number, number] }).warnings);
    assert.deepEqual(same, []);
    assert.match(other.join(), /states 4 × 4 for its images; they are 6 × 5, as "size"/);
  });
});
