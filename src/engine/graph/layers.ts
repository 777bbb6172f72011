import type { ElementType } from '../tensor/tensor';
import { multiplyAccumulates } from './cost';
import { numbersAttribute, type Dimension, type Graph, type Model, type Node } from './model';
import { modulePath } from './module-path';
import { hasTrait } from './operators';
import { countOf, parameterTensors } from './parameters';
import { hasExtent } from './stages';

/** One row of the layer list that people read. */
export interface Layer {
  /** The output tensor: a layer's identity everywhere. */
  readonly tensor: string;
  readonly name: string;
  readonly op: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[] | null;
  /** Shape of the weight of a linear operator, window of a pooling. */
  readonly kernel?: readonly number[];
  /** Learnt numbers this node reads. */
  readonly parameters: number;
  /** Multiply-accumulates for one image. */
  readonly macs: number;
  readonly module?: string;
  /** Has axes of image or signal longer than 1. */
  readonly spatial: boolean;
}

/**
 * The layers of a model whose shapes are known, in graph order: every node with parameters, and every one that computes
 * on images.
 */
export function layersOf(model: Model): Layer[] {
  const { graph } = model;
  const macs = multiplyAccumulates(model);
  const dynamic = new Set(graph.inputs.map((v) => v.name));
  const parameters = parameterTensors(model);
  const layers: Layer[] = [];
  for (const node of graph.nodes) {
    if (!node.inputs.some((name) => dynamic.has(name)) || hasTrait(node, 'shapeOnly')) continue;
    node.outputs.forEach((name) => dynamic.add(name));
    const value = graph.values.get(node.outputs[0]);
    // What moves numbers without computing any is no layer to its readers.
    if (hasTrait(node, 'moving', 'generator') || !value?.type.includes('float')) continue;
    const kernel = kernelOf(node, graph, parameters);
    const module = modulePath(node, graph);
    layers.push({
      tensor: value.name,
      name: node.name,
      op: node.op,
      type: value.type,
      shape: value.shape,
      parameters: parametersOf(node, parameters),
      macs: macs.get(node) ?? 0,
      spatial: hasExtent(value.shape),
      ...(kernel && { kernel }),
      ...(module !== undefined && { module }),
    });
  }
  return layers;
}

type Parameters = ReturnType<typeof parameterTensors>;

function parametersOf(node: Node, parameters: Parameters): number {
  return countOf(node.inputs.flatMap((name) => parameters.get(name) ?? []));
}

function kernelOf(node: Node, { weights }: Graph, parameters: Parameters): readonly number[] | undefined {
  if (!hasTrait(node, 'linear', 'convolution')) return numbersAttribute(node, 'kernel_shape');
  const dims = node.inputs.slice(0, 2).map((name) => parameters.get(name)?.dims ?? weights.get(name)?.dims);
  return dims.reverse().find((one) => one !== undefined);
}
