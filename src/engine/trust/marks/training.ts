import { ordersOf } from '../learnt-weights';
import type { TrustCheck } from '../mark';

const LEAST_SHARE = 0.25;
/** Independent draws reach so many deviations once in millions of layers. */
const DEVIATIONS = 6;

/** Whether the network has learned anything at all. */
export const training: TrustCheck = {
  id: 'training',
  label: 'Weights',
  question: 'Has the network learned anything, or are its weights random draws?',
  formula: `layers whose weights are no independent draws: their filters resemble one another, or weights their neighbours, by more than ${DEVIATIONS} deviations of such draws; at least ${100 * LEAST_SHARE} %`,
  maps: 0,
  applies: ({ model }) => ordersOf(model.network.model).length > 0,
  measure({ model }) {
    const orders = ordersOf(model.network.model);
    const learnt = orders.filter(({ deviations }) => deviations > DEVIATIONS).length;
    const value = learnt / orders.length;
    const passed = value >= LEAST_SHARE;
    return Promise.resolve({
      passed,
      value,
      said: `${learnt}/${orders.length} learned`,
      ...(!passed && {
        why: 'The weights of the network look like random draws: no map of it is evidence of anything.',
      }),
    });
  },
};
