import assert from 'node:assert/strict';
import { Draws } from '../../../../src/engine/attribution/draws';
import { lime } from '../../../../src/engine/attribution/perturbation/lime';
import { featureSelections } from '../../../../src/engine/attribution/regression/feature-selection';
import { lasso } from '../../../../src/engine/attribution/regression/lasso';
import { lassoPath } from '../../../../src/engine/attribution/regression/lasso-path';
import { inputDistances, kernelWeight, rowDistances } from '../../../../src/engine/attribution/coalition/lime-kernels';
import {
  momentsOf,
  predict,
  r2,
  ridge,
  type Samples,
} from '../../../../src/engine/attribution/regression/least-squares';
import { ridgeErrors } from '../../../../src/engine/attribution/masking/standard-errors';
import { gridLabels } from '../../../../src/engine/segmentation';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { floats } from '../../../../src/engine/tensor/tensor';
import { curvedNetwork, explain, gap, linearNetwork, noise, segmentValuesOf } from './setup';

/** 0/1 rows whose target is 3 x₀ − 2 x₁ + 0.5 x₂ + 1, with random weights. */
function linearSamples(features: number, scatter = 0): Samples {
  const stream = new RandomStream('samples', features);
  const rows = Array.from({ length: 60 }, () =>
    Float64Array.from({ length: features }, () => (stream.uniform() < 0.5 ? 1 : 0)),
  );
  return {
    rows,
    targets: Float64Array.from(rows, (r) => 3 * r[0] - 2 * r[1] + 0.5 * r[2] + 1 + scatter * stream.normal()),
    weights: Float64Array.from(rows, () => stream.uniform() + 0.1),
  };
}

describe('regression', () => {
  it('unpenalised ridge recovers a linear function', () => {
    const moments = momentsOf(linearSamples(5));
    const fit = ridge(moments, 0);
    assert.ok(gap(fit.coefficients, [3, -2, 0.5, 0, 0]) < 1e-10);
    assert.ok(Math.abs(fit.intercept - 1) < 1e-10);
    assert.ok(Math.abs(r2(moments, fit) - 1) < 1e-12);
    assert.ok(Math.abs(predict(fit, [1, 1, 1, 1, 1]) - 2.5) < 1e-10);
  });

  it('ridge meets its normal equations', () => {
    const samples = linearSamples(4, 1);
    const { coefficients, intercept } = ridge(momentsOf(samples), 2);
    for (let s = 0; s < 4; s++) {
      const slope = samples.rows.reduce(
        (sum, row, n) =>
          sum + samples.weights[n] * row[s] * (samples.targets[n] - predict({ coefficients, intercept }, row)),
        0,
      );
      assert.ok(Math.abs(slope - 2 * coefficients[s]) < 1e-9);
    }
  });

  it('a feature that never varies gets no weight where nothing is penalised', () => {
    const { rows, targets, weights } = linearSamples(3);
    const constant = { rows: rows.map((row) => Float64Array.of(...Array.from(row), 1)), targets, weights };
    assert.ok(gap(ridge(momentsOf(constant), 0).coefficients, [3, -2, 0.5, 0]) < 1e-8);
  });

  it('standard errors match the spread over fresh samples', () => {
    const spread: number[] = [];
    let told = 0;
    for (let trial = 0; trial < 60; trial++) {
      const stream = new RandomStream('trial', trial);
      const samples = linearSamples(3);
      const noisy = { ...samples, targets: Float64Array.from(samples.targets, (t) => t + stream.normal()) };
      const moments = momentsOf(noisy);
      const fit = ridge(moments, 0);
      spread.push((fit.coefficients[0] - 3) ** 2);
      told += ridgeErrors(noisy, moments, fit, 0, [0, 1, 2])[0] / 60;
    }
    const ratio = Math.sqrt(spread.reduce((a, b) => a + b, 0) / 60) / told;
    assert.ok(ratio > 0.75 && ratio < 1.35, `spread is ${ratio} of the error told`);
  });

  it('lasso meets its optimality conditions', () => {
    const moments = momentsOf(linearSamples(6, 0.5));
    const alpha = 0.1;
    const { coefficients } = lasso(moments, alpha);
    coefficients.forEach((c, s) => {
      const slope =
        (moments.cross[s] - moments.gram[s].reduce((sum, g, t) => sum + g * coefficients[t], 0)) / moments.weight;
      if (c === 0) assert.ok(Math.abs(slope) <= alpha + 1e-10);
      else assert.ok(Math.abs(slope - alpha * Math.sign(c)) < 1e-10);
    });
    assert.ok(coefficients.some((c) => c === 0));
  });

  it('corners of the lasso path are lasso solutions, the last one least squares', () => {
    const moments = momentsOf(linearSamples(6, 0.5));
    const knots = lassoPath(moments);
    assert.ok(gap(knots[knots.length - 1], ridge(moments, 0).coefficients) < 1e-9);
    for (const knot of knots) {
      const slopes = moments.cross.map(
        (c, s) => (c - moments.gram[s].reduce((sum, g, t) => sum + g * knot[t], 0)) / moments.weight,
      );
      const level = Math.max(...slopes.map(Math.abs));
      assert.ok(gap(lasso(moments, level).coefficients, knot) < 1e-7);
    }
  });

  it('every selection finds the features that matter', () => {
    const moments = momentsOf(linearSamples(8, 0.05));
    for (const { id, select } of featureSelections) {
      const found = select(moments, 3, new Uint8Array(8).fill(1));
      assert.deepEqual([...found].sort(), id === 'none' ? [0, 1, 2, 3, 4, 5, 6, 7] : [0, 1, 2]);
    }
  });
});

describe('LIME kernels', () => {
  it('cosine distance of rows, and the weight at the width', () => {
    assert.ok(Math.abs(rowDistances.cosine([1, 0, 0, 0]) - 0.5) < 1e-12);
    assert.equal(rowDistances.cosine([0, 0]), 1);
    assert.ok(Math.abs(kernelWeight(0.25, 0.25) - Math.sqrt(Math.exp(-1))) < 1e-12);
  });

  it('distances of inputs equal those of the perturbed input itself', () => {
    const labels = gridLabels([4, 4], 2, 2);
    const [input, baseline] = [noise([1, 2, 4, 4], 'a'), noise([1, 2, 4, 4], 'b')];
    const row = [1, 0, 0, 1];
    const perturbed = input.data.map((v, i) => (row[labels.data[i % 16]] ? v : baseline.data[i]));
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i], 0);
    const distances = inputDistances(input, baseline, labels);
    assert.ok(
      Math.abs(
        distances.euclidean(row) - Math.sqrt(input.data.reduce((sum, v, i) => sum + (v - perturbed[i]) ** 2, 0)),
      ) < 1e-6,
    );
    assert.ok(
      Math.abs(
        distances.cosine(row) -
          (1 - dot(input.data, perturbed) / Math.sqrt(dot(input.data, input.data) * dot(perturbed, perturbed))),
      ) < 1e-6,
    );
    assert.equal(inputDistances(input, floats(input.dims), labels).cosine([0, 0, 0, 0]), 1);
  });
});

describe('lime', () => {
  const dims = [1, 4, 6];
  const input = noise([1, ...dims], 'input');
  const labels = gridLabels([4, 6], 2, 3);

  it('recovers a linear network, with R² 1', async () => {
    const weights = noise([2, 24], 'weights');
    const result = await explain(lime, linearNetwork(dims, weights), input, {
      files: { segments: labels },
      params: { samples: 200, alpha: 0, featureSelection: 'none' },
    });
    const parts = new Float64Array(6);
    input.data.forEach((v, i) => (parts[labels.data[i]] += v * weights.data[i]));
    assert.ok(gap(segmentValuesOf(result), parts) < 1e-5);
    assert.ok(Math.abs(Number(result.details?.r2) - 1) < 1e-9);
  });

  it('repeats with its seed for any batch size', async () => {
    const run = (batched: boolean, seed: number) =>
      explain(lime, curvedNetwork(dims, 3, batched), input, {
        files: { segments: labels },
        params: { samples: 100 },
        draws: new Draws(seed),
      });
    assert.ok(gap((await run(true, 3)).map.data, (await run(false, 3)).map.data) < 1e-6);
    assert.ok(gap((await run(true, 3)).map.data, (await run(true, 4)).map.data) > 1e-6);
  });

  it('keeps to the number of features, and hides negative weights when asked', async () => {
    const params = { samples: 100, numFeatures: 2, featureSelection: 'forward_selection', positiveOnly: true };
    const result = await explain(lime, curvedNetwork(dims), input, { files: { segments: labels }, params });
    assert.equal(segmentValuesOf(result).filter((v) => v !== 0).length, 2);
    assert.ok(result.map.data.every((v) => v >= 0));
  });
});
