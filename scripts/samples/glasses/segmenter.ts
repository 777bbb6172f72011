import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, text, type Model } from '../../../src/engine/graph/model';
import { SIZE } from '../../../src/engine/generation/face/scene';
import { WORN } from '../../../src/engine/generation/glasses';
import { Layers, type Layer } from '../../../src/engine/training/networks/layers';
import type { FreshNetwork } from '../../../src/engine/training/networks/network';
import { floats } from '../../../src/engine/tensor/tensor';

const CLASSES = 1 + WORN.length;

const block = (layers: Layers, x: Layer, channels: number, stride = 1): Layer =>
  layers.relu(layers.normalised(layers.convolution(x, channels, { kernel: 3, stride, padding: 1, bias: false })));

/** Twice as large. */
function enlarged(layers: Layers, { name, dims: [channels, height, width] }: Layer): Layer {
  return {
    name: enlarge(layers.builder, name, 2, layers.name('enlarged')),
    dims: [channels, 2 * height, 2 * width],
  };
}

const beside = (layers: Layers, a: Layer, b: Layer): Layer =>
  layers.node('Concat', [a.name, b.name], layers.name('joined'), [a.dims[0] + b.dims[0], ...a.dims.slice(1)], {
    axis: int(1),
  });

/** Pixels along an edge of the image for each score along one of the map that is learned. */
export const COARSE = 2;

/** A small U-Net: a class for every second pixel. */
export function freshSegmenter(seed: number): FreshNetwork {
  const layers = Layers.from('faces-segmenter', { inputDims: [3, SIZE, SIZE], classes: CLASSES, seed });
  const half = block(layers, layers.input, 8, 2);
  const quarter = block(layers, half, 20, 2);
  const eighth = block(layers, block(layers, quarter, 32, 2), 32);
  const fine = block(layers, beside(layers, enlarged(layers, eighth), quarter), 16);
  const finer = block(layers, beside(layers, enlarged(layers, fine), half), 12);
  const scores = layers.convolution(finer, CLASSES, { kernel: 1 }, 'scores');
  layers.builder.op('Identity', [scores.name], {}, 'logits');
  return layers.build(undefined, [CLASSES, SIZE / COARSE, SIZE / COARSE]);
}

/** The trained network with a class for every pixel. */
export function finishedSegmenter(model: Model): Model {
  const builder = new GraphBuilder(model);
  builder.clearOutputs();
  enlarge(builder, 'logits', COARSE, 'scores');
  builder.output('scores', 'scores', 'float32', ['batch', CLASSES, SIZE, SIZE]);
  return builder.build();
}

/** Between the numbers that there are. */
function enlarge(builder: GraphBuilder, tensor: string, times: number, name: string): string {
  const scales = builder.constant(floats([4], [1, 1, times, times]), 'scales');
  const how = { mode: text('linear'), coordinate_transformation_mode: text('half_pixel') };
  return builder.op('Resize', [tensor, '', scales], how, name);
}
