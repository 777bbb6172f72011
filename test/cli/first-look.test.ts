import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrustMark } from '../../src/protocol/trust';
import { lens, root } from './lens';

/** What a newcomer sees first: `npm start`, the tour it opens with, and the first sentence of the sample workspace. */
describe('the first look at the sample workspace', () => {
  const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  const [image] = /faces\/test\/\S+\.png/.exec(read('scripts/start/samples.mjs')) ?? [];

  it('is at the same image wherever it begins', () => {
    for (const file of ['scripts/start/tour/tour.cjs', 'samples/README.md'])
      assert.ok(read(file).includes(image!), `${file} names ${image}`);
  });

  it('shows maps of the default methods that pass every check', () => {
    const out = mkdtempSync(path.join(os.tmpdir(), 'saliency-lens-first-look-'));
    const { contributes } = JSON.parse(read('package.json')) as {
      contributes: { configuration: { properties?: Record<string, { default: unknown }> }[] };
    };
    const methods = [contributes.configuration].flat().flatMap(({ properties }) => {
      const setting = properties?.['saliencyLens.defaultMethods'];
      return setting ? (setting.default as string[]) : [];
    });
    const words = ['--model', 'samples/models/faces-cnn.onnx', '--method', methods.join(), '--trust', '--out', out];
    const { status, stderr } = lens('explain', `samples/${image}`, ...words);
    assert.equal(status, 0, stderr);
    const made = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as {
      methods: { method: string; trust: { marks: TrustMark[] } }[];
    };
    rmSync(out, { recursive: true });
    assert.deepEqual(made.methods.map(({ method }) => method).sort(), [...methods].sort());
    for (const { method, trust } of made.methods)
      for (const { label, said, passed } of trust.marks) assert.ok(passed, `${method}: ${label} ${said}`);
    const checked = made.methods.flatMap(({ trust }) => trust.marks.map(({ id }) => id));
    assert.ok(checked.includes('pointing'), 'the object is known, and the maps are held against it');
  });
});
