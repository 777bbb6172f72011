import type { NetworkKind } from './network';
import { recurrentNetwork, recurrentParams } from './recurrent';

export const lstm: NetworkKind<typeof recurrentParams> = {
  id: 'lstm',
  label: 'LSTM',
  description: 'long short-term memory over time steps or rows, then one fully connected layer',
  of: 'any',
  params: recurrentParams,
  build: (params, facts) => recurrentNetwork('lstm', { op: 'LSTM', gates: 4 }, params, facts),
};
