import assert from 'node:assert/strict';
import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { pytorchFormat } from '../../../src/engine/format/pytorch';
import { readPickle } from '../../../src/engine/format/pytorch/pickle';
import { floatsOf } from '../../../src/engine/graph/weight';
import { RandomStream } from '../../../src/engine/tensor/random';
import { LensError } from '../../../src/protocol/error';
import { Pickle } from './support/checkpoint';
import { bytesReadIn } from './support/reading';
import { checkpoints, stateDict, STORAGES, values } from './support/small-checkpoint';

describe('pickles that nothing wrote', () => {
  const { checkpoint } = checkpoints();
  /** Whether it is read as data; if not, it is refused in one sentence: anything else, or no end, is a fault. */
  const isRead = (bytes: Uint8Array): boolean => {
    try {
      readPickle(bytes, 'odd.pt');
      return true;
    } catch (error) {
      const what = Buffer.from(bytes).toString('hex');
      assert.ok(error instanceof LensError && error.code === 'corrupt-model', `${what}: ${String(error)}`);
      return false;
    }
  };

  it('of random opcodes end', () => {
    const random = new RandomStream('pickles');
    const opcodes = Buffer.from(
      '(.01NIJKMLFGSTUVXacdeloilbtupqrghjPQRs}])\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96',
      'latin1',
    );
    let read = 0;
    for (let k = 0; k < 3000; k++) {
      const bytes = Uint8Array.from({ length: 60 }, () =>
        random.below(3) === 0 ? random.below(256) : opcodes[random.below(opcodes.length)],
      );
      if (isRead(bytes)) read++;
    }
    assert.ok(read < 3000, 'none was refused');
  });

  it('of a good one with some bytes exchanged, left out or repeated end', () => {
    const random = new RandomStream('mutations');
    const good = stateDict();
    let read = 0;
    for (let k = 0; k < 2000; k++) {
      const parts = [...good];
      for (let n = 0; n <= random.below(4); n++) {
        const at = random.below(parts.length);
        const edits = [[], [random.below(256)], [parts[at], parts[at]]];
        parts.splice(at, 1, ...edits[random.below(3)]);
      }
      if (isRead(Uint8Array.from(parts))) read++;
    }
    assert.ok(read > 0 && read < 2000, `${read} of 2000 were read`);
  });

  const counts = (opcode: string, width: number): Buffer =>
    Buffer.concat([Buffer.from([0x80, 2]), Buffer.from(opcode, 'latin1'), Buffer.alloc(width, 0xff), Buffer.from('.')]);
  for (const [name, opcode, width] of [
    ['BINUNICODE', 'X', 4],
    ['BINUNICODE8', '\x8d', 8],
    ['BINBYTES', 'B', 4],
    ['BINBYTES8', '\x8e', 8],
    ['LONG4', '\x8b', 4],
    ['BINSTRING', 'T', 4],
  ] as const) {
    it(`a ${name} of as many bytes as fit in its count is cut short`, () => {
      assert.throws(
        () => readPickle(counts(opcode, width), 'odd.pt'),
        (e) => e instanceof LensError && e.code === 'corrupt-model',
      );
    });
  }

  it('lists that hold each other two by two, forty deep, are walked once and name nothing', () => {
    // Written out, the last one would have 2^40 entries.
    const doubling = new Pickle().ascii(']').op(0x71, 0);
    for (let k = 1; k <= 40; k++)
      doubling
        .ascii(']')
        .op(0x71, k)
        .ascii('(')
        .op(0x68, k - 1, 0x68, k - 1)
        .ascii('e');
    assert.deepEqual(pytorchFormat.open(checkpoint('doubling.pt', doubling.bytes())).tensors, []);
    const named = doubling.op(0x68, 40, 0x93).bytes();
    assert.throws(() => readPickle(named, 'odd.pt'), /names Python code by something that is no text/);
  });

  it('tensors of one name are told apart, and in a time that grows with their number alone', () => {
    const pickle = new Pickle().tensor('0', 'FloatStorage', 7, [7], [1]).op(0x71, 0).ascii('0');
    const parts = (depth: number): void => {
      if (depth === 0) return void pickle.op(0x68, 0);
      pickle.ascii('}(');
      for (const part of ['_modules', '_parameters', '_buffers']) {
        pickle.text(part);
        parts(depth - 1);
      }
      pickle.ascii('u');
    };
    parts(9);
    const start = performance.now();
    const { tensors } = pytorchFormat.open(checkpoint('twins.pt', pickle.bytes()));
    assert.ok(performance.now() - start < 3000);
    assert.deepEqual(
      [tensors[0].name, tensors[1].name, tensors.at(-1)?.name],
      ['tensor', 'tensor (2)', 'tensor (19683)'],
    );
  });

  it('paths that grow with every level are cut, and their tensors still read', () => {
    const pickle = new Pickle();
    for (let level = 0; level < 150; level++) pickle.ascii('}').text(`${level}`.repeat(1000));
    pickle.tensor('0', 'FloatStorage', 7, [7], [1]);
    for (let level = 0; level < 150; level++) pickle.ascii('s');
    const file = pytorchFormat.open(checkpoint('deep.pt', pickle.bytes(), STORAGES));
    const [{ name }] = file.tensors;
    assert.ok(name.length <= 301, `${name.length} letters`);
    assert.deepEqual([...floatsOf(file.read(name)).data], [99, 1, 2, 3, 4, 5, 6]);
  });

  it('more tensors than a network has are refused by their number', () => {
    const pickle = new Pickle().tensor('0', 'FloatStorage', 7, [7], [1]).op(0x71, 0).ascii('0](');
    for (let k = 0; k <= 500_000; k++) pickle.op(0x68, 0);
    assert.throws(
      () => pytorchFormat.open(checkpoint('many.pt', pickle.ascii('e').bytes())),
      /more than 500000 tensors/,
    );
  });

  it('a tensor of more than a gigabyte is refused though its storage could hold it', () => {
    const path = checkpoint(
      'large.pt',
      new Pickle()
        .ascii('}')
        .text('w')
        .tensor('0', 'FloatStorage', 2 ** 29, [2 ** 29], [1])
        .ascii('s')
        .bytes(),
      [{ name: '0', content: values(1), size: 2 ** 31 }],
    );
    const wide = pytorchFormat.open(path);
    assert.throws(() => wide.read('w'), /takes more than 1073741824 bytes/);
    rmSync(path);
  });

  it('more steps than memory could hold are refused', () => {
    const bytes = Buffer.alloc(20e6, 'N');
    assert.throws(() => readPickle(bytes, 'odd.pt'), /more than 16000000 steps/);
  });

  it('names as long as a book are shortened', () => {
    const file = pytorchFormat.open(
      checkpoint('long.pt', new Pickle().global('m'.repeat(1e5), 'f').ascii(')R').bytes()),
    );
    assert.ok(file.warnings[0].length < 300 && /mmm…/.test(file.warnings[0]));
  });

  it('an archive whose directory is said to fill it is not read whole', () => {
    const path = checkpoint('directory.pt', stateDict(), [{ name: '0', content: values(1), size: 2 ** 30 }]);
    const bytes = Buffer.alloc(22);
    const file = openSync(path, 'r+');
    const { size } = fstatSync(file);
    readSync(file, bytes, 0, 22, size - 22);
    bytes.writeUInt32LE(size - 22, 12);
    bytes.writeUInt32LE(0, 16);
    writeSync(file, bytes, 0, 22, size - 22);
    closeSync(file);
    const read = bytesReadIn(() =>
      assert.throws(
        () => pytorchFormat.open(path),
        (e) => e instanceof LensError && e.code === 'corrupt-model',
      ),
    );
    rmSync(path);
    assert.ok(read < 2e5, `${read} bytes were read`);
  });
});
