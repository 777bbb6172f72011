import type {
  ExcitingImage,
  FeatureMaps,
  FilterKernels,
  FilterLayer,
  FilterLayers,
  KernelChange,
} from '../../../src/protocol/filters';
import { emptyFilters, type FiltersDocument } from '../../../src/protocol/filters-panel';
import type { LayerDescription } from '../../../src/protocol/model';
import { image } from './explanations';

/** Synthetic content of a Filters panel: Gabor kernels, and maps of a face. */
const health = { norm: 12.3, dead: [], duplicates: [], nearZero: 0.008 };

function layer(tensor: string, op: string, dims: FilterLayer['dims'], changes: Partial<FilterLayer> = {}): FilterLayer {
  const parameters = dims.reduce((product, d) => product * d, 1);
  return {
    tensor,
    label: tensor.slice(1),
    name: tensor,
    op,
    module: tensor.slice(1),
    stored: dims,
    dims,
    parameters,
    spatial: true,
    health,
    ...changes,
  };
}

export const layers: readonly FilterLayer[] = [
  layer('/stem.conv', 'Conv', [24, 3, 7, 7], { change: 0.12 }),
  layer('/block1.conv', 'Conv', [32, 24, 3, 3], {
    health: { ...health, dead: [3, 7], duplicates: [{ first: 1, second: 5, cosine: 0.996 }], nearZero: 0.21 },
  }),
  layer('/block2.conv', 'Conv', [64, 32, 3, 3], { change: 0.034 }),
  layer('/up', 'ConvTranspose', [16, 64, 2, 2]),
  layer('/head.fc', 'Gemm', [10, 64, 1, 1], { spatial: false }),
];

export const filterLayers: FilterLayers = {
  path: '/models/net.onnx',
  format: 'ONNX',
  hasGraph: true,
  layers,
  warnings: [],
};

export const structure: readonly LayerDescription[] = layers.flatMap(
  ({ tensor, op, dims, parameters, module = '' }) => {
    const shape = ['batch', dims[0], 28, 28];
    const common = { shape, macs: 0, spatial: true, stopsGradient: false };
    return [
      { tensor, label: module, name: tensor, op, parameters, module, ...common },
      {
        tensor: `${tensor}.relu`,
        label: `${module}.relu`,
        name: `${tensor}.relu`,
        op: 'Relu',
        parameters: 0,
        module: `${module}.relu`,
        ...common,
      },
    ];
  },
);

/** Gabor functions whose angle goes with the filter and whose phase goes with the channel. */
export function kernels(of: FilterLayer = layers[0], changes: Partial<FilterKernels> = {}): FilterKernels {
  const [filters, channels, height, width] = of.dims;
  const size = channels * height * width;
  const data = new Float32Array(filters * size);
  for (let i = 0; i < data.length; i++) {
    const [f, c, y, x] = [
      Math.floor(i / size),
      Math.floor(i / (height * width)) % channels,
      Math.floor(i / width) % height,
      i % width,
    ];
    const [dy, dx] = [y - (height - 1) / 2, x - (width - 1) / 2];
    const angle = (Math.PI * f) / filters;
    const wave = Math.cos(1.4 * (dx * Math.cos(angle) + dy * Math.sin(angle)) + c);
    data[i] = (1 - f / filters) * wave * Math.exp(-(dx * dx + dy * dy) / (0.2 * width * width + 0.5));
  }
  const norms = Float32Array.from({ length: filters }, (_, f) =>
    Math.hypot(...data.subarray(f * size, (f + 1) * size)),
  );
  const falling = Uint32Array.from([...norms.keys()].sort((a, b) => norms[b] - norms[a]));
  const histogram = Array.from({ length: 64 }, (_, i) => Math.round(1000 * Math.exp(-((i - 32) ** 2) / 60)));
  const n = 32;
  const frequency = Float32Array.from({ length: filters * n * n }, (_, i) => {
    const [f, y, x] = [Math.floor(i / (n * n)), Math.floor(i / n) % n, i % n];
    const angle = (Math.PI * f) / filters;
    return [1, -1].reduce(
      (sum, sign) =>
        sum + Math.exp(-((x - 16 - sign * 7 * Math.cos(angle)) ** 2 + (y - 16 - sign * 7 * Math.sin(angle)) ** 2) / 12),
      0,
    );
  });
  return {
    layer: of,
    kernels: { dims: [...of.dims], data },
    indices: Uint32Array.from(norms.keys()),
    norms,
    statistics: { minimum: -1, maximum: 1, mean: 0.01, deviation: 0.2, histogram },
    orders: { norm: falling, similarity: falling.slice().reverse() },
    frequency: height * width > 1 ? { dims: [filters, n, n], data: frequency } : null,
    change: { known: false, reason: 'first-version' },
    ...changes,
  };
}

/** A version in which filter 5 has changed most. */
export function changed(of: FilterKernels): KernelChange {
  const [filters] = of.kernels.dims;
  const norms = Float32Array.from({ length: filters }, (_, f) => (f === 5 ? 1 : 0.1));
  const order = Uint32Array.from([...norms.keys()].sort((a, b) => norms[b] - norms[a]));
  const size = of.kernels.data.length / filters;
  const data = of.kernels.data.map((value, i) => value * 0.1 * norms[Math.floor(i / size)]);
  return {
    known: true,
    previousModified: 1.7e12,
    kernels: { dims: of.kernels.dims, data },
    norms,
    order,
    relative: 0.12,
    peak: 0.1,
  };
}

/** Maps of which the one in the middle is the strongest. */
export function features(channels: number, input = '/faces/a.png', shift = 0, side = 28): FeatureMaps {
  const data = Float32Array.from({ length: channels * side * side }, (_, i) => {
    const [c, y, x] = [Math.floor(i / (side * side)), Math.floor(i / side) % side, i % side];
    const strength = Math.exp(-((c - channels / 2) ** 2) / channels);
    return strength * (Math.sin((x + shift) / (1 + (c % 5))) * Math.cos(y / (1 + (c % 3))) - 0.1);
  });
  const strengths = Float32Array.from(
    { length: channels },
    (_, c) =>
      data.subarray(c * side * side, (c + 1) * side * side).reduce((a, v) => a + Math.abs(v), 0) / (side * side),
  );
  return {
    input,
    maps: { dims: [channels, side, side], data },
    strengths,
    order: Uint32Array.from([...strengths.keys()].sort((a, b) => strengths[b] - strengths[a])),
  };
}

export function exciting(count: number): ExcitingImage[] {
  return Array.from({ length: count }, (_, k) => ({
    input: `/faces/test/face-${k}.png`,
    value: 4.2 - k / 3,
    row: 3,
    column: 4,
    patch: { left: 12 + 2 * k, top: 18, width: 21, height: 21 },
    raster: image(),
  }));
}

export function documentOf(changes: Partial<FiltersDocument> = {}): FiltersDocument {
  return {
    ...emptyFilters,
    model: { uri: 'file:///models/net.onnx', name: 'net.onnx' },
    layers: { state: 'done', value: filterLayers },
    structure,
    layer: layers[0].tensor,
    kernels: { state: 'done', value: kernels() },
    ...changes,
  };
}
