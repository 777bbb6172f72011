import type { ValueDifference } from '../../../protocol/prediction';
import { GraphBuilder } from '../../graph/builder';
import { int, type Model } from '../../graph/model';
import { withShapes } from '../../graph/shapes';
import { floats } from '../../tensor/tensor';
import { BOXES, SCORES, type Detector } from '../detection/detector';
import { overlapsWith } from './detection';
import { VALUE } from './vector-score';

/** What can be asked of boxes, [N, numbers]. */
export const BOX_SCORES = 'lens:box-scores';

/**
 * The boxes that are asked for, as inputs of the graph: another box is another value, not another program. Their corners
 * [boxes, 4], classes [boxes] and proposals [boxes].
 */
export const boxInputs = Object.freeze({
  corners: 'lens:box-corners',
  classes: 'lens:box-classes',
  proposals: 'lens:box-proposals',
});

/** [left, top, right, bottom] · PLACES = [left, top, width, height]. */
const PLACES = floats([4, 4], [1, 0, -1, 0, 0, 1, 0, -1, 0, 0, 1, 0, 0, 0, 0, 1]);

/** 1 where a number, one per row, is that of a column: [rows, columns]. */
function oneHot(builder: GraphBuilder, numbers: string, columns: number | string): string {
  const all =
    typeof columns === 'number'
      ? builder.constant(
          floats(
            [columns],
            Float32Array.from({ length: columns }, (_, k) => k),
          ),
        )
      : builder.op('Cast', [builder.op('Range', [whole(builder, 0), columns, whole(builder, 1)])], { to: int(1) });
  const row = builder.op('Unsqueeze', [numbers, builder.integers(1)]);
  return builder.op('Cast', [builder.op('Equal', [row, all])], { to: int(1) });
}

const whole = (builder: GraphBuilder, value: number): string =>
  builder.op('Squeeze', [builder.integers(value), builder.integers(0)]);

/** Numbers of a tensor's second axis: a length, or the tensor that holds it. */
function secondAxis(builder: GraphBuilder, { graph }: Model, tensor: string): number | string {
  const length = graph.values.get(tensor)?.shape?.[1];
  if (typeof length === 'number') return length;
  return builder.op('Gather', [builder.op('Shape', [tensor]), whole(builder, 1)]);
}

type Asked = (builder: GraphBuilder, detector: Detector) => string;

/** Of each box, at its own proposal: the score of its class, left, top, width and height. */
const atProposals: Asked = (builder, { labels, classes }) => {
  const chosen = oneHot(builder, boxInputs.proposals, secondAxis(builder, builder.base, BOXES));
  const own = builder.op('MatMul', [chosen, SCORES]);
  const score = labels
    ? own
    : builder.op('ReduceSum', [
        builder.op('Mul', [own, oneHot(builder, boxInputs.classes, classes)]),
        builder.integers(2),
      ]);
  const places = builder.op('MatMul', [builder.op('MatMul', [chosen, BOXES]), builder.constant(PLACES, 'places')]);
  return builder.op('Flatten', [builder.op('Concat', [score, places], { axis: int(2) })], { axis: int(1) });
};

/** How well each box is still found: the largest over proposals of overlap × score of its class. */
const overProposals: Asked = (builder, { labels, classes }) => {
  const of = labels
    ? builder.op('Mul', [
        SCORES,
        builder.op('Cast', [builder.op('Equal', [labels, boxInputs.classes])], { to: int(1) }),
      ])
    : builder.op('MatMul', [SCORES, builder.op('Transpose', [oneHot(builder, boxInputs.classes, classes)])]);
  const found = builder.op('Mul', [overlapsWith(builder, BOXES, boxInputs.corners), of]);
  // Where nothing at all is found, nothing is largest.
  const none = builder.op('Pad', [found, builder.integers(0, 0, 0, 0, 1, 0), builder.scalar(0)]);
  const some = typeof builder.base.graph.values.get(BOXES)?.shape?.[1] === 'number' ? found : none;
  return builder.op('ReduceMax', [some, builder.integers(1)], { keepdims: int(0) });
};

/** The ways to ask, each a graph of its own. */
export const boxQuestions = Object.freeze({
  proposals: { asked: atProposals, quantities: ['score', 'left', 'top', 'width', 'height'] },
  overlap: { asked: overProposals, quantities: ['overlap'] },
});
export type BoxQuestion = keyof typeof boxQuestions;

function lessValue(builder: GraphBuilder, answers: string, { absolute }: Pick<ValueDifference, 'absolute'>): string {
  const less = builder.op('Sub', [answers, builder.input(VALUE, 'float32', [1, 1])]);
  return absolute ? builder.op('Abs', [less]) : less;
}

interface Question {
  readonly question: BoxQuestion;
  /** So many boxes. */
  readonly boxes: number;
  /** A value is taken off, perhaps without a sign. */
  readonly difference?: Pick<ValueDifference, 'absolute'>;
}

/** A detector's graph with the answers for boxes. */
export function withBoxScores(model: Model, detector: Detector, { question, boxes, difference }: Question): Model {
  const builder = new GraphBuilder(model, 'lens:');
  builder.input(boxInputs.corners, 'float32', [boxes, 4]);
  builder.input(boxInputs.classes, 'float32', [boxes]);
  builder.input(boxInputs.proposals, 'float32', [boxes]);
  const answers = boxQuestions[question].asked(builder, detector);
  builder.output(difference ? lessValue(builder, answers, difference) : answers, BOX_SCORES);
  return withShapes(builder.build());
}
