import type { Judge } from '../judge';
import { embeddingAnswer, type EmbeddingAnswer } from './answer';
import { MOST_REFERENCES, openLabelledSet, type LabelledTruth } from './labelled-set';
import { NeighbourTally } from './neighbour-tally';

/** Vectors that are near each other where inputs have one label. */
export const embedding: Judge<LabelledTruth, EmbeddingAnswer> = {
  tasks: ['embedding'],
  open: openLabelledSet,
  answer: embeddingAnswer,
  // Of an input that is alone in its class there is nothing to explain.
  asked: ({ references }, { label }) => (references.length > 0 ? [{ target: 0, label, references }] : []),
  remark: () =>
    `Explained is the mean cosine of an input and the first ${MOST_REFERENCES} others of its class; inputs that are alone in theirs are not explained.`,
  columns: () => [
    'label',
    'nearest',
    'nearestLabel',
    'right',
    'nearestCosine',
    'nearestCosineOfClass',
    'nearestCosineOfOthers',
  ],
  tally: ({ width }, names, capacity) => new NeighbourTally(names, width, capacity),
};
