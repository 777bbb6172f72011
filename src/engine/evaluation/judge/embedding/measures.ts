import type { Neighbours } from '../../../metric/embedding/neighbours';
import type { MeasureOf, PartMeasureOf } from '../measures';

const recall = (k: number): MeasureOf<Neighbours> => ({
  id: `recall-${k}`,
  label: `Recall@${k}`,
  formula: `the share of inputs that have one with their label among the ${k === 1 ? 'nearest' : `${k} nearest`} others by cosine, of those that are not alone in their class`,
  better: 'higher',
  value: (neighbours) => neighbours.recall(k),
});

export const MEASURES: readonly MeasureOf<Neighbours>[] = Object.freeze<MeasureOf<Neighbours>[]>([
  recall(1),
  recall(5),
  {
    id: 'pair-roc-auc',
    label: 'ROC AUC of pairs',
    formula:
      'how often a pair of inputs with one label has a higher cosine than a pair with two; told apart to 1/32768',
    better: 'higher',
    value: ({ rocAuc }) => rocAuc,
  },
  {
    id: 'cosine-within',
    label: 'Cosine within classes',
    formula: 'the mean cosine of pairs of inputs with one label',
    better: 'higher',
    value: (neighbours) => neighbours.cosineWithin(),
  },
  {
    id: 'cosine-between',
    label: 'Cosine between classes',
    formula: 'the mean cosine of pairs of inputs with two labels',
    better: 'lower',
    value: (neighbours) => neighbours.cosineBetween(),
  },
  recall(10),
  {
    id: 'equal-error-rate',
    label: 'Equal error rate',
    formula:
      'the share of pairs with two labels that are accepted where pairs are accepted from such a cosine on that as large a share of those with one is refused',
    better: 'lower',
    value: ({ equalErrorRate }) => equalErrorRate,
  },
]);

export const PART_MEASURES: readonly PartMeasureOf<Neighbours>[] = Object.freeze<PartMeasureOf<Neighbours>[]>([
  { id: 'support', label: 'Inputs', formula: 'of the class', better: 'none', value: (all, c) => all.support(c) },
  {
    id: 'recall1',
    label: 'Recall@1',
    formula: 'the share of its inputs whose nearest other one is of the class',
    better: 'higher',
    value: (all, c) => all.recall(1, c),
  },
  {
    id: 'cosineWithin',
    label: 'Cosine within',
    formula: 'the mean cosine of pairs of its inputs',
    better: 'higher',
    value: (all, c) => all.cosineWithin(c),
  },
  {
    id: 'cosineBetween',
    label: 'Cosine to others',
    formula: 'the mean cosine of its inputs and those of other classes',
    better: 'lower',
    value: (all, c) => all.cosineBetween(c),
  },
]);
