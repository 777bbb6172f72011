import type { CurvePoint, NetworkCurve, SampleCurve } from '../../../src/protocol/training-result';

const SIZES = [78, 150, 300, 600];

function pointOf(size: number, accuracy: number): CurvePoint {
  const around = (mean: number) => ({ mean, low: mean - 0.02, high: mean + 0.02 });
  return {
    size,
    f1: around(accuracy - 0.01),
    accuracy: around(accuracy),
    loss: around(1 - accuracy),
    runs: [0, 1, 2].map(() => ({ accuracy, f1: accuracy - 0.01, loss: 1 - accuracy })),
  };
}

const networkOf = (network: string, values: readonly number[]): NetworkCurve => ({
  network,
  points: values.map((value, s) => pointOf(SIZES[s], value)),
  confusion: [
    [30, 5, 1],
    [4, 28, 4],
    [2, 6, 28],
  ],
});

/** A ScatNet that is ahead with few images, and a CNN that overtakes it. */
export function sampleCurve(): SampleCurve {
  const crossing = { better: 'cnn', worse: 'scatnet', from: 210, low: 160, high: 280, runs: 3 };
  return {
    part: 'test',
    sizes: SIZES,
    networks: [networkOf('cnn', [0.7, 0.82, 0.93, 0.98]), networkOf('scatnet', [0.8, 0.86, 0.9, 0.92])],
    crossings: (['accuracy', 'f1'] as const).map((measure) => ({
      ...crossing,
      measure,
      text: `From 210 images on cnn is better than scatnet (${measure}; 160 to 280 in 95 % of runs).`,
    })),
  };
}
