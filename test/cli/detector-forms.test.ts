import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeOnnxFile } from '../../src/engine/format/onnx/writer';
import { readModelFile } from '../../src/engine/model/model-file';
import { overlapOf } from '../../src/protocol/boxes';
import type { DetectedBox } from '../../src/protocol/task';
import { exportForms } from '../engine/task/export-forms';
import { recipeOf, SAMPLES } from '../support/samples';
import { lens } from './lens';

const SAMPLE = 'faces-detector.onnx';
const IMAGE = join(SAMPLES, 'glasses/test/images/sunglasses-0000.png');
const NAMES = [
  'eight images at once',
  'channels last',
  'uint8 pixels, normalised inside',
  'quantised (QDQ)',
  'half precision',
];

interface Said {
  readonly boxes: readonly DetectedBox[];
  readonly methods: readonly { readonly method: string; readonly warnings: readonly string[] }[];
}

describe('a detector exported in another form, on the command line', function () {
  this.timeout(120_000);
  let folder: string;
  let plain: Said;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-cli-forms-'));
    plain = explained(join(SAMPLES, 'models', SAMPLE));
  });
  after(() => rmSync(folder, { recursive: true }));

  function explained(model: string): Said {
    const words = ['--method', 'gradient,eigen-cam', '--out', join(folder, 'out'), '--json'];
    const { status, stdout, stderr } = lens('explain', IMAGE, '--model', model, ...words);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Said;
  }

  for (const form of exportForms.filter(({ name }) => NAMES.includes(name)))
    it(`is described, finds the same box and is explained: ${form.name}`, async () => {
      const path = join(folder, 'form.onnx');
      writeFileSync(path, encodeOnnxFile(form.make((await readModelFile(join(SAMPLES, 'models', SAMPLE))).raw)));
      const { task: _task, detection: _detection, ...recipe } = recipeOf(SAMPLE);
      const kept = Object.entries(recipe).filter(([field]) => !form.without?.some((one) => one === field));
      writeFileSync(`${path}.lens.json`, JSON.stringify(Object.fromEntries(kept)));
      const { status, stdout, stderr } = lens('info', path);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^task +detection: /m);
      const [box] = explained(path).boxes;
      const [expected] = plain.boxes;
      assert.equal(box.label, expected.label);
      assert.ok(overlapOf(box.corners, expected.corners) > (form.tolerance ? 0.8 : 0.99), box.corners.join());
      const map = readFileSync(join(folder, 'out/gradient.npy'));
      assert.ok(map.length > 128 * 128 * 4 && map.subarray(128).some((byte) => byte !== 0), 'the map is not empty');
    });

  it('names every form there is to be', () => {
    assert.deepEqual(exportForms.filter(({ name }) => NAMES.includes(name)).length, NAMES.length);
  });
});
