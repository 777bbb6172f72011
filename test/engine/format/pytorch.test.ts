import assert from 'node:assert/strict';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { pytorchFormat } from '../../../src/engine/format/pytorch';
import { readPickle } from '../../../src/engine/format/pytorch/pickle';
import { floatsOf, numbersOf } from '../../../src/engine/graph/weight';
import { RandomStream } from '../../../src/engine/tensor/random';
import { LensError } from '../../../src/protocol/error';
import { Pickle, writeZip, type Stored } from './support/checkpoint';
import { bytesReadIn } from './support/reading';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-pt-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

const values = (...numbers: number[]): Buffer => Buffer.from(Float32Array.from(numbers).buffer);

function checkpoint(name: string, pickle: Buffer, storages: readonly Stored[] = [], options = {}): string {
  const path = join(folder, name);
  writeZip(
    path,
    [{ name: 'archive/data.pkl', content: pickle }, ...storages.map((s) => ({ ...s, name: `archive/data/${s.name}` }))],
    options,
  );
  return path;
}

/**
 * {'conv.weight': 2×3, 'conv.turned': its transpose, 'steps': int64 scalar} inside an OrderedDict under 'state_dict'.
 */
function stateDict(): Buffer {
  return new Pickle()
    .ascii('}(')
    .text('epoch')
    .int(7)
    .text('state_dict')
    .global('collections', 'OrderedDict')
    .ascii(')R(')
    .text('conv.weight')
    .tensor('0', 'FloatStorage', 7, [2, 3], [3, 1], 1)
    .text('conv.turned')
    .tensor('0', 'FloatStorage', 7, [3, 2], [1, 3], 1)
    .text('steps')
    .tensor('1', 'LongStorage', 1, [], [])
    .ascii('u')
    .text('optimizer_state_dict')
    .ascii('}(')
    .text('exp_avg')
    .tensor('0', 'FloatStorage', 7, [2], [1])
    .ascii('u')
    .ascii('u')
    .bytes();
}
const STORAGES: Stored[] = [
  { name: '0', content: values(99, 1, 2, 3, 4, 5, 6) },
  { name: '1', content: Buffer.from(BigInt64Array.of(12n).buffer) },
];

describe('PyTorch checkpoints', () => {
  for (const wide of [false, true]) {
    it(`give tensors of any stride and offset by dotted name${wide ? ', from 64-bit archives too' : ''}`, () => {
      const file = pytorchFormat.open(checkpoint('state.pt', stateDict(), STORAGES, { wide }));
      assert.deepEqual(
        file.tensors.map((t) => [t.name, t.type, t.dims]),
        [
          ['state_dict.conv.weight', 'float32', [2, 3]],
          ['state_dict.conv.turned', 'float32', [3, 2]],
          ['state_dict.steps', 'int64', []],
        ],
      );
      assert.deepEqual([...floatsOf(file.read('state_dict.conv.weight')).data], [1, 2, 3, 4, 5, 6]);
      assert.deepEqual([...floatsOf(file.read('state_dict.conv.turned')).data], [1, 4, 2, 5, 3, 6]);
      assert.deepEqual(numbersOf(file.read('state_dict.steps')), [12]);
      assert.deepEqual(file.warnings, []);
    });
  }

  it('reads big-endian checkpoints', () => {
    const path = join(folder, 'big.pt');
    const swapped = Buffer.from(values(1.5, -2)).swap32();
    writeZip(path, [
      { name: 'a/byteorder', content: Buffer.from('big') },
      {
        name: 'a/data.pkl',
        content: new Pickle().ascii('}').text('w').tensor('0', 'FloatStorage', 2, [2], [1]).ascii('s').bytes(),
      },
      { name: 'a/data/0', content: swapped },
    ]);
    assert.deepEqual([...floatsOf(pytorchFormat.open(path).read('w')).data], [1.5, -2]);
  });

  it('finds the weights of a whole pickled module, naming the classes it did not make', () => {
    const pickle = new Pickle()
      .global('__main__', 'Net')
      .ascii(')')
      .op(0x81)
      .ascii('}(')
      .text('training')
      .op(0x88)
      .text('_modules')
      .ascii('}')
      .text('fc')
      .global('torch.nn.modules.linear', 'Linear')
      .ascii(')')
      .op(0x81)
      .ascii('}')
      .text('_parameters')
      .ascii('}')
      .text('weight')
      .tensor('0', 'FloatStorage', 7, [2], [1], 5)
      .ascii('ss')
      .ascii('bs')
      .ascii('ub')
      .bytes();
    const file = pytorchFormat.open(checkpoint('module.pt', pickle, STORAGES));
    assert.deepEqual(
      file.tensors.map((t) => t.name),
      ['fc.weight'],
    );
    assert.match(file.warnings[1], /__main__\.Net.*torch\.nn\.modules\.linear\.Linear.*none of it was run/);
  });

  for (const [gigabytes, wide] of [
    [2, false],
    [6, true],
  ] as const) {
    it(`lists a checkpoint of ${gigabytes} GB reading less than 100 kB, and one of its tensors alone`, () => {
      const elements = gigabytes * 2 ** 28;
      const pickle = new Pickle()
        .ascii('}(')
        .text('big')
        .tensor('0', 'FloatStorage', elements, [elements / 4, 4], [4, 1])
        .text('small')
        .tensor('1', 'FloatStorage', 4, [2, 2], [2, 1], 0)
        .ascii('u')
        .bytes();
      const path = checkpoint(
        'huge.pt',
        pickle,
        [
          { name: '0', content: values(9), size: 4 * elements },
          { name: '1', content: values(1, 2, 3, 4) },
        ],
        { wide },
      );
      const bytes = bytesReadIn(() => {
        const file = pytorchFormat.open(path);
        assert.deepEqual(
          file.tensors.map((t) => t.dims),
          [
            [elements / 4, 4],
            [2, 2],
          ],
        );
        assert.deepEqual([...floatsOf(file.read('small')).data], [1, 2, 3, 4]);
      });
      rmSync(path);
      assert.ok(bytes < 1e5, `${bytes} bytes were read`);
    });
  }

  it('refuses tensors that pass the end of their storage', () => {
    const path = checkpoint(
      'outside.pt',
      new Pickle().ascii('}').text('w').tensor('0', 'FloatStorage', 7, [1000], [1]).ascii('s').bytes(),
      STORAGES,
    );
    assert.throws(
      () => pytorchFormat.open(path).read('w'),
      (e) => e instanceof LensError && e.code === 'corrupt-model',
    );
  });

  it('refuses a file cut short anywhere', () => {
    const bytes = readFileSync(checkpoint('whole.pt', stateDict(), STORAGES));
    const path = join(folder, 'cut.pt');
    for (let length = 0; length < bytes.length; length += 13) {
      writeFileSync(path, bytes.subarray(0, length));
      assert.throws(() => pytorchFormat.open(path), LensError, `${length} bytes`);
    }
  });

  it('damaged structure is refused in one sentence or read as data', () => {
    const good = stateDict();
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good);
      bad[at] ^= 0xff;
      try {
        readPickle(bad, 'bad.pt');
      } catch (error) {
        assert.ok(error instanceof LensError && error.code === 'corrupt-model', `byte ${at}: ${String(error)}`);
      }
    }
  });
});

describe('pickles that nothing wrote', () => {
  /** Read as data or refused in one sentence; anything else, or no end, is a fault. */
  const readsOrRefuses = (bytes: Uint8Array, what: string): void => {
    try {
      readPickle(bytes, 'odd.pt');
    } catch (error) {
      assert.ok(error instanceof LensError && error.code === 'corrupt-model', `${what}: ${String(error)}`);
    }
  };

  it('of random opcodes end', () => {
    const random = new RandomStream('pickles');
    const opcodes = Buffer.from(
      '(.01NIJKMLFGSTUVXacdeloilbtupqrghjPQRs}])\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96',
      'latin1',
    );
    for (let k = 0; k < 3000; k++) {
      const bytes = Uint8Array.from({ length: 60 }, () =>
        random.below(3) === 0 ? random.below(256) : opcodes[random.below(opcodes.length)],
      );
      readsOrRefuses(bytes, Buffer.from(bytes).toString('hex'));
    }
  });

  it('of a good one with some bytes exchanged, left out or repeated end', () => {
    const random = new RandomStream('mutations');
    const good = stateDict();
    for (let k = 0; k < 2000; k++) {
      const parts = [...good];
      for (let n = 0; n <= random.below(4); n++) {
        const at = random.below(parts.length);
        const edits = [[], [random.below(256)], [parts[at], parts[at]]];
        parts.splice(at, 1, ...edits[random.below(3)]);
      }
      readsOrRefuses(Uint8Array.from(parts), Buffer.from(parts).toString('hex'));
    }
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

describe('malicious pickles', () => {
  const victim = (): string => join(folder, 'created-by-pickle');
  const run = (): string => `touch ${victim()}`;
  /** Each makes Python's own `pickle.loads` create the file. */
  const attacks: Readonly<Record<string, () => Pickle>> = {
    'REDUCE of os.system': () => new Pickle().global('posix', 'system').ascii('(').text(run()).ascii('tR'),
    'REDUCE of builtins.eval': () =>
      new Pickle().global('builtins', 'eval').ascii('(').text(`__import__('os').system('${run()}')`).ascii('tR'),
    'INST of os.system': () => new Pickle().ascii(`(S'${run()}'\niposix\nsystem\n`),
    'OBJ of os.system': () => new Pickle().ascii('(').global('posix', 'system').text(run()).ascii('o'),
    'a stack global': () => new Pickle().text('posix').text('system').op(0x93).ascii('(').text(run()).ascii('tR'),
    'BUILD with __setstate__': () =>
      new Pickle()
        .global('posix', 'system')
        .ascii('(')
        .text(run())
        .ascii('tR')
        .ascii('}')
        .text('__setstate__')
        .text('x')
        .ascii('sb'),
  };
  for (const [name, attack] of Object.entries(attacks)) {
    it(`${name} runs nothing and is named`, () => {
      const file = pytorchFormat.open(checkpoint('attack.pt', attack().bytes()));
      assert.equal(existsSync(victim()), false);
      assert.deepEqual(file.tensors, []);
      assert.match(file.warnings[0], /(posix\.system|builtins\.eval).*none of it was run/);
    });
  }

  it('a dict key cannot reach an object prototype', () => {
    const pickle = new Pickle().ascii('}').text('__proto__').ascii('}').text('polluted').op(0x88).ascii('ss').bytes();
    readPickle(pickle, 'x');
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('a container that holds itself ends', () => {
    const pickle = new Pickle().ascii(']').op(0x71, 0, 0x68, 0).ascii('a').bytes();
    assert.deepEqual(pytorchFormat.open(checkpoint('cycle.pt', pickle)).tensors, []);
  });

  it('a packed structure that grows beyond what it says is refused', () => {
    const path = join(folder, 'bomb.pt');
    const packed = deflateRawSync(Buffer.alloc(1e6));
    writeZip(path, [{ name: 'a/data.pkl', content: packed }]);
    const bytes = readFileSync(path);
    bytes.writeUInt16LE(8, bytes.indexOf(Buffer.from('504b0102', 'hex')) + 10);
    writeFileSync(path, bytes);
    assert.throws(() => pytorchFormat.open(path), /cannot be unpacked/);
  });
});
