import type { NetworkKind } from './network';
import { recurrentNetwork, recurrentParams } from './recurrent';

export const gru: NetworkKind<typeof recurrentParams> = {
  id: 'gru',
  label: 'GRU',
  description: 'gated recurrent units over time steps or rows, then one fully connected layer',
  of: 'any',
  params: recurrentParams,
  build: (params, facts) => recurrentNetwork('gru', { op: 'GRU', gates: 3 }, params, facts),
};
