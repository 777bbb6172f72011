import type { ExternalSource } from '../../format/format';
import type { ExternalNetwork } from '../external-network';
import { graphNetwork } from './graph-network';
import { savedNetwork } from './saved-network';

/** The network of an external runtime that a file holds, ready to run. @throws LensError where nothing here can run it */
export function openExternal(source: ExternalSource): Promise<ExternalNetwork> {
  return source.kind === 'graph' ? graphNetwork(source) : savedNetwork(source);
}
