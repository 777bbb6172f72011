import { pearson } from '../../statistics/correlation';
import { coefficient, type TrustCheck } from '../mark';

const LEAST = 0.5;

/** Whether another seed makes the same map. */
export const secondSeed: TrustCheck = {
  id: 'second-seed',
  label: 'Second seed',
  question: 'Does another seed of the random numbers make the same map?',
  formula: `Pearson r with the map of another seed; at least ${LEAST}`,
  maps: 1,
  applies: ({ isRandom }) => isRandom,
  async measure({ map, explain }) {
    const value = pearson(map.data, (await explain({ seedsOn: 1 })).data);
    const passed = value >= LEAST;
    return {
      passed,
      value,
      said: coefficient('r', value),
      ...(!passed && { why: 'Another seed makes another map: take more samples.' }),
    };
  },
};
