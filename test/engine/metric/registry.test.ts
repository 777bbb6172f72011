import { strict as assert } from 'node:assert';
import { METRICS } from '../../../src/engine/metric';
import { LensError } from '../../../src/protocol/error';
import { counting, parametersOf, subject } from './subject';

describe('metric registry', () => {
  it('names every metric once', () => {
    assert.equal(new Set(METRICS.map((m) => m.id)).size, METRICS.length);
    assert.equal(new Set(METRICS.map((m) => m.label)).size, METRICS.length);
  });

  for (const metric of METRICS) {
    describe(metric.id, () => {
      it('says what it is', () => {
        assert.match(metric.id, /^[a-z]+(-[a-z]+)*$/);
        assert.ok(metric.formula.length > 10);
        assert.equal(new Set(metric.params.map((p) => p.name)).size, metric.params.length);
        for (const parameter of metric.params) {
          assert.match(parameter.name, /^[a-z][A-Za-z]*$/);
          if (parameter.kind === 'choice') assert.ok(parameter.choices.some((c) => c.value === parameter.default));
        }
      });

      it('gives the same finite number twice, whatever the batch size', async () => {
        const first = await metric.score(await subject(), parametersOf(metric));
        const second = await metric.score(await subject({ batch: 1 }), parametersOf(metric));
        assert.ok(Number.isFinite(first.value), String(first.value));
        assert.deepEqual(second, first);
      });

      it('runs what it says it will', async () => {
        const counted = await counting();
        await metric.score(counted.subject, parametersOf(metric));
        const { scored = 0, explained = 0 } = metric.work?.(parametersOf(metric), counted.facts) ?? {};
        assert.deepEqual({ scored, explained }, counted.ran());
      });

      it('says what is missing', async () => {
        const bare = await subject({ explain: undefined, mask: undefined, randomised: undefined });
        const needs = metric.needs.some((need) => need !== 'scores');
        const scored = metric.score(bare, parametersOf(metric));
        if (needs)
          await assert.rejects(
            scored,
            (error: unknown) =>
              error instanceof LensError && error.code === 'invalid-argument' && error.where !== undefined,
          );
        else await assert.doesNotReject(scored);
      });
    });
  }

  it('says of metrics of one map which of them share what they run', async () => {
    const { facts } = await counting();
    const once = (id: string, params = {}) => {
      const metric = METRICS.find((m) => m.id === id)!;
      return metric.work?.({ ...parametersOf(metric), ...params }, facts).once;
    };
    assert.equal(once('average-drop'), once('increase-in-confidence'));
    assert.notEqual(once('average-drop'), once('average-drop', { convention: 'occlude-subject' }));
    assert.equal(once('max-sensitivity'), once('average-sensitivity'));
    assert.notEqual(once('max-sensitivity'), once('average-sensitivity', { samples: 3 }));
    assert.equal(once('deletion'), undefined);
  });

  it('never scores the unchanged input again, and shares masked inputs between metrics', async () => {
    const shared = await subject();
    const probability = shared.scorers.probability as unknown as { inputs: number };
    const cost = async (id: string): Promise<number> => {
      const before = probability.inputs;
      const metric = METRICS.find((m) => m.id === id)!;
      await metric.score(shared, parametersOf(metric));
      return probability.inputs - before;
    };
    assert.equal(await cost('average-drop'), 1);
    assert.equal(await cost('increase-in-confidence'), 0);
    assert.equal(await cost('drop-in-confidence-absolute'), 0);
    assert.equal(await cost('deletion'), 7);
    assert.equal(await cost('insertion'), 7);
    assert.equal(await cost('road'), 18);
  });

  it('stops between batches when it is cancelled', async () => {
    const cancelled = await subject({ signal: AbortSignal.abort() });
    const deletion = METRICS.find((m) => m.id === 'deletion')!;
    await assert.rejects(
      deletion.score(cancelled, parametersOf(deletion)),
      (error: unknown) => error instanceof LensError && error.code === 'cancelled',
    );
  });
});
