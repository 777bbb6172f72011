import type { EngineCallName } from '../../protocol/engine';

const MINUTE = 60_000;

/**
 * How long calls that read files without computing may take, in milliseconds: a damaged or hostile file must not keep
 * the engine from everything else. Calls that compute report progress and can be cancelled; they have no limit.
 */
export const TIME_LIMITS: Readonly<Partial<Record<EngineCallName, number>>> = Object.freeze({
  'model.describe': MINUTE,
  'model.labelFiles': MINUTE,
  'model.preview': MINUTE,
  'input.dicom': 2 * MINUTE,
  'filters.layers': 2 * MINUTE,
  'folder.inspect': 5 * MINUTE,
  'folder.command': MINUTE,
  'folder.results': 2 * MINUTE,
  'samples.list': 5 * MINUTE,
  'suite.read': MINUTE,
  'object.read': MINUTE,
  'training.inspect': 5 * MINUTE,
  'training.results': 2 * MINUTE,
  'scattering.input': MINUTE,
});
