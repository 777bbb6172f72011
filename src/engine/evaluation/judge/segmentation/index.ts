import { PIXEL_FORMS } from '../../../dataset/annotation';
import type { PixelTruth } from '../../../dataset/annotation/pixel-truth';
import { defaultTarget } from '../../../../protocol/target';
import { askedClass } from '../../asked';
import type { EvaluatedModel } from '../../evaluated-model';
import type { Judge } from '../judge';
import { classesFor, openTruthSet, outputNames, unknownLabels, type TruthSource } from '../truth-set';
import { pixelCounts } from './pixel-counts';
import { PixelTally, type PixelCounts } from './pixel-tally';
import { VOID } from './pixels';
import type { TruePixels } from './true-pixels';

const SOURCE: TruthSource<PixelTruth, TruePixels> = {
  forms: PIXEL_FORMS,
  without: 'nothing is drawn on it',
  mask: (truth) => (truth.kind === 'file' ? { kind: 'label-map', path: truth.path } : null),
  read(found, model) {
    const categories = [...found.of.values()].flatMap((truth) =>
      truth.kind === 'regions' ? truth.objects.map(({ category }) => category) : [],
    );
    const classes = classesFor(model, found, new Set(categories));
    const known = (category: string): number | null => {
      const index = classes.indexOf(category);
      return index !== null && index < model.classes ? index : null;
    };
    const unknown = new Map<string, number>();
    for (const category of categories)
      if (known(category) === null) unknown.set(category, (unknown.get(category) ?? 0) + 1);
    // What no object covers is the background, unless the first class is one of the objects.
    const elsewhere = found.names?.some((category) => known(category) === 0) ? VOID : 0;
    return {
      names: outputNames(model, model.labels.length > 0 ? model.labels : classes.names),
      notes: unknownLabels(unknown, 'objects'),
      truth(truth) {
        if (truth.kind === 'file') return truth;
        const objects = truth.objects.map(({ category, isCrowd, region }) => ({
          index: isCrowd ? VOID : (known(category) ?? VOID),
          region,
        }));
        return { ...truth, objects, elsewhere };
      },
    };
  },
};

/** The class of every pixel. */
export const segmentation: Judge<TruePixels, PixelCounts> = {
  tasks: ['segmentation'],
  forms: PIXEL_FORMS,
  open: (folder, models, options) => openTruthSet(folder, models, options, SOURCE),
  answer: pixelCounts,
  asked(answer, _truth, model, { target }) {
    const [truth, predicted] = ([0, 1] as const).map((side) => mostOf(answer, model, side));
    const asked = askedClass(target, { label: truth, predicted });
    return [{ ...asked, label: asked.target }];
  },
  columns: () => ['pixels', 'pixelAccuracy', 'meanIou', 'meanDice'],
  tally: (_model, names) => new PixelTally(names),
};

/** The class of the largest object: by the truth (0) or by the prediction (1). */
function mostOf({ counts }: PixelCounts, { classes, labels }: EvaluatedModel, side: 0 | 1): number {
  const pixels = new Float64Array(classes);
  for (let at = 0; at < counts.length; at += 3) pixels[counts[at + side]] += counts[at + 2];
  const all = Math.max(
    1,
    pixels.reduce((a, b) => a + b, 0),
  );
  const predictions = Array.from(pixels, (count, index) => ({
    index,
    label: labels[index] ?? `class ${index}`,
    probability: count / all,
    logit: count,
  })).sort((a, b) => b.probability - a.probability);
  return defaultTarget({ predictions, dense: { height: 1, width: classes, classes: Uint16Array.from([]) } }).index;
}
