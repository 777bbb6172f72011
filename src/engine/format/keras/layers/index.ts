import type { LayerConverter } from '../layer';
import { activationLayers } from './activation';
import { arrayOperations } from './array-operations';
import { attentionLayers } from './attention';
import { convolutionalLayers } from './convolutional';
import { comparisonOperations } from './comparisons';
import { coreLayers } from './core';
import { elementwiseOperations } from './elementwise';
import { indexingLayers } from './indexing';
import { mergingLayers } from './merging';
import { normalizingLayers } from './normalizing';
import { operationLayers } from './operations';
import { poolingLayers } from './pooling';
import { rearrangingOperations } from './rearranging';
import { shapingLayers } from './shaping';
import { statisticOperations } from './statistics';

/** Every Keras layer that can be imported. */
const layerConverters: readonly LayerConverter[] = Object.freeze([
  ...coreLayers,
  ...convolutionalLayers,
  ...poolingLayers,
  ...normalizingLayers,
  ...activationLayers,
  ...mergingLayers,
  ...shapingLayers,
  ...attentionLayers,
  ...operationLayers,
  ...indexingLayers,
  ...arrayOperations,
  ...elementwiseOperations,
  ...comparisonOperations,
  ...rearrangingOperations,
  ...statisticOperations,
]);

const byClass = new Map(
  layerConverters.flatMap((converter) => converter.classes.map((name) => [name, converter] as const)),
);

export const layerConverter = (className: string): LayerConverter | undefined => byClass.get(className);
