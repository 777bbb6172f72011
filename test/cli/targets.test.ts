import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { encodeOnnxFile } from '../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../src/engine/graph/builder';
import { floats } from '../../src/engine/tensor/tensor';
import type { NearestImages } from '../../src/protocol/nearest';
import { image, lens, model } from './lens';

describe('targets on the command line', function () {
  this.timeout(120_000);
  let out: string;
  beforeEach(() => (out = mkdtempSync(path.join(tmpdir(), 'lens-cli-targets-'))));
  afterEach(() => rmSync(out, { recursive: true }));

  const explained = (...words: string[]) =>
    lens('explain', image, '--model', model, '--method', 'gradient', '--out', out, ...words);
  const target = (...words: string[]): Record<string, unknown> => {
    const { status, stdout, stderr } = explained('--json', ...words);
    assert.equal(status, 0, stderr);
    return (JSON.parse(stdout) as { target: Record<string, unknown> }).target;
  };

  it('may be several classes together', () => {
    const { label, group } = target('--target', 'glasses', '--target', 'sunglasses');
    assert.equal(label, 'glasses + sunglasses');
    assert.equal((group as number[]).length, 2);
  });

  it('may be one class and not another', () => {
    const { label, against, index } = target('--target', 'glasses-sunglasses');
    assert.equal(label, 'glasses − sunglasses');
    assert.notEqual(index, against);
  });

  it('may be how near the image is to another one', () => {
    const { label, references } = target('--reference', image, '--measure', 'distance');
    assert.match(String(label), /^distance to .*sunglasses-00\.png$/);
    assert.deepEqual(references, { files: [image], measure: 'distance' });
  });

  it('may be how far an estimate is from a value, in its unit', () => {
    const file = path.join(out, 'estimator.onnx');
    const builder = new GraphBuilder();
    builder.input('input', 'float32', ['batch', 3, 8, 8]);
    const mean = builder.op('Flatten', [builder.op('GlobalAveragePool', ['input'])]);
    const values = builder.op('MatMul', [mean, builder.constant(floats([3, 2], [1, 0, 0, 1, 0, 0]))]);
    builder.output(values, 'values', 'float32', ['batch', 2]);
    writeFileSync(file, encodeOnnxFile(builder.build()));
    const sidecar = { task: 'regression', labels: ['age', 'height'], units: ['years', 'cm'], range: [0, 1] };
    writeFileSync(`${file}.lens.json`, JSON.stringify(sidecar));
    const asked = ['explain', image, '--model', file, '--method', 'gradient', '--out', out, '--target', 'height'];
    const { status, stdout, stderr } = lens(...asked, '--distance-to', '3');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\d\.\d+ years {2}age$/m);
    assert.match(stdout, /^target: \|height − 3 cm\|$/m);
    const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Record<string, never>;
    assert.deepEqual(result.target, {
      index: 1,
      label: '|height − 3 cm|',
      difference: { from: 3, absolute: true },
    });
    assert.match(lens(...asked, '--difference-to', '-2').stdout, /^target: height \+ 2 cm$/m);
    assert.equal(lens(...asked, '--difference-to', '1', '--distance-to', '2').status, 2);
    assert.match(explained('--difference-to', '1').stderr, /asked of a model that estimates numbers/);
  });

  it('may be an image that is found among those of a folder', () => {
    const search = ['nearest', image, '--model', model, '--folder', 'samples/faces/test', '--count', '3', '--json'];
    const { status, stdout, stderr } = lens(...search);
    assert.equal(status, 0, stderr);
    const { images, compared } = JSON.parse(stdout) as NearestImages;
    assert.equal(compared, 89);
    assert.equal(images.length, 3);
    assert.ok(images[0].similarity >= images[1].similarity && images[0].similarity <= 1.0001);
    assert.ok(
      images.every(({ path: file }) => /sunglasses-\d+\.png$/.test(file) && !file.endsWith('sunglasses-00.png')),
    );
  });

  it('cannot be a class that is not there, or a file that is not', () => {
    const wrong = explained('--target', 'glasses', '--target', 'hat');
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /there is no class hat/);
    const missing = explained('--reference', 'nowhere.png');
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /nowhere\.png/);
  });
});
