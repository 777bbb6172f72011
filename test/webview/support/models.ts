import type { LayerDescription, ModelDescription } from '../../../src/protocol/model';
import { none } from '../../../src/protocol/loading';
import type { ModelDocument } from '../../../src/protocol/model-editor';

/** A small residual network as the engine would describe it. */
const modules: readonly (readonly [string, string, number, number])[] = [
  ['conv1', 'Conv', 9408, 64],
  ['relu', 'Relu', 0, 64],
  ['maxpool', 'MaxPool', 0, 64],
  ['layer1.0.conv1', 'Conv', 36928, 64],
  ['layer1.0.relu', 'Relu', 0, 64],
  ['layer1.0.conv2', 'Conv', 36928, 64],
  ['layer1.0.add', 'Add', 0, 64],
  ['layer2.0.conv1', 'Conv', 73856, 128],
  ['layer2.0.relu', 'Relu', 0, 128],
  ['layer2.0.conv2', 'Conv', 147584, 128],
  ['head.pool', 'GlobalAveragePool', 0, 128],
  ['head.argmax', 'ArgMax', 0, 128],
  ['head.fc', 'Gemm', 129000, 1000],
];

const layers: readonly LayerDescription[] = modules.map(([module, op, parameters, channels], i) => ({
  tensor: `/${module}/output`,
  label: module,
  name: `${op}_${i}`,
  op,
  module,
  parameters,
  macs: parameters * 100,
  kernel: op === 'Conv' ? [3, 3] : undefined,
  shape: op === 'Gemm' ? ['batch', channels] : ['batch', channels, 56, 56],
  spatial: op !== 'Gemm',
  stopsGradient: op === 'ArgMax',
}));

export const description: ModelDescription = {
  path: '/models/net.onnx',
  format: 'onnx',
  hash: 'abc',
  fileBytes: 1_734_000,
  producer: 'pytorch 2.3',
  irVersion: 8,
  opsets: [{ domain: '', version: 17 }],
  inputs: [{ name: 'input', type: 'float32', shape: ['batch', 3, 224, 224] }],
  outputs: [{ name: 'probabilities', type: 'float32', shape: ['batch', 1000] }],
  parameters: 433_704,
  macs: 43_370_400,
  layers,
  task: { id: 'classification', reason: 'It ends in a Softmax.' },
  logits: {
    tensor: '/head.fc/output',
    classes: 1000,
    kind: 'classification',
    reason: 'It enters the final Softmax, which is cut off.',
  },
  camLayer: { tensor: '/layer2.0.conv2/output', reason: 'It is the last layer with height and width.' },
  gradientBarriers: [{ op: 'ArgMax', node: 'ArgMax_11' }],
  recipe: {
    color: 'rgb',
    layout: 'nchw',
    size: [224, 224],
    fit: 'cover',
    kernel: 'linear',
    pad: 0,
    black: null,
    composite: null,
    white: null,
    resizeShorter: 256,
    range: [0, 1],
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    outputKind: 'probabilities',
    layers: {},
    output: null,
    labels: ['tench', 'goldfish', 'shark'],
    guessed: (['color', 'mean', 'std', 'fit'] as const).map((field) => ({ field, reason: 'the graph scales nothing' })),
  },
  warnings: [],
};

export function documentOf(changes: Partial<ModelDocument> = {}): ModelDocument {
  return {
    name: 'net.onnx',
    description,
    recipe: {},
    sidecar: { name: 'net.onnx.lens.json', exists: false, faults: [] },
    faults: [],
    labelFiles: [],
    input: { uri: 'file:///a.png', name: 'a.png' },
    checkFolder: null,
    checkPlan: none,
    check: none,
    error: null,
    importCheck: null,
    trusted: true,
    ...changes,
  };
}
