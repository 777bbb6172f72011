import type { DeviceId } from '../../protocol/model';
import { int, numberAttribute, type Attribute, type Model, type Node } from '../graph/model';
import { weightOf } from '../graph/weight';
import { floats, integers, type Tensor } from '../tensor/tensor';

/**
 * Replaces a node that a device runs wrongly or not at all by nodes that it runs well, or that fall back to the
 * CPU.
 */
interface Adaptation {
  readonly device: DeviceId;
  applies(node: Node): boolean;
  replace(node: Node): readonly Node[];
}

const [FLOAT, DOUBLE] = [1, 11];

const make = (
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: Record<string, Attribute> = {},
): Node => ({ name: `${output}/${op}`, op, domain: '', inputs, outputs: [output], attributes });
const cast = (input: string, output: string, to: number): Node => make('Cast', [input], output, { to: int(to) });
const constant = (tensor: Tensor, output: string): Node =>
  make('Constant', [], output, { value: { kind: 'tensor', value: weightOf(tensor) } });

/**
 * ONNX Runtime's WebGPU provider takes MaxPool with an Indices output and fails when it is run. In double precision it
 * does not take it, so the node runs on the CPU; the indices are the same.
 */
const webgpuPoolIndices: Adaptation = {
  device: 'webgpu',
  applies: (node) => node.op === 'MaxPool' && Boolean(node.outputs[1]),
  replace(node) {
    const [values, indices] = node.outputs;
    const [wideInput, wideValues] = [`${indices}/wide`, `${indices}/wide-values`];
    const pool = { ...node, inputs: [wideInput], outputs: [wideValues, indices] };
    return [cast(node.inputs[0], wideInput, DOUBLE), pool, ...(values ? [cast(wideValues, values, FLOAT)] : [])];
  },
};

/**
 * ONNX Runtime's InstanceNormalization rounds the mean of a nearly constant plane, and division by √ε makes three lost
 * digits of it. Here the plane is centred twice: the second mean is that of the first one's rounding error.
 */
const accurateInstanceNormalization: Adaptation = {
  device: 'cpu',
  applies: (node) => node.op === 'InstanceNormalization' && node.domain === '',
  replace(node) {
    const [x, scale, bias] = node.inputs;
    const [output] = node.outputs;
    const name = (part: string): string => `${output}/${part}`;
    const centred = (from: string, part: string): Node[] => [
      make('ReduceMean', [from, name('axis')], name(`${part}-mean`)),
      make('Sub', [from, name(`${part}-mean`)], name(part)),
    ];
    return [
      constant(integers([2]), name('axis')),
      constant(integers([0, 0, -1]), name('flat-shape')),
      constant(integers([-1, 1]), name('column-shape')),
      constant(floats([], [numberAttribute(node, 'epsilon', 1e-5)]), name('epsilon')),
      make('Shape', [x], name('shape')),
      make('Reshape', [x, name('flat-shape')], name('flat')),
      ...centred(name('flat'), 'once'),
      ...centred(name('once'), 'twice'),
      make('Mul', [name('twice'), name('twice')], name('squares')),
      make('ReduceMean', [name('squares'), name('axis')], name('variance')),
      make('Add', [name('variance'), name('epsilon')], name('shifted')),
      make('Sqrt', [name('shifted')], name('deviation')),
      make('Reshape', [scale, name('column-shape')], name('scale')),
      make('Reshape', [bias, name('column-shape')], name('bias')),
      make('Div', [name('twice'), name('deviation')], name('standard')),
      make('Mul', [name('standard'), name('scale')], name('scaled')),
      make('Add', [name('scaled'), name('bias')], name('result')),
      make('Reshape', [name('result'), name('shape')], output),
    ];
  },
};

const ADAPTATIONS: readonly Adaptation[] = Object.freeze([webgpuPoolIndices, accurateInstanceNormalization]);

/** The model in the form a device can run. */
export function adapted(model: Model, device: DeviceId): Model {
  const own = ADAPTATIONS.filter((a) => a.device === device);
  if (own.length === 0) return model;
  const nodes = model.graph.nodes.flatMap((node) => own.find((a) => a.applies(node))?.replace(node) ?? [node]);
  return { ...model, graph: { ...model.graph, nodes } };
}
