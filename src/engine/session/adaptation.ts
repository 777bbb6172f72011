import type { DeviceId } from '../../protocol/model';
import { int, type Model, type Node } from '../graph/model';

/** Replaces a node that a device accepts but cannot run by nodes that it can, or that fall back to the processor. */
interface Adaptation {
  readonly device: DeviceId;
  applies(node: Node): boolean;
  replace(node: Node): readonly Node[];
}

const [FLOAT, DOUBLE] = [1, 11];

const cast = (input: string, output: string, to: number): Node => ({ name: `${output}/Cast`, op: 'Cast', domain: '', inputs: [input], outputs: [output], attributes: { to: int(to) } });

/**
 * ONNX Runtime's WebGPU provider takes MaxPool with an Indices output and fails when it is run. In double precision it does not
 * take it, so the node runs on the processor; the indices are the same.
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

const ADAPTATIONS: readonly Adaptation[] = Object.freeze([webgpuPoolIndices]);

/** The model in the form a device can run. */
export function adapted(model: Model, device: DeviceId): Model {
  const own = ADAPTATIONS.filter((a) => a.device === device);
  if (own.length === 0) return model;
  const nodes = model.graph.nodes.flatMap((node) => own.find((a) => a.applies(node))?.replace(node) ?? [node]);
  return { ...model, graph: { ...model.graph, nodes } };
}
