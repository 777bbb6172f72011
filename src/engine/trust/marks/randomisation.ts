import { randomisedGraphs } from '../../metric/randomised-graphs';
import { Network } from '../../session/network';
import { spearman } from '../../statistics/correlation';
import { mean } from '../../statistics/values';
import { coefficient, type TrustCheck } from '../mark';

/** Coarse maps such as CAMs, of a few dozen values, reach 0.35 by chance; what shows edges stays above 0.45. */
const MOST = 0.4;
/** The top third of the layers, the top two thirds, all. */
const LEVELS = 3;

/** Whether the map changes when the network forgets what it has learned. */
export const randomisation: TrustCheck = {
  id: 'randomisation',
  label: 'Randomised',
  question: 'Does the map change when the layers of the network forget what they learned?',
  formula: `mean Spearman ρ with the maps of copies whose last third, last two thirds and all layers are re-initialised (Adebayo et al. 2018), signs kept; at most ${MOST}`,
  maps: LEVELS,
  applies: ({ method }) => method.group !== 'learned',
  async measure({ model: { network }, map, explain }) {
    const all: number[] = [];
    for (const { graph } of randomisedGraphs(network.graph, 0, LEVELS)) {
      const copy = new Network(graph, network.runtime);
      try {
        all.push(spearman(map.data, (await explain({ network: copy })).data));
      } finally {
        await copy.close();
      }
    }
    // A copy whose map is empty has nothing in common with this one.
    const value = mean(all.map((rho) => (Number.isFinite(rho) ? rho : 0)));
    const passed = !(value > MOST);
    return {
      passed,
      value,
      said: coefficient('ρ', value),
      ...(!passed && {
        why: 'It looks the same when the network has forgotten what it learned: it shows edges, not evidence.',
      }),
    };
  },
};
