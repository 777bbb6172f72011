import { point } from '../../metric/pointing-game';
import type { TrustCheck } from '../mark';

/** Whether the map points at the object that is marked. */
export const pointing: TrustCheck = {
  id: 'pointing',
  label: 'Object',
  question: 'Is the largest value inside the object that is marked?',
  formula: 'distance from a largest value of the map to the object that is marked, in pixels; 0',
  maps: 0,
  applies: ({ object, map }) => object?.length === map.data.length && Array.from(object).some(Boolean),
  measure({ object, map }) {
    const { hit, distance } = point(map.data, object!, map.dims[map.dims.length - 1]);
    return Promise.resolve({
      passed: hit,
      value: distance,
      said: hit ? 'hit' : `${Math.round(distance)} px off`,
      ...(!hit && { why: 'Its peak lies beside the object that is marked.' }),
    });
  },
};
