import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safetensorsFormat } from '../../../src/engine/format/safetensors';
import { weightsFormatOf } from '../../../src/engine/format/weights-files';
import { floatsOf, numbersOf } from '../../../src/engine/graph/weight';
import { LensError } from '../../../src/protocol/error';
import { bytesReadIn } from './support/reading';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-st-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

function written(header: string | object, values: Buffer = Buffer.alloc(0), length?: number): string {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(length ?? text.length));
  const path = join(folder, 'w.safetensors');
  writeFileSync(path, Buffer.concat([prefix, text, values]));
  return path;
}

describe('safetensors', () => {
  const values = Buffer.concat([
    Buffer.from(Float32Array.of(1, -2, 3, 4).buffer),
    Buffer.from(Int32Array.of(5).buffer),
  ]);

  it('lists tensors in the order of their values and reads each on demand', () => {
    const file = safetensorsFormat.open(
      written(
        {
          __metadata__: { format: 'pt' },
          count: { dtype: 'I32', shape: [], data_offsets: [16, 20] },
          'conv.weight': { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
          tiny: { dtype: 'F8_E4M3', shape: [0], data_offsets: [20, 20] },
        },
        values,
      ),
    );
    assert.deepEqual(
      file.tensors.map((t) => t.name),
      ['conv.weight', 'count'],
    );
    assert.deepEqual([...floatsOf(file.read('conv.weight')).data], [1, -2, 3, 4]);
    assert.deepEqual(numbersOf(file.read('count')), [5]);
    assert.match(file.warnings[0], /tiny \(F8_E4M3\)/);
    assert.throws(() => file.read('other'), /no tensor other/);
  });

  it('lists a file of 2 GB reading its header alone, and of its tensors those asked for', () => {
    const big = 2 ** 31;
    const path = written({
      big: { dtype: 'F32', shape: [2 ** 15, 2 ** 14], data_offsets: [0, big] },
      small: { dtype: 'F32', shape: [2], data_offsets: [big, big + 8] },
    });
    truncateSync(path, statSync(path).size + big + 8);
    const bytes = bytesReadIn(() => {
      const file = safetensorsFormat.open(path);
      assert.deepEqual(
        file.tensors.map((t) => t.name),
        ['big', 'small'],
      );
      assert.deepEqual([...floatsOf(file.read('small')).data], [0, 0]);
    });
    rmSync(path);
    assert.ok(bytes < 1000, `${bytes} bytes were read`);
  });

  const bad: Readonly<Record<string, () => string>> = {
    'a header longer than the file': () => written('{}', Buffer.alloc(0), 1e6),
    'a header that is no JSON': () => written('{not json'),
    'a header that is a list': () => written('[]'),
    'values past the end': () => written({ w: { dtype: 'F32', shape: [9], data_offsets: [0, 36] } }, values),
    'a size that does not match the shape': () =>
      written({ w: { dtype: 'F32', shape: [3], data_offsets: [0, 16] } }, values),
    'a header nested deeper than any stack': () => written('['.repeat(1e6)),
    'a shape whose product is no number': () =>
      written({ w: { dtype: 'F32', shape: Array(99).fill(1e15), data_offsets: [0, 16] } }, values),
    'negative places': () => written({ w: { dtype: 'F32', shape: [1], data_offsets: [-8, -4] } }, values),
    'a type named like a property of objects': () =>
      written({ w: { dtype: 'toString', shape: 'x', data_offsets: [0, 4] } }, values),
  };
  for (const [name, make] of Object.entries(bad)) {
    it(`refuses ${name}`, () =>
      assert.throws(
        () => safetensorsFormat.open(make()),
        (e) => e instanceof LensError && e.code === 'corrupt-model',
      ));
  }

  it('is chosen by the name of the file, as checkpoints are', () => {
    assert.equal(weightsFormatOf('/a/B.SAFETENSORS')?.id, 'safetensors');
    assert.equal(weightsFormatOf('model.pth')?.id, 'pytorch');
    assert.equal(weightsFormatOf('model.onnx'), undefined);
  });
});
