import { strict as assert } from 'node:assert';
import { METRICS } from '../../../src/engine/metric';
import { harmonicMean } from '../../../src/engine/metric/adcc';
import { absoluteDrop } from '../../../src/engine/metric/drop-in-confidence';
import { increases, relativeDrop, relativeGain } from '../../../src/engine/metric/average-drop';
import { areaUnder } from '../../../src/engine/metric/perturbation-curve';
import type { MetricResult, Subject } from '../../../src/engine/metric/metric';
import type { Exchange, Region, Trial, Witness } from '../../../src/engine/metric/witness';
import { minMax } from '../../../src/engine/statistics/normalise';
import { mean } from '../../../src/engine/statistics/values';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { parametersOf, subject } from './subject';

/** Keeps what it is told. */
class Notes implements Witness {
  readonly trials: Trial[] = [];
  readonly exchanges: Exchange[] = [];
  readonly regions: Region[] = [];
  trial = (one: Trial): unknown => this.trials.push(one);
  exchange = (one: Exchange): unknown => this.exchanges.push(one);
  region = (one: Region): unknown => this.regions.push(one);
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, v) => total + v, 0);
const covered = ({ weights, object }: Region): number =>
  sum(Array.from(weights!, (v, i) => (object[i] ? v : 0))) / sum(weights!);
const shared = ({ cut, object }: Region): number => sum(Array.from(cut!, (v, i) => (v && object[i] ? 1 : 0)));

type Recount = (seen: Notes, judged: Subject) => number | Partial<MetricResult>;
const pair = ({ trials }: Notes, { clean }: Subject) => ({ original: clean.probability, masked: trials[0].number });
const numbers = ({ trials }: Notes, what: RegExp): number[] =>
  trials.filter(({ row = '' }) => what.test(row)).map(({ number }) => number);

/** Every number again, from nothing but what is shown. */
const RECOUNTS: Readonly<Record<string, Recount>> = {
  'average-drop': (seen, judged) => ({
    value: relativeDrop(pair(seen, judged)),
    parts: { increase: 100 * increases(pair(seen, judged)), gain: relativeGain(pair(seen, judged)) },
  }),
  'increase-in-confidence': (seen, judged) => 100 * increases(pair(seen, judged)),
  'drop-in-confidence-absolute': (seen, judged) => absoluteDrop(pair(seen, judged)),
  insertion: ({ exchanges: [{ scores }] }) => areaUnder(scores),
  deletion: ({ exchanges: [{ scores }] }) => areaUnder(scores),
  road(seen, { clean }) {
    const changes = (what: RegExp) => numbers(seen, what).map((score) => score - clean.probability);
    const [most, least] = [changes(/^most/), changes(/^least/)];
    return {
      value: least.reduce((total, v, i) => total + v - most[i], 0) / (2 * most.length),
      parts: { mostRelevantFirst: mean(most), leastRelevantFirst: mean(least) },
    };
  },
  'max-sensitivity': (seen) => Math.max(...numbers(seen, /^$/)),
  'average-sensitivity': (seen) => mean(numbers(seen, /^$/)),
  adcc(seen, { clean, map }) {
    const [masked, likeness] = numbers(seen, /^$/);
    const averageDrop = Math.max(0, clean.probability - masked) / clean.probability;
    return harmonicMean({ coherency: (likeness + 1) / 2, complexity: mean(minMax(map.data)), averageDrop });
  },
  mprt: (seen) => mean(numbers(seen, /^$/).map(Math.abs)),
  iou({ regions: [region] }) {
    const both = shared(region);
    return both / (sum(region.cut!) + sum(region.object) - both);
  },
  'pointing-game': ({ regions: [region] }) => (shared(region) > 0 ? 100 : 0),
  'energy-pointing-game': ({ regions: [region] }) => covered(region),
  'relevance-mass': ({ regions: [region] }) => covered(region),
  'relevance-rank': ({ regions: [region] }) => shared(region) / sum(region.object),
};

/** The state of an exchange after so many steps. */
function stateOf({ from, to, order, step }: Exchange, steps: number): FloatTensor {
  const state = floats(from.dims, from.data.slice());
  const positions = order.length;
  for (const position of Array.from(order).slice(0, steps * step))
    for (let i = position; i < state.data.length; i += positions) state.data[i] = to.data[i];
  return state;
}

describe('what metrics show of how they come to a number', () => {
  it('is recounted for every metric that shows something', () => {
    const showing = METRICS.filter(({ evidence }) => evidence).map(({ id }) => id);
    assert.deepEqual(showing, Object.keys(RECOUNTS));
  });

  for (const metric of METRICS.filter(({ evidence }) => evidence)) {
    const judge = async (changes: Partial<Subject> = {}, params = {}) => {
      const seen = new Notes();
      const judged = await subject({ ...changes, witness: seen });
      const all = { ...parametersOf(metric), ...params };
      const result = await metric.score(judged, all);
      return { seen, judged, result, unseen: await metric.score(await subject(changes), all) };
    };

    it(`reproduces ${metric.id} exactly`, async () => {
      const { seen, judged, result, unseen } = await judge();
      assert.deepEqual(result, unseen, 'nobody is judged otherwise for being watched');
      const recount = RECOUNTS[metric.id](seen, judged);
      if (typeof recount === 'number') assert.equal(recount, result.value);
      else assert.deepEqual(recount, result);
    });

    it(`shows of ${metric.id} the inputs that had the scores`, async () => {
      const { seen, judged } = await judge();
      for (const { input, number, of } of seen.trials)
        if (of === 'probability' || of === 'logit')
          assert.equal(Array.from(await judged.scorers[of](input))[0], number);
        else assert.deepEqual(input.dims, judged.input.dims);
      for (const exchange of seen.exchanges)
        for (const [steps, score] of exchange.scores.entries())
          assert.equal(Array.from(await judged.scorers.probability(stateOf(exchange, steps)))[0], score);
    });
  }

  it('tells the ways of masking apart', async () => {
    const drop = METRICS.find(({ id }) => id === 'average-drop')!;
    const said = async (params: object) => {
      const seen = new Notes();
      await drop.score(await subject({ witness: seen }), { ...parametersOf(drop), ...params });
      return seen.trials.map(({ what }) => what);
    };
    assert.deepEqual(await said({ convention: 'occlude-background' }), ['background occluded']);
    assert.deepEqual(await said({ convention: 'occlude-subject' }), ['subject occluded']);
    assert.deepEqual(await said({ convention: 'keep-top-percent', percent: 90 }), ['top 90 % kept']);
  });
});
