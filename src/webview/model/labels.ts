import type { Recipe } from '../../protocol/recipe';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ModelApp } from './app';
import type { RecipeField } from './field';
import { linesField } from './lines-field';

/** A name with an ending and without a space is that of a file; docs/labels.md says which forms are read. */
const FILE = /^\S+\.[a-z]{2,8}$/i;

/** Names of classes: one per line, or the name of a file beside the model. */
export function labels(): RecipeField<'labels'> {
  const label = t('Labels');
  return {
    field: 'labels',
    label,
    hint: t('One per line, or the name of a file beside the model'),
    control({ recipe, complete }, change) {
      const text = typeof recipe.labels === 'string' ? recipe.labels : (recipe.labels ?? []).join('\n');
      const placeholder = complete?.labels.slice(0, 4).join('\n');
      return linesField({ label, rows: 4, placeholder, text }, (now) => {
        change(parsed(now));
        return true;
      });
    },
  };
}

function parsed(text: string): Recipe['labels'] {
  const lines = text.split(/\r?\n/);
  while (lines.length && lines[lines.length - 1].trim() === '') lines.pop();
  if (lines.length === 0) return undefined;
  return lines.length === 1 && FILE.test(lines[0].trim()) ? lines[0].trim() : lines;
}

/**
 * How many classes have names, and files beside the model that would name them all: above everything else, since
 * explanations of classes without names say little.
 */
export function labelOffers(app: ModelApp): Component {
  const said = element('p', { class: 'quiet' });
  const files = element('div', { class: 'label-files' });
  const node = element('section', { class: 'label-offers', 'aria-label': t('Names of the classes') }, said, files);
  let drawn = '';
  return {
    element: node,
    update() {
      const { description, labelFiles, faults } = app.document;
      const key = JSON.stringify([description?.recipe.labels.length, description?.logits, labelFiles, faults.length]);
      if (key === drawn || !description) return;
      drawn = key;
      const { classes, kind } = description.logits;
      const named = description.recipe.labels.length;
      const isWanting = named !== classes && kind !== 'regression' && !faults.some(({ field }) => field === 'labels');
      node.hidden = !isWanting && (named === classes || labelFiles.length === 0);
      said.hidden = !isWanting;
      said.replaceChildren(t('{0} names for {1} classes', named, classes));
      files.replaceChildren(
        ...(named === classes ? [] : labelFiles).map(({ name, names }) =>
          button({
            label: t('Use {0}', name),
            title: t('It names {0} classes: {1}, …', classes, names.join(', ')),
            onClick: () => {
              app.edit('labels', name);
              document.querySelector('.form-actions')?.scrollIntoView({ block: 'nearest' });
            },
          }),
        ),
      );
    },
  };
}
