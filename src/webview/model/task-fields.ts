import type { Recipe } from '../../protocol/recipe';
import { taskIds } from '../../protocol/task';
import { select } from '../ui/controls';
import { t } from '../ui/l10n';
import { taskLabels } from '../ui/task-labels';
import { detection } from './detection-field';
import type { RecipeField } from './field';
import { linesField } from './lines-field';
import { textField } from './text-field';
import { thresholdsOf, thresholdsText, unitsOf } from './output-texts';

/** Fields of what the output means; some are of one task alone. */
export function taskFields(): readonly RecipeField[] {
  return [task(), score(), units(), thresholds(), detection()];
}

function task(): RecipeField<'task'> {
  const label = t('Task');
  return {
    field: 'task',
    label,
    hint: t('What the output means'),
    control({ recipe, task: held }, change) {
      const called = taskLabels();
      const found = held ? t('As the graph shows: {0}', called[held.id]) : t('As the graph shows');
      const options = [
        { value: '', label: recipe.task ? t('As the graph shows') : found },
        ...taskIds.map((id) => ({ value: id, label: called[id] })),
      ];
      return select(label, options, recipe.task ?? '', (value) => change((value || undefined) as Recipe['task']));
    },
  };
}

function score(): RecipeField<'output'> {
  const label = t('Scores from');
  return {
    field: 'output',
    label,
    hint: t('The tensor that is taken as the score'),
    control: ({ recipe, logits }, change) => textField({ label, text: recipe.output, placeholder: logits }, change),
  };
}

function units(): RecipeField<'units'> {
  const label = t('Units');
  return {
    field: 'units',
    label,
    hint: t('One for all outputs, or one for each with commas between'),
    of: 'regression',
    control: ({ recipe }, change) =>
      textField({ label, text: [recipe.units ?? []].flat().join(', '), placeholder: 'mm' }, (text) =>
        change(text === undefined ? undefined : unitsOf(text)),
      ),
  };
}

function thresholds(): RecipeField<'thresholds'> {
  const label = t('Thresholds');
  return {
    field: 'thresholds',
    label,
    hint: t('From which probability on a label counts as given: one for all, or a line such as "cat: 0.4" for each'),
    of: 'multi-label',
    control({ recipe, complete }, change) {
      const names = complete?.labels ?? [];
      const placeholder = `0.5 ${t('or')} ${names[0] ?? 'cat'}: 0.4`;
      return linesField({ label, rows: 3, placeholder, text: thresholdsText(recipe.thresholds, names) }, (text) => {
        const value = thresholdsOf(text);
        if (value !== null) change(value);
        return value !== null;
      });
    },
  };
}
