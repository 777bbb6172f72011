import assert from 'node:assert/strict';
import { Neighbours } from '../../../src/engine/metric/embedding/neighbours';
import { PairCosines } from '../../../src/engine/metric/embedding/pair-cosines';

const near = (got: number, expected: number, within = 1e-6): void =>
  assert.ok(Math.abs(got - expected) < within, `${got}, not ${expected}`);

describe('nearest neighbours of embeddings', () => {
  const seeded = (seed: number) => () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const random = seeded(5);
  const [count, width, classes] = [60, 7, 5];
  const labels = Array.from({ length: count }, (_, n) => (n === 17 ? 4 : Math.floor(random() * 4)));
  const vectors = labels.map((label) =>
    Float32Array.from({ length: width }, (_, k) => random() - 0.5 + (k === label ? 0.6 : 0)),
  );
  const cosine = (a: Float32Array, b: Float32Array): number => {
    const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, v, k) => sum + v * y[k], 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };
  const ranked = (n: number): number[] =>
    labels
      .map((_, other) => other)
      .filter((other) => other !== n)
      .sort((a, b) => cosine(vectors[n], vectors[b]) - cosine(vectors[n], vectors[a]));
  const neighbours = new Neighbours(width, classes, count);
  for (const [n, label] of labels.entries()) neighbours.add(label, vectors[n]);

  it('are those that a sorted list of all cosines begins with', () => {
    for (const n of labels.keys()) {
      const [first] = ranked(n);
      assert.equal(neighbours.nearest(n).index, first);
      near(neighbours.nearest(n).cosine, cosine(vectors[n], vectors[first]));
      const best = (isOwn: boolean): number =>
        Math.max(
          ...ranked(n)
            .filter((m) => (labels[m] === labels[n]) === isOwn)
            .map((m) => cosine(vectors[n], vectors[m])),
        );
      near(neighbours.nearestOther(n), best(false));
      if (n === 17) assert.ok(Number.isNaN(neighbours.nearestOwn(n)));
      else near(neighbours.nearestOwn(n), best(true));
    }
  });

  it('give recall at 1, 5 and 10, of those that are not alone in their class', () => {
    for (const k of [1, 5, 10]) {
      const asked = [...labels.keys()].filter((n) => n !== 17);
      const found = asked.filter((n) =>
        ranked(n)
          .slice(0, k)
          .some((m) => labels[m] === labels[n]),
      );
      assert.ok(found.length < asked.length || k > 1);
      near(neighbours.recall(k), found.length / asked.length, 1e-12);
      const own = asked.filter((n) => labels[n] === 2);
      near(neighbours.recall(k, 2), own.filter((n) => found.includes(n)).length / own.length, 1e-12);
    }
    assert.ok(Number.isNaN(neighbours.recall(1, 4)));
    assert.equal(neighbours.support(4), 1);
  });

  it('give the cosines within and between classes, and the area over all pairs', () => {
    const [alike, different]: [number[], number[]] = [[], []];
    for (let a = 0; a < count; a++)
      for (let b = 0; b < a; b++) (labels[a] === labels[b] ? alike : different).push(cosine(vectors[a], vectors[b]));
    const mean = (list: readonly number[]): number => list.reduce((sum, v) => sum + v, 0) / list.length;
    near(neighbours.cosineWithin(), mean(alike));
    near(neighbours.cosineBetween(), mean(different));
    const wins = alike.map((own) => mean(different.map((other) => (own > other ? 1 : own === other ? 0.5 : 0))));
    near(neighbours.rocAuc, mean(wins), 1e-4);
    const rates = [...alike, ...different].map((at) => ({
      miss: mean(alike.map((own) => (own < at ? 1 : 0))),
      fault: mean(different.map((other) => (other >= at ? 1 : 0))),
    }));
    const [{ miss, fault }] = rates.sort((a, b) => Math.abs(a.miss - a.fault) - Math.abs(b.miss - b.fault));
    near(neighbours.equalErrorRate, (miss + fault) / 2, 2e-3);
  });

  it('of pairs that are told apart err nowhere, and without pairs of both kinds have no rate', () => {
    const pairs = new PairCosines();
    pairs.add(0.9, true);
    assert.ok(Number.isNaN(pairs.rocAuc) && Number.isNaN(pairs.equalErrorRate));
    pairs.add(0.1, false);
    assert.deepEqual([pairs.rocAuc, pairs.equalErrorRate], [1, 0]);
  });

  it('of a vector of zeros are all as far', () => {
    const zeros = new Neighbours(2, 1, 2);
    zeros.add(0, Float32Array.of(0, 0));
    zeros.add(0, Float32Array.of(3, 4));
    assert.deepEqual(zeros.nearest(0), { index: 1, cosine: 0 });
  });
});
