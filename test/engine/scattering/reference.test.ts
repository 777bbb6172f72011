import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseFiles, ReferenceCase } from '../../../src/engine/replay/adapter';
import { scattering } from '../../../src/engine/replay/scattering';
import { decodeNpy } from '../../../src/engine/tensor/npy';
import { asFloats, type Tensor } from '../../../src/engine/tensor/tensor';

const FOLDER = path.resolve('test/fixtures/scattering');

interface StoredCase extends ReferenceCase {
  readonly tolerance: { readonly maxRelativeToPeak: number };
}

const { cases } = JSON.parse(readFileSync(path.join(FOLDER, 'manifest.json'), 'utf8')) as { cases: StoredCase[] };
const array = (file: string): Tensor => decodeNpy(readFileSync(path.join(FOLDER, file)), file);
const files: CaseFiles = {
  array,
  floats: (file) => asFloats(array(file)),
  network: () => Promise.reject(new Error('no case of this suite has a model')),
  changed: () => Promise.reject(new Error('no case of this suite has a model')),
  model: () => Promise.reject(new Error('no case of this suite has a model')),
  runtime: { device: 'cpu', threads: 0 },
};

function relativeToPeak(got: Tensor, expected: Tensor): number {
  let peak = 0;
  let most = 0;
  expected.data.forEach((value, i) => {
    peak = Math.max(peak, Math.abs(Number(value)));
    most = Math.max(most, Math.abs(Number(value) - Number(got.data[i])));
  });
  return most === 0 ? 0 : most / peak;
}

describe('scattering against kymatio', () => {
  for (const reference of cases) {
    it(reference.id, async () => {
      const outputs = await scattering.methods[reference.method](reference, files);
      assert.ok(Object.keys(reference.expected).length > 0);
      for (const [name, expected] of Object.entries(reference.expected)) {
        const got = outputs[name];
        if (typeof expected === 'number') {
          assert.equal(got, expected, name);
          continue;
        }
        const wanted = array(expected as string);
        assert.deepEqual([(got as Tensor).type, [...(got as Tensor).dims]], [wanted.type, [...wanted.dims]], name);
        const error = relativeToPeak(got as Tensor, wanted);
        assert.ok(error <= reference.tolerance.maxRelativeToPeak, `${name}: ${error}`);
      }
    });
  }
});
