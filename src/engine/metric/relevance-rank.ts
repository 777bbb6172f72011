import { CLEVR_XAI } from '../literature/papers';
import { sum } from '../statistics/values';
import { rocAuc, topShare } from './localisation';
import { defineMetric, required } from './metric';

export const relevanceRank = defineMetric({
  id: 'relevance-rank',
  label: 'Relevance Rank Accuracy',
  paper: CLEVR_XAI,
  better: 'higher',
  formula: 'share of the |mask| largest |a| that lie in the object mask; auc: ROC AUC of |a| against the mask',
  needs: ['mask'],
  params: [],
  async score({ map, mask }) {
    const object = required(mask, 'relevance-rank', 'an object mask');
    const size = map.data.map(Math.abs);
    return { value: topShare(size, object, sum(object)), parts: { auc: rocAuc(size, object) } };
  },
});
