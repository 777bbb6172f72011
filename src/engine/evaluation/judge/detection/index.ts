import { mostExplainedBoxes } from '../../../../protocol/evaluation';
import type { DetectedBox } from '../../../../protocol/task';
import { BOX_FORMS } from '../../../dataset/annotation';
import type { TrueBoxes } from '../../../dataset/annotation/true-box';
import { DETECTION_ERRORS } from '../../../metric/detection/errors';
import type { JudgedModel } from '../../judged-model';
import type { Judge } from '../judge';
import { classesFor, openTruthSet, unknownLabels, type TruthSource } from '../truth-set';
import { BoxTally } from './box-tally';
import { LISTING } from './listing';
import { unpacked, type FoundBoxes } from './found-boxes';
import { foundBoxes } from './reading';
import { judgedBoxes } from './judged-boxes';
import { objectsInPixels, type TrueObjects } from './true-objects';

const SOURCE: TruthSource<TrueBoxes, TrueObjects> = {
  forms: BOX_FORMS,
  without: 'its objects cannot be read',
  read(found, model) {
    const labels = [...found.of.values()].flatMap(({ boxes }) => boxes.map(({ label }) => label));
    const classes = classesFor(model, found, new Set(labels));
    const names = classNames(model, classes.names);
    const unknown = new Map<string, number>();
    for (const label of labels) if (classes.indexOf(label) === null) unknown.set(label, (unknown.get(label) ?? 0) + 1);
    return {
      names,
      notes: unknownLabels(unknown, 'objects'),
      truth: ({ boxes, unit }) => ({
        unit,
        objects: boxes.flatMap(({ label, ...box }) => {
          const index = classes.indexOf(label);
          return index === null || index >= names.length ? [] : [{ ...box, index }];
        }),
      }),
    };
  },
};

/** All classes a detector may tell: some tell more than they have scores for. */
function classNames({ classes, labels }: JudgedModel, ofFolder: readonly string[]): string[] {
  const known = labels.length > 0 ? labels : ofFolder;
  return Array.from({ length: Math.max(classes, known.length) }, (_, k) => known[k] ?? `class ${k}`);
}

/** Of the boxes that can be explained, which are the first of those shown, those that are right about no object. */
function wrongOf(answer: FoundBoxes, truth: TrueObjects): readonly DetectedBox[] {
  const judged = judgedBoxes(unpacked(answer.shown), objectsInPixels(truth, answer));
  return answer.asked.filter((_, k) => judged[k].kind !== 'right' && judged[k].kind !== 'aside');
}

/** Objects, each in a box. */
export const detection: Judge<TrueObjects, FoundBoxes> = {
  tasks: ['detection'],
  forms: BOX_FORMS,
  parts: ({ objects }) => objects.map(({ index }) => index),
  open: (folder, models, options) => openTruthSet(folder, models, options, SOURCE),
  answer: foundBoxes,
  asked(answer, truth, _model, { boxes, whichBoxes: which }) {
    const wanted = which === 'wrong' ? wrongOf(answer, truth) : answer.asked;
    return wanted.slice(0, boxes).map(({ index, corners, proposal }) => ({
      target: index,
      label: index,
      box: { index, corners, proposal, quantity: 'score' },
    }));
  },
  explainsBoxes: true,
  remark({ boxes, whichBoxes: which }) {
    const most = Math.min(boxes, mostExplainedBoxes);
    const kind = which === 'wrong' ? `wrong ` : '';
    const among = which === 'wrong' ? `, among the ${mostExplainedBoxes} most confident,` : '';
    const explained =
      most === 1 ? `${kind}box that is shown${among} is` : `${most} ${kind}boxes that are shown${among} are`;
    return `Of each image the most confident ${explained} explained, and metrics are means over them.`;
  },
  columns: () => ['objects', 'boxes', 'right', ...DETECTION_ERRORS.map(({ id }) => id)],
  listing: LISTING,
  tally: (_model, names) => new BoxTally(names),
};
