import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pytorchFormat } from '../../../src/engine/format/pytorch';
import { readPickle } from '../../../src/engine/format/pytorch/pickle';
import { floatsOf, numbersOf } from '../../../src/engine/graph/weight';
import { LensError } from '../../../src/protocol/error';
import { Pickle, writeZip } from './support/checkpoint';
import { bytesReadIn } from './support/reading';
import { checkpoints, stateDict, STORAGES, values } from './support/small-checkpoint';

describe('PyTorch checkpoints', () => {
  const { at, checkpoint } = checkpoints();
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
    const path = at('big.pt');
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
    const path = at('cut.pt');
    for (let length = 0; length < bytes.length; length += 13) {
      writeFileSync(path, bytes.subarray(0, length));
      assert.throws(() => pytorchFormat.open(path), LensError, `${length} bytes`);
    }
  });

  it('damaged structure is refused in one sentence or read as data', () => {
    const good = stateDict();
    let refused = 0;
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good);
      bad[at] ^= 0xff;
      try {
        readPickle(bad, 'bad.pt');
      } catch (error) {
        assert.ok(error instanceof LensError && error.code === 'corrupt-model', `byte ${at}: ${String(error)}`);
        refused++;
      }
    }
    assert.ok(refused > 0 && refused < good.length, `${refused} of ${good.length} were refused`);
  });
});
