import { CLEVR_XAI } from '../literature/papers';
import { sum } from '../statistics/values';
import { inside } from './localisation';
import { defineMetric, required } from './metric';

export const relevanceMass = defineMetric({
  id: 'relevance-mass',
  label: 'Relevance Mass Accuracy',
  paper: CLEVR_XAI,
  better: 'higher',
  aspect: { of: 'localisation', from: 0, to: 1 },
  formula: 'Σ |a| inside the object mask / Σ |a|',
  needs: ['mask'],
  params: [],
  evidence: 'what of |a| lies on the object',
  async score({ map, mask, witness }) {
    const object = required(mask, 'relevance-mass', 'an object mask');
    const size = map.data.map(Math.abs);
    witness?.region({ what: '|a|', weights: size, object });
    return { value: inside(size, object) / sum(size) };
  },
});
