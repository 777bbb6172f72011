import type { ForeignSource } from '../../format/format';
import type { ForeignNetwork } from '../foreign';
import { graphNetwork } from './graph-network';
import { savedNetwork } from './saved-network';

/** The network of another runtime that a file holds, ready to run. @throws LensError where nothing here can run it */
export function openForeign(source: ForeignSource): Promise<ForeignNetwork> {
  return source.kind === 'graph' ? graphNetwork(source) : savedNetwork(source);
}
