import { GraphBuilder } from '../../../src/engine/graph/builder';
import { float, int, ints, numberAttribute, text } from '../../../src/engine/graph/model';
import type { Dimension, Model, Node, Value, Weight } from '../../../src/engine/graph/model';
import { floatsOf, numbersOf, weightOf } from '../../../src/engine/graph/weight';
import { halfBits } from '../../../src/engine/graph/upgrade/scalar';
import { floats, integers, type Tensor } from '../../../src/engine/tensor/tensor';
import type { Recipe } from '../../../src/protocol/recipe';

/** A form in which a network is exported: the same numbers come out of the same image. */
export interface ExportForm {
  readonly name: string;
  /** Fields of the network's recipe that have no place here. */
  readonly without?: readonly (keyof Recipe)[];
  /** By which scores from 0 to 1 may differ. */
  readonly tolerance?: number;
  /** The zeros that RISE puts in are another colour. */
  readonly otherZero?: true;
  readonly make: (model: Model) => Model;
}

const reshapes = ({ op, domain }: Node): boolean => op === 'Reshape' && domain === '';

/** A graph without its image, whose input becomes a tensor inside. */
function behindInput({ graph, ...model }: Model): GraphBuilder {
  return new GraphBuilder({ ...model, graph: { ...graph, inputs: [], outputs: [], nodes: [], values: new Map() } });
}

/** The same outputs of another input, of which `make` makes the image as it was. */
function withInput(
  model: Model,
  type: Value['type'],
  shape: readonly Dimension[],
  make: (builder: GraphBuilder, input: string, image: string) => void,
): Model {
  const builder = behindInput(model);
  make(builder, builder.input('photo', type, shape), model.graph.inputs[0].name);
  for (const node of model.graph.nodes) builder.add(node);
  for (const { name, type: own, shape: dims } of model.graph.outputs) builder.output(name, name, own, dims);
  return builder.build();
}

/** Each node as others in its place. */
function rewritten(model: Model, rewrite: (builder: GraphBuilder, node: Node) => void): Model {
  const { graph } = model;
  const builder = new GraphBuilder({ ...model, graph: { ...graph, nodes: [], values: new Map() } });
  for (const node of graph.nodes) for (const name of node.outputs) builder.fresh(name);
  for (const node of graph.nodes) rewrite(builder, node);
  return builder.build();
}

const withFirst = (values: readonly Value[], first: Dimension): Value[] =>
  values.map((value) => ({ ...value, shape: value.shape && [first, ...value.shape.slice(1)] }));

/** Input, outputs and every reshaping of eight images. */
function eightImages(model: Model): Model {
  const { graph } = model;
  const targets = new Set(graph.nodes.filter(reshapes).map(({ inputs }) => inputs[1]));
  const weights = new Map<string, Weight>(graph.weights);
  for (const name of targets)
    weights.set(name, weightOf(integers([8, ...numbersOf(graph.weights.get(name)!).slice(1)])));
  const [inputs, outputs] = [withFirst(graph.inputs, 8), withFirst(graph.outputs, 8)];
  return { ...model, graph: { ...graph, inputs, outputs, weights, values: new Map() } };
}

const inRows = ints([0, 3, 1, 2]);

/** Means and deviations of the samples, subtracted inside. */
function wholePixels(model: Model): Model {
  const [, channels, height, width] = model.graph.inputs[0].shape!;
  return withInput(model, 'uint8', ['batch', height, width, channels], (builder, input, image) => {
    const unit = builder.op('Div', [builder.op('Cast', [input], { to: int(1) }), builder.scalar(255)]);
    const centred = builder.op('Sub', [unit, builder.constant(floats([3], [0.5, 0.5, 0.5]))]);
    const scaled = builder.op('Div', [centred, builder.constant(floats([3], [0.25, 0.25, 0.25]))]);
    builder.op('Transpose', [scaled], { perm: inRows }, image);
  });
}

/** Channels last outside: images, and outputs of positions. */
function channelsLast(model: Model): Model {
  const [, channels, height, width] = model.graph.inputs[0].shape!;
  const turned = withInput(model, 'float32', ['batch', height, width, channels], (builder, input, image) =>
    builder.op('Transpose', [input], { perm: inRows }, image),
  );
  const builder = new GraphBuilder(turned);
  builder.clearOutputs();
  for (const { name, shape } of turned.graph.outputs) {
    if (shape?.length !== 4) builder.output(name, name, 'float32', shape);
    else
      builder.output(
        builder.op('Transpose', [name], { perm: ints([0, 2, 3, 1]) }, `${name}:last`),
        `${name}:last`,
        'float32',
        [shape[0], shape[2], shape[3], shape[1]],
      );
  }
  return builder.build();
}

/** Eight bits for what enters each convolution, and for its weights. */
function quantised(model: Model): Model {
  let count = 0;
  return rewritten(model, (builder, node) => {
    const weight = node.op === 'Conv' ? model.graph.weights.get(node.inputs[1]) : undefined;
    if (!weight) return builder.add(node);
    // The image is between −2 and 2, features between 0 and 8.
    const [scale, zero] = count === 0 ? [4 / 255, 128] : [8 / 255, 0];
    const steps = [
      builder.constant(floats([], [scale])),
      builder.constant({ type: 'uint8', dims: [], data: Uint8Array.of(zero) }, `zero${count}`),
    ];
    const image = builder.op('DequantizeLinear', [builder.op('QuantizeLinear', [node.inputs[0], ...steps]), ...steps]);
    const { data, dims } = floatsOf(weight);
    const [channels, size] = [dims[0], data.length / dims[0]];
    const peaks = Float32Array.from({ length: channels }, (_, c) =>
      data.subarray(c * size, (c + 1) * size).reduce((most, v) => Math.max(most, Math.abs(v)), 1e-9),
    );
    const whole: Tensor<Int8Array> = {
      type: 'int8',
      dims,
      data: Int8Array.from(data, (v, i) => Math.round((v / peaks[Math.floor(i / size)]) * 127)),
    };
    const scales = builder.constant(
      floats(
        [channels],
        peaks.map((v) => v / 127),
      ),
      `scales${count}`,
    );
    const weights = builder.op('DequantizeLinear', [builder.constant(whole, `whole${count++}`), scales], {
      axis: int(0),
    });
    builder.add({ ...node, inputs: [image, weights, ...node.inputs.slice(2)] });
  });
}

/** Which inputs of an operator stay float32 in half precision. */
const staysSingle = (model: Model): Set<string> =>
  new Set(model.graph.nodes.filter(({ op }) => op === 'Resize').flatMap(({ inputs }) => inputs.slice(1)));

/** Half precision inside and outside. */
function halves(model: Model): Model {
  const { graph } = model;
  const kept = staysSingle(model);
  const half = (name: string, weight: Weight): Weight =>
    weight.type === 'float32' && !kept.has(name)
      ? weightOf({ type: 'float16', dims: weight.dims, data: Uint16Array.from(floatsOf(weight).data, halfBits) })
      : weight;
  const asHalf = (value: Value): Value => (value.type === 'float32' ? { ...value, type: 'float16' } : value);
  return {
    ...model,
    graph: {
      ...graph,
      weights: new Map([...graph.weights].map(([name, weight]) => [name, half(name, weight)])),
      inputs: graph.inputs.map(asHalf),
      outputs: graph.outputs.map(asHalf),
      values: new Map(),
    },
  };
}

/** Half precision inside, single outside. */
function halvesInside(model: Model): Model {
  const inner = halves(model);
  const builder = new GraphBuilder(
    withInput(
      { ...inner, graph: { ...inner.graph, outputs: [] } },
      'float32',
      model.graph.inputs[0].shape!,
      (b, input, image) => b.op('Cast', [input], { to: int(10) }, image),
    ),
  );
  for (const output of model.graph.outputs)
    builder.output(
      builder.op('Cast', [output.name], { to: int(1) }, `${output.name}:single`),
      `${output.name}:single`,
      'float32',
      output.shape,
    );
  return builder.build();
}

/** 1 × 1 convolutions as sums over products of named axes. */
const einsums = (model: Model): Model =>
  rewritten(model, (builder, node) => {
    const weight = node.op === 'Conv' ? model.graph.weights.get(node.inputs[1]) : undefined;
    if (!weight || weight.dims[2] !== 1 || numberAttribute(node, 'group', 1) !== 1) return builder.add(node);
    const { dims, data } = floatsOf(weight);
    const matrix = builder.constant(floats([dims[0], dims[1]], data), `matrix ${node.outputs[0]}`);
    const sums = builder.op('Einsum', [node.inputs[0], matrix], { equation: text('nchw,kc->nkhw') });
    const bias = node.inputs[2] && floatsOf(model.graph.weights.get(node.inputs[2])!);
    const shift = bias
      ? builder.constant(floats([1, dims[0], 1, 1], bias.data), `shift ${node.outputs[0]}`)
      : builder.scalar(0);
    builder.op('Add', [sums, shift], {}, node.outputs[0]);
  });

/** [1, 1, places] of one number, and [1, 2, places] of columns and rows, of a tensor [N, C, height, width]. */
function placesOf(builder: GraphBuilder, tensor: string, stride: number): { strides: string; centres: string } {
  const shape = builder.op('Shape', [tensor]);
  const [zero, one] = [0, 1].map((value) => builder.constant(integers([value], [])));
  const [height, width] = [2, 3].map((axis) =>
    builder.op('Gather', [shape, builder.constant(integers([axis], []))], { axis: int(0) }),
  );
  const middles = (length: string): string => {
    const counted = builder.op('Cast', [builder.op('Range', [zero, length, one])], { to: int(1) });
    const half = builder.op('Add', [counted, builder.scalar(0.5)]);
    return builder.op('Mul', [half, builder.scalar(stride)]);
  };
  const extent = builder.op(
    'Concat',
    [height, width].map((side) => builder.op('Unsqueeze', [side, builder.integers(0)])),
    {
      axis: int(0),
    },
  );
  const flat = (line: string, axis: number): string => {
    const plane = builder.op('Expand', [builder.op('Unsqueeze', [line, builder.integers(axis)]), extent]);
    return builder.op('Reshape', [plane, builder.integers(1, 1, -1)]);
  };
  const columns = flat(middles(width), 0);
  const centres = builder.op('Concat', [columns, flat(middles(height), 1)], { axis: int(1) });
  const filled = builder.op('ConstantOfShape', [builder.op('Shape', [columns])]);
  return { centres, strides: builder.op('Add', [filled, builder.scalar(stride)]) };
}

/** Positions left open, as exporters with dynamic axes leave them: places and their strides come from shapes. */
function openPositions(model: Model): Model {
  const { graph } = model;
  const [{ name, type, shape }] = graph.inputs;
  const inputs = [{ name, type, shape: [...shape!.slice(0, 2), 'height', 'width'] }];
  const outputs = graph.outputs.map((value) => ({ ...value, shape: value.shape && value.shape.map(() => null) }));
  const open = { ...model, graph: { ...graph, inputs, outputs, values: new Map() } };
  let made: { readonly centres: string; readonly strides: string } | undefined;
  return rewritten(open, (builder, node) => {
    if (!node.inputs.some((input) => input === 'place' || input === 'place_0')) return builder.add(node);
    if (!made) {
      const [fine, coarse] = ['head1', 'head2'].map((head, k) => placesOf(builder, head, 8 << k));
      const joined = (part: 'centres' | 'strides'): string =>
        builder.op('Concat', [fine[part], coarse[part]], { axis: int(2) });
      made = { centres: joined('centres'), strides: joined('strides') };
    }
    const { centres, strides } = made;
    const own = (input: string): string => (input === 'place' ? strides : input === 'place_0' ? centres : input);
    return builder.add({ ...node, inputs: node.inputs.map(own) });
  });
}

/** Every form of a network's export but those of its Resize nodes. */
export const exportForms: readonly ExportForm[] = [
  { name: 'eight images at once', make: eightImages },
  { name: 'open height and width', make: openPositions },
  { name: 'channels last', make: channelsLast, without: ['layout', 'output'] },
  {
    name: 'uint8 pixels, normalised inside',
    make: wholePixels,
    without: ['layout', 'range', 'mean', 'std'],
    otherZero: true,
  },
  { name: 'quantised (QDQ)', make: quantised, tolerance: 0.15 },
  { name: 'half precision', make: halves, tolerance: 0.01 },
  { name: 'half precision inside', make: halvesInside, tolerance: 0.01, without: ['output'] },
  { name: 'sums as Einsum', make: einsums },
];

/** How a Resize may compute its numbers. */
const RESIZES: readonly (readonly [mode: string, coordinates: string])[] = [
  ['nearest', 'asymmetric'],
  ['nearest', 'half_pixel'],
  ['linear', 'align_corners'],
  ['linear', 'asymmetric'],
  ['linear', 'pytorch_half_pixel'],
  ['cubic', 'half_pixel'],
  ['cubic', 'align_corners'],
];

/** A network whose features are enlarged another way, to a size that the graph computes. */
export const resizeForms: readonly ExportForm[] = RESIZES.map(([mode, coordinates]) => ({
  name: `Resize ${mode}, ${coordinates}`,
  make: (model) =>
    rewritten(model, (builder, node) => {
      if (node.op !== 'Resize') return builder.add(node);
      const scales = numbersOf(model.graph.weights.get(node.inputs[2])!);
      const [input] = node.inputs;
      const front = builder.op('Shape', [input], { start: int(0), end: int(2) });
      const back = builder.op('Shape', [input], { start: int(2), end: int(4) });
      const larger = builder.op('Mul', [back, builder.integers(scales[2], scales[3])]);
      const sizes = builder.op('Concat', [front, larger], { axis: int(0) });
      const attributes = {
        mode: text(mode),
        coordinate_transformation_mode: text(coordinates),
        ...(mode === 'nearest' && { nearest_mode: text('floor') }),
        ...(mode === 'cubic' && { cubic_coeff_a: float(-0.75) }),
      };
      builder.add({ ...node, inputs: [input, '', '', sizes], attributes });
    }),
}));
