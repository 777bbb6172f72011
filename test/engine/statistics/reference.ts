import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Adapter, CaseFiles, ReferenceCase } from '../../../src/engine/replay/adapter';
import { decodeNpy } from '../../../src/engine/tensor/npy';
import { asFloats, type Tensor } from '../../../src/engine/tensor/tensor';

interface Tolerance {
  readonly maxRelativeToPeak?: number;
  readonly absolute?: number;
  readonly relative?: number;
  readonly counts?: number;
}
type CheckedCase = ReferenceCase & { readonly tolerance: Tolerance; readonly expected: Readonly<Record<string, string | number | readonly number[]>> };

/** One mocha test per case of `test/fixtures/<folder>/manifest.json`, compared at the case's own tolerance. */
export function describeCases(adapter: Adapter, folder: string, network?: (model: string) => ReturnType<CaseFiles['network']>): void {
  const root = path.join(__dirname, '../../fixtures', folder);
  const array = (file: string): Tensor => decodeNpy(readFileSync(path.join(root, file)), file);
  const noNetwork = (model: string): never => assert.fail(`${model} was opened by a case that needs no model`);
  const files: CaseFiles = { array, floats: (file) => asFloats(array(file)), network: network ?? noNetwork };
  const manifest = JSON.parse(readFileSync(path.join(root, 'manifest.json'), 'utf8')) as { cases: CheckedCase[] };
  for (const reference of manifest.cases) {
    it(`agrees with the reference: ${reference.id}`, async () => {
      const outputs = await adapter.methods[reference.method](reference, files);
      for (const [name, want] of Object.entries(reference.expected)) {
        const got = outputs[name];
        assert.notEqual(got, undefined, `${name} is missing`);
        if (typeof want === 'string') assertArray(got as Tensor, array(want), reference.tolerance, name);
        else if (typeof want === 'number') assertNumber(got as number, want, reference.tolerance, name);
        else assert.deepEqual(got, want, name);
      }
    });
  }
}

function assertArray(got: Tensor, want: Tensor, { maxRelativeToPeak = 0, counts }: Tolerance, name: string): void {
  assert.deepEqual(got.dims, want.dims, name);
  const expected = Array.from(want.data as ArrayLike<number>, Number);
  const bound = counts ?? maxRelativeToPeak * Math.max(...expected.map(Math.abs));
  const error = Math.max(...expected.map((v, i) => Math.abs(Number(got.data[i]) - v)));
  assert.ok(error <= bound, `${name}: off by ${error}, allowed ${bound}`);
}

function assertNumber(got: number, want: number, { absolute = 0, relative = 0 }: Tolerance, name: string): void {
  const bound = absolute + relative * Math.abs(want);
  assert.ok(Math.abs(got - want) <= bound, `${name}: got ${got}, want ${want} within ${bound}`);
}

/** Fails unless |got − want| ≤ tolerance · |want| (or ≤ tolerance where `want` is 0). */
export function close(got: number, want: number, tolerance = 1e-10): void {
  const bound = tolerance * (Math.abs(want) || 1);
  assert.ok(Math.abs(got - want) <= bound, `got ${got}, want ${want}`);
}
