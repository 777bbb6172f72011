import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import type { ExplainedTarget } from '../../../src/engine/explanation/explained-target';
import { requestedTarget } from '../../../src/engine/explanation/target';
import type { NetworkInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { scoresOf } from '../../../src/engine/session/score';
import { floats } from '../../../src/engine/tensor/tensor';
import { overlapOf } from '../../../src/protocol/boxes';
import type { PredictResult } from '../../../src/protocol/prediction';
import type { ParameterValues } from '../../../src/protocol/parameter';
import type { BoxQuantity, BoxTarget, Corners, DetectedBox } from '../../../src/protocol/task';
import { noise, run } from '../graph/running';
import { CLASSES, HEIGHT, PLACES, smallDetector, WIDTH, writtenDetector } from '../task/small-detector';

describe('a box as a target', function () {
  this.timeout(60_000);
  let folder: string;
  let model: OpenedModel;
  let input: NetworkInput;
  let predicted: PredictResult;
  let candidates: readonly DetectedBox[];
  /** The output of the model itself: a row of numbers for each place. */
  let raw: (row: number, place: number) => number;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lens-boxes-'));
    model = await openModel(await readModelFile(writtenDetector(folder)), { device: 'cpu', threads: 1 });
    const { data, dims } = noise([1, 3, HEIGHT, WIDTH], 5);
    input = { tensor: floats(dims, data), view: { path: 'noise', image: null, signal: null } };
    predicted = await predict(model, input);
    candidates = predicted.boxes!.candidates;
    const output = (await run(smallDetector(), { images: input.tensor })).get('output0')!;
    raw = (row, place) => Number(output.data[row * PLACES + place]);
  });
  after(async () => {
    await model.network.close();
    rmSync(folder, { recursive: true });
  });

  const cornersAt = (place: number): Corners => {
    const [x, y, w, h] = [0, 1, 2, 3].map((row) => raw(row, place));
    return [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
  };
  const targetOf = (box: BoxTarget): Promise<ExplainedTarget> => requestedTarget(model, input, { box }, predicted);
  const asked = (box: DetectedBox, quantity: BoxQuantity): Promise<ExplainedTarget> => targetOf({ ...box, quantity });
  const valueOf = async ({ model: { network }, score }: ExplainedTarget, image = input.tensor): Promise<number> =>
    scoresOf(await network.logitsOf(image, new Execution()), score)[0];
  const near = (got: number, expected: number): void =>
    assert.ok(Math.abs(got - expected) < 1e-4 * Math.max(1, Math.abs(expected)), `${got} in place of ${expected}`);

  it('is found by what the graph says, with the names in the file', () => {
    assert.equal(model.task.id, 'detection');
    assert.ok(candidates.length > 3);
    for (const { proposal, index, label, score, corners } of candidates) {
      assert.equal(label, CLASSES[index]);
      near(score, raw(4 + index, proposal));
      corners.forEach((side, k) => near(side, cornersAt(proposal)[k]));
    }
    assert.deepEqual(
      candidates.map(({ score }) => score),
      candidates.map(({ score }) => score).sort((a, b) => b - a),
    );
    assert.equal(predicted.predictions.length, CLASSES.length);
    assert.equal(predicted.predictions[0].index, candidates[0].index);
  });

  it('has the score of its class and its place, in the graph as in the output', async () => {
    for (const box of [candidates[0], candidates[2]]) {
      const [left, top, right, bottom] = box.corners;
      near(await valueOf(await asked(box, 'score')), box.score);
      near(await valueOf(await asked(box, 'left')), left);
      near(await valueOf(await asked(box, 'top')), top);
      near(await valueOf(await asked(box, 'width')), right - left);
      near(await valueOf(await asked(box, 'height')), bottom - top);
    }
  });

  it('is as far from a value as what is asked of it, with a sign or without', async () => {
    const [box] = candidates;
    const width = box.corners[2] - box.corners[0];
    const far = (absolute: boolean) =>
      requestedTarget(
        model,
        input,
        { box: { ...box, quantity: 'width' }, difference: { from: width + 7, absolute } },
        predicted,
      );
    near(await valueOf(await far(false)), -7);
    near(await valueOf(await far(true)), 7);
    const slope = async (target: ExplainedTarget): Promise<Float32Array> => {
      const request = { method: 'gradient', params: {} };
      return (await explain(target.model, input, target.score, request)).attribution.map.data;
    };
    const own = await slope(await asked(box, 'width'));
    const [signed, unsigned] = [await slope(await far(false)), await slope(await far(true))];
    own.forEach((value, k) => near(signed[k], value));
    own.forEach((value, k) => near(unsigned[k], -value));
  });

  it('is found again as well as the best product of overlap and score', async () => {
    const drawn: BoxTarget = { index: 1, corners: [6, 5, 21, 19], proposal: null, quantity: 'overlap' };
    for (const box of [{ ...candidates[1], quantity: 'overlap' as const }, drawn]) {
      const products = Array.from(
        { length: PLACES },
        (_, place) => overlapOf(box.corners, cornersAt(place)) * raw(4 + box.index, place),
      );
      near(await valueOf(await targetOf(box)), Math.max(...products));
    }
  });

  it('cannot be a drawn box where a place of its own is asked for', async () => {
    const drawn = { index: 0, corners: [0, 0, 8, 8], proposal: null } as const;
    await assert.rejects(targetOf({ ...drawn, quantity: 'width' }), /a drawn box has no width of its own/);
  });

  it('is the most confident box where none is named, or that of a class', async () => {
    const { box } = await requestedTarget(model, input, {}, predicted);
    assert.equal(box?.proposal, candidates[0].proposal);
    const other = candidates.find(({ index }) => index !== candidates[0].index)!;
    const named = await requestedTarget(model, input, { target: other.label }, predicted);
    assert.deepEqual([named.box?.proposal, named.box?.index], [other.proposal, other.index]);
  });

  for (const quantity of ['score', 'overlap', 'width'] as const)
    it(`is explained by methods that know nothing of boxes: ${quantity}`, async () => {
      const target = await asked(candidates[0], quantity);
      const request = { method: 'integrated-gradients', params: { steps: 64 } };
      const { completeness } = (await explain(target.model, input, target.score, request)).result;
      const zero = floats(input.tensor.dims, new Float32Array(input.tensor.data.length));
      near(completeness!.expected, (await valueOf(target)) - (await valueOf(target, zero)));
      assert.ok(Math.abs(completeness!.residual) < 0.05 * Math.abs(completeness!.expected) + 1e-3);
    });

  it('has gradients that agree with differences of the score', async () => {
    const target = await asked(candidates[0], 'score');
    const { attribution } = await explain(target.model, input, target.score, { method: 'gradient', params: {} });
    const peak = attribution.map.data.reduce((at, v, k, all) => (Math.abs(v) > Math.abs(all[at]) ? k : at), 0);
    const moved = (by: number) =>
      floats(
        input.tensor.dims,
        input.tensor.data.map((v, k) => (k === peak ? v + by : v)),
      );
    const slope = ((await valueOf(target, moved(0.01))) - (await valueOf(target, moved(-0.01)))) / 0.02;
    assert.ok(Math.abs(slope - attribution.map.data[peak]) < 0.02 * Math.abs(slope));
  });

  for (const method of ['grad-cam', 'eigen-cam', 'ablation-cam', 'occlusion', 'rise'])
    it(`is explained by ${method}`, async () => {
      const target = await asked(candidates[0], 'overlap');
      const params: ParameterValues = method === 'rise' ? { samples: 20 } : {};
      const { map } = (await explain(target.model, input, target.score, { method, params })).result;
      assert.deepEqual(map.dims.slice(1), [HEIGHT, WIDTH]);
      assert.ok(map.data.every(Number.isFinite));
    });

  it('compiles nothing anew for another box', async () => {
    const layer = async (box: DetectedBox, compiled: boolean): Promise<void> => {
      const { network } = (await asked(box, 'score')).model;
      await network.program('of the test', () => {
        if (compiled) assert.fail('it was compiled before');
        return network.parts.head(network.graph.camLayer!, network.graph.logits);
      });
    };
    await layer(candidates[0], false);
    await layer(candidates.at(-1)!, true);
  });

  it('shares forward passes with the other boxes of its image', async () => {
    const request = { method: 'rise', params: { samples: 30 }, seed: 7 };
    const passes = async (box: DetectedBox): Promise<number[]> => {
      const target = await asked(box, 'overlap');
      const { forwardPasses, sharedPasses } = (await explain(target.model, input, target.score, request)).result;
      return [Math.round(forwardPasses), sharedPasses];
    };
    assert.deepEqual(await passes(candidates[0]), [30, 0]);
    assert.deepEqual(await passes(candidates[1]), [0, 30]);
  });

  it('is found by masks that show a place better than by those that hide it, as D-RISE has it', async () => {
    const target = await asked(candidates[0], 'overlap');
    const count = 6;
    const masks = floats(
      [count, HEIGHT, WIDTH],
      noise([count, HEIGHT, WIDTH], 3).data.map((value) => (value > 0 ? 1 : 0)),
    );
    const size = HEIGHT * WIDTH;
    const scores: number[] = [];
    for (let n = 0; n < count; n++)
      scores.push(
        await valueOf(
          target,
          floats(
            input.tensor.dims,
            input.tensor.data.map((value, i) => value * masks.data[n * size + (i % size)]),
          ),
        ),
      );
    const { attribution } = await explain(
      target.model,
      input,
      target.score,
      { method: 'd-rise', params: {} },
      { draws: { masks } },
    );
    assert.deepEqual(attribution.map.dims, [1, 1, HEIGHT, WIDTH]);
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    for (const at of [0, 77, 500, size - 1]) {
      const shown = scores.filter((_, n) => masks.data[n * size + at] === 1);
      const hidden = scores.filter((_, n) => masks.data[n * size + at] === 0);
      if (shown.length > 0 && hidden.length > 0) near(attribution.map.data[at], mean(shown) - mean(hidden));
      else assert.equal(attribution.map.data[at], 0);
    }
  });

  it('is explained by masks that its seed draws, at the cost that is told', async () => {
    const target = await asked(candidates[0], 'overlap');
    const run = (seed: number) =>
      explain(target.model, input, target.score, { method: 'd-rise', params: { samples: 24 }, seed });
    const [a, b, again] = [await run(1), await run(2), await run(1)];
    assert.notDeepEqual(a.attribution.map.data, b.attribution.map.data);
    assert.deepEqual(again.attribution.map.data, a.attribution.map.data);
    const { leastPasses, forwardPasses, sharedPasses } = a.result;
    assert.ok(Math.abs(leastPasses - forwardPasses - sharedPasses) < 0.01, `${leastPasses}`);
  });
});
