import { float, int, ints, text } from '../../../../src/engine/graph/model';
import { floats, integers } from '../../../../src/engine/tensor/tensor';
import { noise, weight } from '../running';
import { image, strings, type OlderForm } from './form';

/** Images that are made larger and smaller, or read between their pixels. */
export const olderSampling: readonly OlderForm[] = [
  {
    name: 'Resize by axes to sizes',
    op: 'Resize',
    opset: 18,
    inputs: [image, null, null, weight(integers([4, 9]))],
    attributes: { axes: ints([-1, 2]), ...strings({ mode: 'linear' }) },
    expect: (_, m) => !('axes' in m.graph.nodes.at(-1)!.attributes),
  },
  {
    name: 'Resize by axes and scales',
    op: 'Resize',
    opset: 19,
    inputs: [image, null, weight(floats([2], [2, 0.5]))],
    attributes: { axes: ints([2, 3]), ...strings({ mode: 'cubic' }) },
    expect: (_, m) => !('axes' in m.graph.nodes.at(-1)!.attributes),
  },
  {
    name: 'Resize of a region by axes',
    op: 'Resize',
    opset: 18,
    inputs: [image, weight(floats([4], [0.1, 0.2, 0.9, 1.4])), null, weight(integers([4, 9]))],
    attributes: {
      axes: ints([2, 3]),
      extrapolation_value: float(2),
      ...strings({ mode: 'linear', coordinate_transformation_mode: 'tf_crop_and_resize' }),
    },
    expect: (_, m) => !('axes' in m.graph.nodes.at(-1)!.attributes),
  },
  {
    name: 'Upsample by attribute',
    op: 'Upsample',
    opset: 7,
    inputs: [image],
    attributes: { scales: { kind: 'floats', value: [1, 1, 2, 3] }, mode: text('nearest') },
    expect: (ops) => ops.join() === 'Resize',
  },
  {
    name: 'Upsample linear',
    op: 'Upsample',
    opset: 9,
    inputs: [image, weight(floats([4], [1, 1, 2, 2]))],
    attributes: strings({ mode: 'linear' }),
    expect: (ops) => ops.join() === 'Resize',
  },
  {
    name: 'Resize 10 larger',
    op: 'Resize',
    opset: 10,
    inputs: [image, weight(floats([4], [1, 1, 1.5, 2]))],
    attributes: strings({ mode: 'nearest' }),
    expect: (_, m) => m.graph.nodes[0].inputs[1] === '',
  },
  {
    name: 'Resize 10 smaller',
    op: 'Resize',
    opset: 10,
    inputs: [image, weight(floats([4], [1, 1, 0.6, 0.5]))],
    attributes: strings({ mode: 'nearest' }),
    expect: (_, m) => m.graph.nodes[0].attributes.nearest_mode.value === 'ceil',
  },
  {
    name: 'Resize 11 with half-pixel floor',
    op: 'Resize',
    opset: 11,
    inputs: [image, weight(floats([0])), weight(floats([4], [1, 1, 1.7, 0.7]))],
    attributes: strings({
      mode: 'nearest',
      nearest_mode: 'floor',
      coordinate_transformation_mode: 'tf_half_pixel_for_nn',
    }),
    expect: (_, m) => m.graph.nodes[0].inputs[1] === '',
  },
  {
    name: 'Resize 11 to sizes',
    op: 'Resize',
    opset: 11,
    inputs: [image, weight(floats([0])), weight(floats([0])), weight(integers([2, 4, 9, 5]))],
    attributes: strings({ mode: 'linear' }),
    expect: (_, m) => m.graph.nodes[0].inputs[2] === '',
  },
  {
    name: 'GridSample modes',
    op: 'GridSample',
    opset: 16,
    inputs: [image, noise([2, 3, 3, 2], 4)],
    attributes: strings({ mode: 'bicubic' }),
    expect: (_, m) => m.graph.nodes[0].attributes.mode.value === 'cubic',
  },
  {
    name: 'RoiAlign corners',
    op: 'RoiAlign',
    opset: 10,
    inputs: [image, weight(floats([1, 4], [0.5, 0.5, 4, 4])), weight(integers([1]))],
    attributes: { output_height: int(2), output_width: int(2) },
    expect: (_, m) => m.graph.nodes[0].attributes.coordinate_transformation_mode.value === 'output_half_pixel',
  },
];
