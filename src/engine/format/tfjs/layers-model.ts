import type { Model, Weight } from '../../graph/model';
import { readArchitecture } from '../keras/architecture';
import { importKeras } from '../keras/importer';
import { NamedWeights } from '../keras/weights';
import type { ModelDocument } from './document';

/** A LayersModel as a graph. @throws LensError naming layers that cannot be imported */
export function readLayersModel(
  { modelTopology, generatedBy, convertedBy }: ModelDocument,
  weights: ReadonlyMap<string, Weight>,
): Model {
  const config = modelTopology.model_config ?? modelTopology;
  const producer =
    [generatedBy, convertedBy].filter(Boolean).join(', ') || String(modelTopology.keras_version ?? 'TensorFlow.js');
  return importKeras(readArchitecture(config), new NamedWeights(weights), 'tensorflow.js', producer);
}
