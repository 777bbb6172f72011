import { mostExplainedBoxes, usualBoxes, type WhichBoxes } from '../../protocol/evaluation';
import type { EvaluationSetup } from '../../protocol/evaluation-panel';
import { numberField, select } from '../ui/controls';
import { t } from '../ui/l10n';
import type { EvaluationApp } from './app';
import { labelled } from './labelled';

/** Whether the models are detectors, as far as it is known. */
export const findsBoxes = ({ document: { inspection, results } }: EvaluationApp): boolean =>
  inspection
    ? inspection.models.length > 0 && inspection.models.every(({ task }) => task === 'detection')
    : results?.summary.boxes !== undefined;

/** How many boxes of each image are explained, and which. */
export function boxOptions(app: EvaluationApp, setup: EvaluationSetup): HTMLElement[] {
  const { boxes, whichBoxes: which } = setup;
  const kinds = [
    { value: 'confident', label: t('most confident') },
    { value: 'wrong', label: t('most confident wrong') },
  ];
  return [
    labelled(
      t('Boxes explained per image'),
      numberField({
        label: t('Boxes explained per image'),
        value: boxes ?? usualBoxes,
        minimum: 1,
        maximum: mostExplainedBoxes,
        integer: true,
        onChange: (next) => next !== null && app.choose({ boxes: next }),
      }),
      t('of at most {0}', mostExplainedBoxes),
    ),
    labelled(
      t('namely the'),
      select(t('Which boxes are explained'), kinds, which ?? 'confident', (next) =>
        app.choose({ whichBoxes: next as WhichBoxes }),
      ),
    ),
    labelled(
      t('Boxes shown from score'),
      threshold(t('Boxes shown from score'), setup.scoreThreshold, (scoreThreshold) => app.choose({ scoreThreshold })),
    ),
    labelled(
      t('overlapping up to'),
      threshold(t('Boxes shown overlap up to'), setup.overlapThreshold, (overlapThreshold) =>
        app.choose({ overlapThreshold }),
      ),
    ),
  ];
}

/** Empty while the models say it themselves. */
function threshold(label: string, value: number | null, onChange: (value: number | null) => void): HTMLElement {
  const field = numberField({ label, value, minimum: 0, maximum: 1, optional: true, onChange });
  field.placeholder = t('as the model says');
  return field;
}
