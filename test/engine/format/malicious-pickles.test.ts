import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { pytorchFormat } from '../../../src/engine/format/pytorch';
import { readPickle } from '../../../src/engine/format/pytorch/pickle';
import { Pickle, writeZip } from './support/checkpoint';
import { checkpoints } from './support/small-checkpoint';

describe('malicious pickles', () => {
  const { at, checkpoint } = checkpoints();
  const victim = (): string => at('created-by-pickle');
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
    const path = at('bomb.pt');
    const packed = deflateRawSync(Buffer.alloc(1e6));
    writeZip(path, [{ name: 'a/data.pkl', content: packed }]);
    const bytes = readFileSync(path);
    bytes.writeUInt16LE(8, bytes.indexOf(Buffer.from('504b0102', 'hex')) + 10);
    writeFileSync(path, bytes);
    assert.throws(() => pytorchFormat.open(path), /cannot be unpacked/);
  });
});
