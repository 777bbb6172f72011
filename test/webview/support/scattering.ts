import { scatteringBank } from '../../../src/engine/filters/scattering/bank';
import { paths2d } from '../../../src/engine/scattering/paths';
import type { ScatteringCoefficients, SignalScattering } from '../../../src/protocol/scattering';
import { emptyScattering, type ScatteringDocument } from '../../../src/protocol/scattering-panel';

/** A bank as the engine makes it, and made-up coefficients of an image with edges of one direction. */
export const settings = { J: 3, L: 4, height: 32, width: 32, maxOrder: 2, Q: 2 } as const;

export const bank = scatteringBank(settings);

export function coefficients(): ScatteringCoefficients {
  const { J, L } = settings;
  const paths = paths2d(J, L, 2);
  const [channels, side] = [3, 4];
  const strength = paths.map(({ order, j1, t1, t2 }) =>
    order === 0 ? 1 : (0.3 ** order * Math.exp(-(t1 - 1) * (t1 - 1)) * (1 + j1)) / (2 + Math.abs(t1 - t2)),
  );
  const data = Float32Array.from({ length: channels * paths.length * side * side }, (_, i) => {
    const path = Math.floor(i / (side * side)) % paths.length;
    return strength[path] * (1 + (i % (side * side)) / (side * side));
  });
  return {
    request: { input: '/faces/a.png', J, L, maxOrder: 2, size: [32, 32] },
    size: [32, 32],
    channels,
    paths,
    coefficients: { dims: [channels * paths.length, side, side], data },
    means: Float32Array.from(strength),
    seconds: 0.042,
  };
}

/** Of a signal of two channels in which the second first-order wavelet is the strongest. */
export function signal(): SignalScattering {
  const paths = [
    { order: 0, n1: -1, n2: -1 },
    { order: 1, n1: 0, n2: -1 },
    { order: 1, n1: 1, n2: -1 },
    { order: 1, n1: 2, n2: -1 },
    { order: 2, n1: 0, n2: 1 },
  ] as const;
  const [channels, length, times] = [2, 64, 8];
  const data = Float32Array.from(
    { length: channels * paths.length * times },
    (_, i) => (Math.floor(i / times) % paths.length === 2 ? 1 : 0.1) * (1 + (i % times)),
  );
  const wave = Float32Array.from(
    { length: channels * length },
    (_, i) => Math.sin(i / 3) * Math.exp(-(((i % length) - 32) ** 2) / 200),
  );
  return {
    request: { input: '/signals/a.npy', J: 3, Q: [2, 1], maxOrder: 2 },
    signal: { dims: [channels, length], data: wave },
    paths,
    frequencies: [
      [0.4, 0.2, 0.1],
      [0.35, 0.17],
    ],
    coefficients: { dims: [channels * paths.length, times], data },
    start: 0,
    stride: 8,
    means: Float32Array.from(paths, () => 0.5),
    seconds: 0.01,
  };
}

export function documentOf(changes: Partial<ScatteringDocument> = {}): ScatteringDocument {
  return {
    ...emptyScattering,
    settings,
    image: { uri: 'file:///faces/a.png', name: 'a.png', thumbnail: null },
    bank: { state: 'done', value: bank },
    coefficients: { state: 'done', value: coefficients() },
    ...changes,
  };
}
