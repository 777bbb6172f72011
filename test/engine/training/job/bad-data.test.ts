import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { train, TrainingFolder } from '../support';

describe('a training that cannot be', function () {
  this.timeout(120_000);
  const { at, signals } = new TrainingFolder();

  it('leaves out what cannot be read, and names it', async () => {
    const folder = signals('damaged', { down: 6, up: 6 });
    writeFileSync(at('damaged', 'up', 'bad.npy'), 'nothing');
    const { leftOut } = await train({ folder, out: at('damaged-out'), folds: 2, epochs: 1 });
    assert.deepEqual(
      leftOut.map(({ name }) => name),
      ['up/bad.npy'],
    );
    assert.match(leftOut[0].reason, /not a .npy file/);
  });

  describe('says in one sentence', () => {
    const refused = (given: Parameters<typeof train>[0], what: RegExp): Promise<void> =>
      assert.rejects(train(given), (error: Error) => what.test(error.message) || assert.fail(error.message));
    const out = (): string => at('never');

    it('that there is one class', () =>
      refused({ folder: signals('one', { up: 6 }), out: out() }, /all 6 inputs are of one class \(up\)/));
    it('that there are fewer inputs than folds', () =>
      refused({ folder: signals('few', { up: 2, down: 2 }), out: out(), folds: 5 }, /4 inputs, fewer than 5 folds/));
    it('that nothing can be read', () => {
      mkdirSync(at('unreadable', 'up'), { recursive: true });
      mkdirSync(at('unreadable', 'down'));
      for (const label of ['up', 'down']) writeFileSync(at('unreadable', label, '0.png'), 'nothing');
      return refused(
        { folder: at('unreadable'), out: out(), size: [8, 8] },
        /no input of the folder can be read \(down\/0\.png: .*Choose a folder/,
      );
    });
    it('that a network is too large', () =>
      refused(
        { folder: signals('large', { up: 6, down: 6 }), out: out(), networks: ['mlp:hidden=20000x20000'] },
        /401 million parameters by dense2\.weight, more than 250 million.*Choose fewer units/,
      ));
    it('that a size is larger than what a fold learns from', () =>
      refused(
        { folder: signals('small', { up: 6, down: 6 }), out: out(), sizes: ['9'] },
        /a run learns from 8 inputs, fewer than 9/,
      ));
    it('that sizes differ', () => {
      signals('sizes', { up: 3 });
      return refused(
        { folder: signals('sizes', { down: 3 }, 12), out: out() },
        /differ in size \(down\/0.npy has 1 × 12, up\/0.npy 1 × 24\)/,
      );
    });
    it('that the loss is no number any more', () =>
      refused(
        { folder: signals('lost', { up: 6, down: 6 }), out: out(), optimiser: 'sgd:learningRate=1e30', epochs: 9 },
        /the loss became .* in epoch \d.*smaller learning rate/,
      ));
    it('which network, parameter or augmentation there is not', async () => {
      const folder = signals('named', { up: 6, down: 6 });
      await refused({ folder, out: out(), networks: ['vgg'] }, /no network vgg.*cnn, scatnet/);
      await refused({ folder, out: out(), networks: ['mlp:width=3'] }, /mlp has no parameter width/);
      await refused({ folder, out: out(), networks: ['scatnet'] }, /scatnet is not made for signals/);
      await refused({ folder, out: out(), augmentations: ['rotate'] }, /rotate is not made for signals/);
      await refused({ folder, out: out(), optimiser: 'rmsprop' }, /no optimiser rmsprop/);
    });
  });
});
