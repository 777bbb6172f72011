import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { callsOver } from '../../../src/engine/job/calls';
import { changeOf, KernelHistory, type VersionedSource } from '../../../src/engine/filters/history';
import { kernelsOf } from '../../../src/engine/filters/kernels';
import { Models } from '../../../src/engine/model/open-models';
import { atOnce } from '../../../src/engine/tensor/steps';
import { floats, sizeOf } from '../../../src/engine/tensor/tensor';
import type { EngineCalls } from '../../../src/protocol/engine';
import type { FilterKernels, KernelChange } from '../../../src/protocol/filters';

let folder: string;
let written = 0;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-history-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A file's time is what tells its versions apart where it is not hashed: tests write faster than clocks tick. */
function write(path: string, bytes: Uint8Array): void {
  writeFileSync(path, bytes);
  utimesSync(path, 1e9, 1e9 + 10 * ++written);
}

function writeModel(path: string, first: number[], filters = 2): void {
  const builder = new GraphBuilder(emptyModel('two'));
  const x = builder.input('x', 'float32', ['batch', 1, 4, 4]);
  const a = builder.op(
    'Conv',
    [x, builder.constant(floats([filters, 1, 1, 2], Float32Array.from(first)), 'w1')],
    {},
    'a',
  );
  const w2 = floats([1, filters, 1, 1]);
  w2.data.fill(1);
  builder.output(builder.op('Conv', [a, builder.constant(w2, 'w2')], {}, 'b'), 'b', 'float32', ['batch', 1, 4, 3]);
  write(path, encodeOnnxFile(builder.build()));
}

function writeWeights(path: string, values: number[]): void {
  const header = Buffer.from(
    JSON.stringify({ w: { dtype: 'F32', shape: [values.length, 1], data_offsets: [0, 4 * values.length] } }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  write(path, Buffer.concat([length, header, Buffer.from(Float32Array.from(values).buffer)]));
}

const engine = () => {
  const calls = callsOver(new Models({ device: 'cpu', threads: 1 }));
  const { signal } = new AbortController();
  const none = (): void => undefined;
  return {
    layers: (args: EngineCalls['filters.layers']['arguments']) => calls['filters.layers'](args, none, signal),
    kernels: (args: EngineCalls['filters.kernels']['arguments']) => calls['filters.kernels'](args, none, signal),
    close: (model: string) => calls['model.close']({ model }, none, signal),
  };
};

const known = ({ change }: FilterKernels): Extract<KernelChange, { known: true }> => {
  assert.ok(change?.known, JSON.stringify(change));
  return change;
};

describe('the change of kernels since the previous version of a file', () => {
  it('is new minus old, of every layer of a small model, also after the model was closed', async () => {
    const model = join(folder, 'm.onnx');
    const { layers, kernels, close } = engine();
    writeModel(model, [1, 2, 3, 4]);
    assert.deepEqual((await kernels({ model, layer: 'b', change: true })).change, {
      known: false,
      reason: 'first-version',
    });
    assert.equal('change' in (await kernels({ model, layer: 'a' })), false);
    await close(model);
    writeModel(model, [1, 2, 3, 7]);
    const a = known(await kernels({ model, layer: 'a', change: true }));
    assert.deepEqual([...a.kernels.data], [0, 0, 0, 3]);
    assert.deepEqual(
      [a.kernels.dims, [...a.norms], [...a.order], a.peak, a.previousModified],
      [[2, 1, 1, 2], [0, 3], [1, 0], 3, 1e12 + 1e4],
    );
    assert.ok(Math.abs(a.relative - 3 / Math.sqrt(30)) < 1e-12);
    assert.equal(known(await kernels({ model, layer: 'b', change: true })).relative, 0);
    assert.deepEqual(
      (await layers({ model, change: true })).layers.map((l) => l.change),
      [a.relative, 0],
    );
    assert.equal('change' in (await layers({ model })).layers[0], false);
  });

  it('is that of the last overwriting, and a file that is only touched has no new version', async () => {
    const model = join(folder, 'n.onnx');
    const { layers, kernels } = engine();
    for (const last of [4, 5, 7]) {
      writeModel(model, [1, 2, 3, last]);
      await layers({ model });
    }
    utimesSync(model, 2e9, 2e9);
    assert.deepEqual([...known(await kernels({ model, layer: 'a', change: true })).kernels.data], [0, 0, 0, 2]);
  });

  it('is not known where the layer had another shape', async () => {
    const model = join(folder, 'o.onnx');
    const { kernels } = engine();
    writeModel(model, [1, 2, 3, 4]);
    await kernels({ model, layer: 'a' });
    writeModel(model, [1, 2, 3, 4, 5, 6], 3);
    assert.deepEqual((await kernels({ model, layer: 'a', change: true })).change, {
      known: false,
      reason: 'other-shape',
    });
  });

  it('is known for files of weights', async () => {
    const model = join(folder, 'w.safetensors');
    const { kernels } = engine();
    writeWeights(model, [1, -1]);
    await kernels({ model, layer: 'w' });
    writeWeights(model, [1.5, -1]);
    assert.deepEqual([...known(await kernels({ model, layer: 'w', change: true })).kernels.data], [0.5, 0]);
  });
});

describe('the memory of earlier versions', () => {
  const source = (stamp: string, values: Float32Array, names = ['l'], path = 'f'): VersionedSource => ({
    path,
    format: '',
    hasGraph: false,
    warnings: [],
    version: { stamp, modified: 0 },
    layers: names.map((tensor) => ({
      layer: {
        tensor,
        label: tensor,
        name: tensor,
        op: 'Conv',
        stored: [4, 1, 1, 1],
        dims: [4, 1, 1, 1],
        parameters: 4,
        spatial: null,
        health: null,
      },
      read: () => values,
    })),
  });
  const numbers = (value: number): Float32Array => new Float32Array(sizeOf([4])).fill(value);

  it('keeps of a large file only the layers looked at, as copies', () => {
    const history = new KernelHistory({ most: 100, small: 4, layer: 100 });
    const [first, second] = [source('1', numbers(1), ['a', 'b']), source('2', numbers(3), ['a', 'b'])];
    history.note(first);
    const values = numbers(1);
    history.look(first, first.layers[0], values);
    values.fill(9);
    history.note(second);
    const change = changeOf(
      atOnce(kernelsOf(second.layers[0])),
      numbers(3),
      history.before(second, second.layers[0].layer),
    );
    assert.ok(change.known);
    assert.deepEqual([...change.kernels.data], [2, 2, 2, 2]);
    assert.deepEqual(history.before(second, second.layers[1].layer), { known: false, reason: 'not-kept' });
  });

  it('forgets what was looked at longest ago, versions that are over, and layers that are too large', () => {
    const history = new KernelHistory({ most: 12, small: 0, layer: 4 });
    const seen = (stamp: string, path: string): VersionedSource => {
      const version = source(stamp, numbers(Number(stamp)), ['l'], path);
      history.note(version);
      history.look(version, version.layers[0], version.layers[0].read());
      return version;
    };
    const isKept = (version: VersionedSource): boolean => 'values' in history.before(version, version.layers[0].layer);
    seen('1', 'f');
    seen('1', 'g');
    const f = seen('2', 'f');
    assert.ok(isKept(f));
    // A fourth one is one too many: the oldest, f's first version, goes.
    const g = seen('2', 'g');
    assert.deepEqual([isKept(f), isKept(g)], [false, true]);
    const large = new KernelHistory({ most: 12, small: 0, layer: 3 });
    large.note(f);
    large.look(f, f.layers[0], numbers(0));
    const next = source('3', numbers(3));
    large.note(next);
    assert.deepEqual(large.before(next, next.layers[0].layer), { known: false, reason: 'not-kept' });
  });
});
