import assert from 'node:assert/strict';
import { decodeNpy, encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { LensError } from '../../../src/protocol/error';

/** A file of version 2, whose header may be said to have any length. */
function file(header: string, data = Buffer.alloc(48), said = header.length): Buffer {
  const head = Buffer.alloc(12);
  head.write('\x93NUMPY\x02\x00', 'latin1');
  head.writeUInt32LE(said, 8);
  return Buffer.concat([head, Buffer.from(header, 'latin1'), data]);
}
const ofShape = (shape: string): Buffer => file(`{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }\n`);

describe('.npy files', () => {
  it('are read as they were written', () => {
    const tensor = floats([2, 3], [1, -2, NaN, Infinity, 1e-9, 0]);
    assert.deepEqual(decodeNpy(encodeNpy(tensor)), tensor);
    assert.deepEqual(decodeNpy(ofShape('3, 4')).dims, [3, 4]);
    assert.deepEqual(decodeNpy(ofShape('')).dims, []);
  });

  it('may hold their axes or bytes in the other order, as NumPy writes turned arrays', () => {
    // numpy.save of numpy.arange(6, dtype='<f4').reshape(3, 2).T, and of numpy.array([[1, 2], [3, 500]], '>i2')
    const turned = file(
      "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n",
      Buffer.from(Float32Array.of(0, 1, 2, 3, 4, 5).buffer),
    );
    assert.deepEqual(decodeNpy(turned), floats([2, 3], [0, 2, 4, 1, 3, 5]));
    const swapped = file(
      "{'descr': '>i2', 'fortran_order': False, 'shape': (2, 2), }\n",
      Buffer.from([0, 1, 0, 2, 0, 3, 1, 244]),
    );
    assert.deepEqual(decodeNpy(swapped), { type: 'int16', dims: [2, 2], data: Int16Array.of(1, 2, 3, 500) });
  });

  it('are refused in one sentence where their header states what cannot be', () => {
    const odd: Readonly<Record<string, Buffer>> = {
      'a negative shape': ofShape('-3, -4'),
      'half a length': ofShape('1.5, 2'),
      'no length': ofShape('abc'),
      'infinitely many of none': ofShape('0, 1e999'),
      'a thousand axes': ofShape('1,'.repeat(1000)),
      'more than there is': ofShape('13'),
      'more than there could be': ofShape('9007199254740991, 9007199254740991'),
      'a header of 4 GB': file('{}', undefined, 2 ** 32 - 1),
      'a header behind the end': file('{}', undefined, 60_000),
    };
    for (const [name, bytes] of Object.entries(odd))
      assert.throws(
        () => decodeNpy(bytes, 'a.npy'),
        (e) => e instanceof LensError && e.code === 'corrupt-image' && e.message.length <= 600,
        name,
      );
  });

  it('cost no more than their length, whatever is in their header', () => {
    const start = performance.now();
    assert.throws(() => decodeNpy(file("'shape': (".repeat(6000))), LensError);
    assert.ok(performance.now() - start < 2000);
  });
});
