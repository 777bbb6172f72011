import assert from 'node:assert/strict';
import { ranked, type TriedCandidate } from '../../../src/engine/recipe-check/evidence';

const images = (...labels: (number | null)[]) => labels.map((label, n) => ({ path: `${n}.png`, label }));
const tried = (
  label: string,
  rights: readonly number[],
  { weight = 1, divergence = null as number | null, isCurrent = false } = {},
): TriedCandidate => ({
  candidate: { label, weight, fields: {} },
  trial: { probabilities: rights.map((p) => Float64Array.of(1 - p, p)), divergence, passes: rights.length },
  isCurrent,
});
const NONE = Array<null>(12).fill(null);
const order = (candidates: readonly TriedCandidate[], count: number, spared: number | null = 0): string[] =>
  ranked(candidates, images(...Array<number>(count).fill(1)), spared).map(({ label, beside }) => `${label} ${beside}`);

describe('evidence for a recipe', () => {
  it('is what the network says of the labels', () => {
    const right = Array<number>(12).fill(0.9);
    const wrong = Array<number>(12).fill(0.1);
    assert.deepEqual(order([tried('a', wrong), tried('b', right)], 12), ['b first', 'a worse']);
  });

  it('lets no wrong label decide alone', () => {
    const good = [...Array<number>(8).fill(0.9), 1e-9];
    const bad = [...Array<number>(8).fill(0.3), 0.99];
    assert.deepEqual(order([tried('bad', bad), tried('good', good)], 9)[0], 'good first');
  });

  it('lets what is usual decide where images do not, and says so', () => {
    const alike = (p: number) => [p, p, p];
    const found = order([tried('rare', alike(0.9), { weight: 0.2 }), tried('usual', alike(0.85))], 3);
    assert.deepEqual(found, ['usual first', 'rare undecided']);
  });

  it('listens to the statistics of a batch normalisation', () => {
    const same = Array<number>(12).fill(0.9);
    const found = order(
      [
        tried(
          'far',
          same.map((p) => p + 0.01),
          { divergence: 3 },
        ),
        tried('near', same, { divergence: 0.05 }),
      ],
      12,
    );
    assert.deepEqual(found, ['near first', 'far worse']);
  });

  it('changes nothing that makes no difference', () => {
    const same = [0.9, 0.8];
    const found = order([tried('usual', same, { weight: 9 }), tried('now', same, { isCurrent: true })], 2);
    assert.deepEqual(found, ['now first', 'usual same']);
  });

  it('keeps what is in force where images do not tell it from what is likelier, and says so', () => {
    const [likelier, now] = [0.9, 0.8].map((p) => Array<number>(12).fill(p));
    assert.deepEqual(order([tried('usual', likelier, { weight: 3 }), tried('now', now, { isCurrent: true })], 12), [
      'now first',
      'usual undecided',
    ]);
  });

  it('lets a mere guess give way to what is likelier, unless it makes no difference', () => {
    const [likelier, now] = [0.9, 0.8].map((p) => Array<number>(12).fill(p));
    const usual = tried('usual', likelier, { weight: 3 });
    assert.deepEqual(order([usual, tried('now', now, { isCurrent: true })], 12, null), [
      'usual first',
      'now undecided',
    ]);
    assert.deepEqual(order([usual, tried('now', likelier, { isCurrent: true })], 12, null), [
      'now first',
      'usual same',
    ]);
  });

  it('gives up what is in force once another is right for more of the images', () => {
    const found = (missed: number, of: number, spared = 1 / 12): string[] => {
      const now = Array.from({ length: of }, (_, n) => (n < missed ? 0.01 : 0.9));
      return order([tried('now', now, { isCurrent: true }), tried('other', Array<number>(of).fill(0.9))], of, spared);
    };
    assert.deepEqual(found(1, 12), ['now first', 'other undecided']);
    assert.deepEqual(found(2, 12), ['other first', 'now undecided']);
    assert.deepEqual(found(12, 12), ['other first', 'now worse']);
    // One image rules nothing out, but what it says is not passed over.
    assert.deepEqual(found(1, 1), ['other first', 'now undecided']);
    assert.deepEqual(found(2, 12, 1), ['now first', 'other undecided'], 'where few images never tell');
    assert.deepEqual(found(12, 12, 1), ['other first', 'now worse']);
  });

  it('takes the one that is right more often, whether it is sure or not', () => {
    const modest = [...Array<number>(9).fill(0.55), 0.45, 0.45, 0.45];
    const blind = [...Array<number>(6).fill(0.9), ...Array<number>(6).fill(0.1)];
    const rash = [...Array<number>(7).fill(1), ...Array<number>(5).fill(0)];
    assert.equal(order([tried('blind', blind), tried('modest', modest), tried('rash', rash)], 12)[0], 'modest first');
  });

  it('rules nothing out without labels by how sure the network is, but by the numbers it was trained with', () => {
    const varied = (p: number): number[] => Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? p : 1 - p));
    const found = (divergence: number | null): string[] =>
      ranked([tried('saturated', varied(1)), tried('modest', varied(0.7), { divergence })], images(...NONE)).map(
        ({ label, beside }) => `${label} ${beside}`,
      );
    assert.deepEqual(found(null), ['saturated first', 'modest undecided']);
    assert.deepEqual(found(3), ['saturated first', 'modest worse']);
  });

  it('counts what is right with bounds of Wilson 1927', () => {
    const [{ right, loss }] = ranked([tried('a', [0.9, 0.9, 0.2])], images(1, 1, 1));
    assert.equal(right?.count, 2);
    // By hand: centre (2 + z²/2) / (3 + z²), z = 1.959964.
    assert.ok(Math.abs(right.low - 0.20765) < 1e-4 && Math.abs(right.high - 0.93851) < 1e-4);
    assert.ok(Math.abs(loss! + (2 * Math.log(0.9) + Math.log(0.2)) / 3) < 1e-12);
  });
});
