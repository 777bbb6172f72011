import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { train, TrainingFolder } from '../support';

describe('the runs of a training', function () {
  this.timeout(120_000);
  const { at, signals } = new TrainingFolder();

  it('learns from samples of several sizes, and says from which on which network is better', async () => {
    const folder = signals('curve', { down: 20, up: 20 });
    const out = at('curve-out');
    const networks = ['logistic', 'mlp:hidden=4'];
    const how = { folder, out, networks, folds: 2, repeats: 2, epochs: 1, leastUpdates: 6, sizes: ['4', '4+4', '20'] };
    const { curve, networks: summaries } = await train(how);
    assert.deepEqual(curve!.sizes, [4, 8, 20]);
    assert.equal(curve!.part, 'validation');
    for (const { points, confusion } of curve!.networks) {
      for (const { runs, accuracy } of points) {
        assert.equal(runs.length, 4);
        assert.ok(accuracy.low <= accuracy.mean && accuracy.mean <= accuracy.high);
      }
      assert.equal(
        confusion.flat().reduce((a, b) => a + b),
        80,
      );
    }
    assert.deepEqual(
      summaries[0].folds.map(({ model, epochs }) => [model, epochs]),
      [1, 2, 3, 4].map((fold) => [`logistic/20/fold-${fold}.onnx`, 2]),
    );
    assert.deepEqual(
      curve!.crossings.map(({ measure, runs }) => [measure, runs]),
      [
        ['accuracy', 4],
        ['f1', 4],
      ],
    );
    const rows = readFileSync(path.join(out, 'sample-sizes.csv'), 'utf8').trim().split('\n');
    assert.equal(rows.length, 1 + 2 * 3 * 4);
    assert.match(readFileSync(path.join(out, 'sample-sizes.svg'), 'utf8'), /^<svg .*<polyline/s);
    assert.match(readFileSync(path.join(out, 'training.html'), 'utf8'), /is better than|are equal in/);
    assert.match(readFileSync(path.join(out, 'training.md'), 'utf8'), /## Sample size.*!\[.*\]\(sample-sizes\.svg\)/s);
    assert.match(readFileSync(path.join(out, 'training.tex'), 'utf8'), /logistic, learned from 4/);
  });

  it('repeats with the next seeds', async () => {
    const folder = signals('repeated', { down: 6, up: 6 });
    const how = { folder, folds: 2, epochs: 2 };
    const both = await train({ ...how, out: at('both'), repeats: 2 });
    const next = await train({ ...how, out: at('next'), seed: 1 });
    const losses = ({ networks }: typeof both) => networks[0].folds.map(({ validation }) => validation.loss);
    assert.match(both.description, /2 stratified folds of 12, 2 times/);
    assert.deepEqual(losses(both).slice(2), losses(next));
    assert.notDeepEqual(losses(both).slice(0, 2), losses(next));
  });

  it('leaves every input out once, or holds a share out', async () => {
    const folder = signals('single', { down: 4, up: 4 });
    const single = await train({ folder, out: at('single-out'), leaveOneOut: true, epochs: 3 });
    assert.match(single.description, /each of 8 left out once; the last epoch is kept/);
    const { folds } = single.networks[0];
    assert.equal(folds.length, 8);
    assert.ok(folds.every(({ confusion }) => confusion.validation!.flat().reduce((a, b) => a + b) === 1));
    const asMany = await train({ folder, out: at('as-many-out'), folds: 8, epochs: 1 });
    assert.equal(asMany.description, single.description);
    const held = await train({ folder, out: at('held-out'), folds: 1, heldOut: 0.25, epochs: 1 });
    assert.match(held.description, /2 of 8 held out/);
  });
});
