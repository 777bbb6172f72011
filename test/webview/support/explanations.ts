import type { MethodDescription, MethodResult } from '../../../src/protocol/method';
import type { PredictResult, Prediction } from '../../../src/protocol/prediction';
import type { Card, ExplainDocument } from '../../../src/protocol/explain-document';
import type { LayerDescription } from '../../../src/protocol/model';
import type { FloatMap, Raster } from '../../../src/protocol/raster';
import { PAPER } from '../../support/paper';

/** Synthetic content of an Explain panel: a face-like image, six classes, three methods. */
export const size = 64;

export const methods: readonly MethodDescription[] = [
  {
    id: 'grad-cam',
    label: 'Grad-CAM',
    group: 'cam',
    paper: PAPER,
    shows: 'Where the last layers see evidence.',
    misleads: 'Coarse; blurs neighbours.',
    needs: ['gradient', 'layer'],
    signed: false,
    unit: 'relative',
    params: [{ kind: 'boolean', name: 'relu', label: 'Positive evidence only', default: true }],
  },
  {
    id: 'integrated-gradients',
    label: 'Integrated gradients',
    group: 'gradient',
    paper: PAPER,
    shows: 'Each pixel’s share of the change from the baseline.',
    misleads: 'Depends on the baseline.',
    needs: ['gradient'],
    signed: true,
    unit: 'score',
    params: [
      {
        kind: 'integer',
        name: 'steps',
        label: 'Steps',
        default: 50,
        minimum: 1,
        maximum: 1000,
        description: 'Points along the path.',
      },
      {
        kind: 'choice',
        name: 'baseline',
        label: 'Baseline',
        default: 'zeros',
        choices: [
          { value: 'zeros', label: 'Zeros' },
          { value: 'blur', label: 'Blurred input' },
          { value: 'uniform', label: 'Uniform noise', random: true },
        ],
      },
      { kind: 'number', name: 'sigma', label: 'Blur', unit: 'px', default: 5, minimum: 0, advanced: true },
      { kind: 'file', name: 'baselineFile', label: 'Baseline file', default: null, advanced: true },
    ],
  },
  {
    id: 'occlusion',
    label: 'Occlusion',
    group: 'perturbation',
    paper: PAPER,
    shows: 'How the logit drops when a window is covered.',
    misleads: 'The cover itself is unnatural.',
    needs: [],
    signed: true,
    unit: 'slope',
    params: [{ kind: 'numbers', name: 'window', label: 'Window', default: [3, 15, 15] }],
  },
];

const labels = ['glasses', 'no glasses', 'sunglasses', 'mask', 'hat', 'beard', 'scarf'];

export const predictions: readonly Prediction[] = [0.71, 0.22, 0.03, 0.02, 0.01, 0.006, 0.004].map(
  (probability, index) => ({
    index,
    label: labels[index],
    probability,
    logit: Math.log(probability) + 5,
  }),
);

export const layers: readonly LayerDescription[] = ['layer1.0', 'layer1.1', 'layer2.0', 'layer3.0'].map(
  (module, i) => ({
    tensor: `/${module}/relu`,
    label: module,
    name: `relu${i}`,
    op: 'Relu',
    shape: ['batch', 16, 32 >> i, 32 >> i],
    parameters: 0,
    macs: 0,
    module,
    spatial: true,
    stopsGradient: false,
  }),
);

export function image(): Raster {
  const rgba = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const face = Math.hypot((x - 32) / 20, (y - 34) / 26) < 1;
      const glasses =
        Math.min(Math.abs(Math.hypot(x - 23, y - 28) - 6), Math.abs(Math.hypot(x - 41, y - 28) - 6)) < 1.5;
      rgba.set(
        glasses ? [30, 30, 34, 255] : face ? [222, 184, 148, 255] : [90 + y, 130, 160 - y / 2, 255],
        (y * size + x) * 4,
      );
    }
  }
  return { width: size, height: size, rgba };
}

/** Two bumps on the glasses and, if signed, a dip on the chin. */
export function map(channels: number, signed: boolean, scale = 1): FloatMap {
  const data = new Float32Array(channels * size * size);
  for (let i = 0; i < data.length; i++) {
    const x = i % size;
    const y = Math.floor(i / size) % size;
    const bump = (cx: number, cy: number, r: number): number =>
      Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * r * r));
    data[i] = (scale / channels) * (bump(23, 28, 6) + 0.8 * bump(41, 28, 6) - (signed ? 0.7 * bump(32, 50, 7) : 0));
  }
  return { dims: [channels, size, size], data };
}

export function prediction(changes: Partial<PredictResult> = {}): PredictResult {
  return {
    input: { path: '/faces/a.png', image: image(), signal: null },
    predictions,
    dense: null,
    seconds: 0.02,
    device: 'webgpu',
    ...changes,
  };
}

export function result(method: string, changes: Partial<MethodResult> = {}): MethodResult {
  const signed = method !== 'grad-cam';
  return {
    method,
    params: { steps: 50 },
    seed: 7,
    layer: signed ? null : layers[3].tensor,
    device: 'webgpu',
    map: map(signed ? 3 : 1, signed),
    forwardPasses: 50,
    backwardPasses: 50,
    sharedPasses: 0,
    leastPasses: 100,
    seconds: 0.412,
    completeness: method === 'integrated-gradients' ? { sum: 4.31, expected: 4.32, residual: 0.003 } : null,
    warnings: [],
    ...changes,
  };
}

export function done(method: string, changes: Partial<MethodResult> = {}): Card {
  return { method, state: 'done', result: result(method, changes) };
}

export function documentOf(changes: Partial<ExplainDocument> = {}): ExplainDocument {
  return {
    inputs: [{ uri: 'file:///faces/a.png', name: 'a.png', thumbnail: null }],
    current: 0,
    model: { uri: 'file:///models/faces.onnx', name: 'faces.onnx', hash: '0123456789abcdef' },
    methods,
    choices: methods.map(({ id, params }) => ({
      method: id,
      selected: true,
      params: Object.fromEntries(params.map((p) => [p.name, p.default])),
      layer: null,
    })),
    target: null,
    nearest: { state: 'none' },
    region: null,
    box: null,
    task: null,
    layers,
    inputRange: null,
    recipe: null,
    prediction: prediction(),
    layerOverview: null,
    cards: [
      done('grad-cam'),
      done('integrated-gradients'),
      {
        method: 'occlusion',
        state: 'running',
        fraction: 0.62,
        passes: 122,
        expectedPasses: 196,
        seconds: 1.2,
        map: map(1, true, 0.5),
      },
    ],
    error: null,
    busy: false,
    outdated: false,
    trusted: true,
    palette: 'blue-red',
    ...changes,
  };
}
