import { CLEVR_XAI } from '../literature/papers';
import { topMask } from '../statistics/overlap';
import { sum } from '../statistics/values';
import { rocAuc, topShare } from './localisation';
import { defineMetric, required } from './metric';

export const relevanceRank = defineMetric({
  id: 'relevance-rank',
  label: 'Relevance Rank Accuracy',
  paper: CLEVR_XAI,
  better: 'higher',
  aspect: { of: 'localisation', from: 0, to: 1 },
  formula: 'share of the |mask| largest |a| that lie in the object mask; auc: ROC AUC of |a| against the mask',
  needs: ['mask'],
  params: [],
  evidence: 'the largest |a|, as many as the object has positions, and the object',
  async score({ map, mask, witness }) {
    const object = required(mask, 'relevance-rank', 'an object mask');
    const size = map.data.map(Math.abs);
    const k = sum(object);
    witness?.region({ what: `the ${k} largest |a|`, cut: topMask(size, k), object });
    return { value: topShare(size, object, k), parts: { auc: rocAuc(size, object) } };
  },
});
