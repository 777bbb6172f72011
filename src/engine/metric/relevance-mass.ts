import { CLEVR_XAI } from '../literature/papers';
import { sum } from '../statistics/values';
import { inside } from './localisation';
import { defineMetric, required } from './metric';

export const relevanceMass = defineMetric({
  id: 'relevance-mass',
  label: 'Relevance Mass Accuracy',
  paper: CLEVR_XAI,
  better: 'higher',
  formula: 'Σ |a| inside the object mask / Σ |a|',
  needs: ['mask'],
  params: [],
  async score({ map, mask }) {
    const size = map.data.map(Math.abs);
    return { value: inside(size, required(mask, 'relevance-mass', 'an object mask')) / sum(size) };
  },
});
