import { barriers, cuts } from '../gradient/reach';
import { gradientRule } from '../gradient/rules';
import { layersOf } from '../graph/layers';
import type { Model, Value } from '../graph/model';
import { parameterCount } from '../graph/parameters';
import { blockedChannels, hasBlockedChannels } from '../graph/blocked-channels';
import { shapesHidden } from '../graph/shapes/unknown';
import { mixedSets } from '../graph/upgrade/mixed-sets';
import type { LayerDescription, ModelDescription, TensorDescription } from '../../protocol/model';
import type { Recipe } from '../../protocol/recipe';
import { formats } from '../format';
import { inputRange } from '../image/recipe';
import { takesVolumes } from '../image/volume/volume';
import { importNotes } from '../format/import-notes';
import { layerLabel, nicknameOf } from '../image/nickname';
import { knownCheck } from './import-check';
import type { ModelFile } from './model-file';
import { modelOutline, outlineLayer } from './model-outline';

/**
 * What a model file holds: structure, logits, layers, and where gradients stop. Runs nothing native, so it is safe for
 * files nobody trusts.
 * @param given a recipe that is not saved yet; the sidecar by default
 */
export function describeModel(file: ModelFile, given?: Recipe): ModelDescription {
  const outline = modelOutline(file, given);
  const { model, input, logits: scores, task } = outline;
  const { recipe } = input;
  const { tensor, kind, classes, reason } = scores;
  const logits = { tensor, kind, classes, reason };
  const ends = [model, [input.value.name], [logits.tensor], gradientRule] as const;
  const stops = [...barriers(...ends), ...cuts(...ends)];
  const stopped = new Set(stops.map((node) => node.outputs[0]));
  const layers = layersOf(model).map((layer): LayerDescription => ({
    tensor: layer.tensor,
    label: layerLabel(recipe, layer),
    name: nicknameOf(recipe, layer.tensor) ?? layer.name,
    op: layer.op,
    shape: layer.shape,
    kernel: layer.kernel,
    parameters: layer.parameters,
    macs: layer.macs,
    module: layer.module,
    spatial: layer.spatial,
    stopsGradient: stopped.has(layer.tensor),
  }));
  const cam = outlineLayer(outline);
  return {
    path: file.path,
    format: formats.find((f) => f.id === file.formatId)?.label ?? file.formatId,
    hash: file.hash,
    fileBytes: file.fileBytes,
    producer: file.raw.producer,
    irVersion: file.raw.irVersion,
    opsets: [...file.raw.opsets].map(([domain, version]) => ({ domain, version })),
    inputs: describeInputs(file),
    outputs: file.raw.graph.outputs.map(tensorDescription),
    parameters: parameterCount(model),
    macs: layers.reduce((sum, layer) => sum + layer.macs, 0),
    layers,
    task,
    logits,
    camLayer: cam && { tensor: cam.tensor, reason: cam.reason },
    gradientBarriers: stops.map((node) => ({ op: node.op, node: node.name || node.outputs[0] })),
    recipe,
    ...(input.dims.length === 3 && { inputRange: inputRange(recipe) }),
    ...(takesVolumes(input.dims) && { takesVolumes: true }),
    importCheck: knownCheck(file),
    warnings: [...mixedSets(file.raw), ...warningsOf(model), ...input.notes],
  };
}

/** What a model takes, whether or not it is known what that is. */
export const describeInputs = ({ raw: { graph } }: ModelFile): readonly TensorDescription[] =>
  graph.inputs.filter(({ name }) => !graph.weights.has(name)).map(tensorDescription);

const tensorDescription = ({ name, type, shape }: Value): TensorDescription => ({ name, type, shape });

function warningsOf(model: Model): string[] {
  const warnings = [...(importNotes(model)?.warnings ?? [])];
  const others = model.graph.nodes.filter((n) => n.domain !== '' && !hasBlockedChannels(n));
  const unusual = new Set(others.map((n) => `${n.domain}.${n.op}`));
  if (unusual.size > 0)
    warnings.push(`Operators outside ONNX, which ONNX Runtime may not know: ${[...unusual].slice(0, 5).join(', ')}.`);
  const hidden = shapesHidden(model);
  const arranged = blockedChannels(model);
  if (arranged) warnings.push(`${arranged}.`);
  else if (hidden) warnings.push(`Shapes are missing: ${hidden}.`);
  return warnings;
}
