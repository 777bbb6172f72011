import { LensError } from '../../protocol/error';
import type { FilterLayer, FilterLayers } from '../../protocol/filters';
import type { WeightsFile } from '../format/weights-file';
import { formats } from '../format';
import { layersOf } from '../graph/layers';
import type { Graph, Weight } from '../graph/model';
import { floatsOf, typedArray } from '../graph/weight';
import { layerLabel, nicknameOf } from '../image/nickname';
import { readSidecar } from '../image/sidecar';
import { sizeOf } from '../tensor/tensor';
import type { Steps } from '../tensor/steps';
import { modelOutline } from '../model/model-outline';
import type { ModelFile } from '../model/model-file';
import { arrangementOf, arrangementOfStored, type Arrangement } from './arrangement';
import { healthOf } from './health';

/** One layer's kernels, read when asked for. */
export interface KernelLayer {
  readonly layer: FilterLayer;
  /** [filters, channels, height, width] as `layer.dims` says. */
  read(): Float32Array;
}

/** The layers with kernels of a model, or of a file of weights. */
export interface KernelSource extends Omit<FilterLayers, 'layers'> {
  readonly layers: readonly KernelLayer[];
}

/** Kernels of a model with a graph, in graph order; runs nothing native. */
export function sourceOfModel(file: ModelFile): KernelSource {
  // Kernels have nothing to do with classes: a file of labels that is wrong keeps nobody from them.
  const { labels: _labels, ...recipe } = readSidecar(file.path);
  const { model, input } = modelOutline(file, recipe);
  const lastChannels = input.layout === 'nhwc' ? input.value.name : null;
  const nodes = new Map(model.graph.nodes.map((node) => [node.outputs[0], node]));
  const layers = layersOf(model).flatMap(({ tensor, name, op, module, spatial, parameters }): KernelLayer[] => {
    const node = nodes.get(tensor);
    const arrangement = node && arrangementOf(node, { graph: model.graph, lastChannels });
    if (!arrangement) return [];
    const layer = {
      tensor,
      label: layerLabel(input.recipe, { tensor, name, module }),
      name: nicknameOf(input.recipe, tensor) ?? (name || tensor),
      op,
      ...(module !== undefined && { module }),
      parameters,
      spatial,
    };
    return [kernelLayer(layer, weightOf(model.graph, arrangement), arrangement)];
  });
  return {
    path: file.path,
    format: formats.find((f) => f.id === file.formatId)?.label ?? file.formatId,
    hasGraph: true,
    layers,
    warnings: [],
  };
}

const weightOf = (graph: Graph, { weight }: Arrangement) => {
  const stored = graph.weights.get(weight)!;
  return { dims: stored.dims, read: () => stored };
};

/** Operators a weight of so many axes is most probably of. */
const LIKELY: Readonly<Record<number, string>> = { 2: 'Linear' };

/** Kernels of a file of weights: every floating-point tensor with two to five axes, in the order of the file. */
export function sourceOfWeights(file: WeightsFile): KernelSource {
  const layers = file.tensors.flatMap(({ name, type, dims }): KernelLayer[] => {
    const arrangement = type.includes('float') ? arrangementOfStored(name, dims) : undefined;
    if (!arrangement) return [];
    const short = name.replace(/\.weight$/, '');
    const layer = {
      tensor: name,
      label: short,
      name: short,
      op: LIKELY[dims.length] ?? 'Conv',
      parameters: sizeOf(dims),
      spatial: null,
    };
    return [kernelLayer(layer, { dims, read: () => file.read(name) }, arrangement)];
  });
  return { path: file.path, format: file.label, hasGraph: false, layers, warnings: file.warnings };
}

function kernelLayer(
  named: Omit<FilterLayer, 'stored' | 'dims' | 'health'>,
  weight: { dims: readonly number[]; read(): Weight },
  { dims, arrange }: Arrangement,
): KernelLayer {
  return { layer: { ...named, stored: weight.dims, dims, health: null }, read: () => arrange(valuesOf(weight.read())) };
}

/** A weight's values as float32; bfloat16 is the upper half of a float32. */
function valuesOf(weight: Weight): Float32Array {
  if (weight.type !== 'bfloat16') return floatsOf(weight).data;
  const bits = Uint32Array.from(typedArray('bfloat16', weight.bytes) as Uint16Array, (half) => half << 16);
  return new Float32Array(bits.buffer);
}

/** The list of layers. @param health whether to read every weight for it */
export function* filterLayers(
  { path, format, hasGraph, layers, warnings }: KernelSource,
  health = hasGraph,
): Steps<FilterLayers> {
  const listed: FilterLayer[] = [];
  for (const { layer, read } of layers) {
    listed.push(health ? { ...layer, health: yield* healthOf(read(), layer.dims) } : layer);
    yield;
  }
  return { path, format, hasGraph, warnings, layers: listed };
}

/** A layer by its tensor or name; the first one where none is named. @throws LensError */
export function kernelLayerOf(source: KernelSource, name?: string): KernelLayer {
  const found =
    name === undefined
      ? source.layers[0]
      : (source.layers.find(({ layer }) => layer.tensor === name) ??
        source.layers.find(({ layer }) => layer.name === name || layer.module === name));
  if (found) return found;
  if (source.layers.length === 0) {
    throw new LensError({
      code: 'unsupported-model',
      what: `there are no kernels in this file${source.warnings.length > 0 ? ` (${source.warnings[0]})` : ''}`,
      where: source.path,
      next: 'Choose a model with Conv, ConvTranspose, Gemm or MatMul layers',
    });
  }
  const near = source.layers
    .slice(0, 6)
    .map(({ layer }) => layer.tensor)
    .join(', ');
  throw new LensError({
    code: 'invalid-argument',
    what: `no layer ${name} has kernels`,
    where: source.path,
    next: `Choose one of ${near}${source.layers.length > 6 ? ', …' : ''}`,
  });
}
