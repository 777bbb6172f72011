import type { SetupPart } from '../../protocol/evaluation-panel';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import { summaryOf, type EvaluationApp } from './app';

/** What is shown where it is not what would run, and what a run would do to it. */
export function agreement(app: EvaluationApp): Component {
  const text = element('p', {});
  const adopt = button({
    label: t('Set up as shown'),
    title: t('Takes over what these results were made with'),
    onClick: () => app.post({ kind: 'adopt' }),
  });
  const node = element('div', { class: 'agreement', role: 'status' }, text, adopt);
  let drawn = '';
  return {
    element: node,
    update() {
      const { differs } = app.document;
      const summary = summaryOf(app);
      node.hidden = !differs || !summary;
      if (!differs || !summary) return;
      const { models, methods } = summary;
      // Another recipe is on disk, which a set-up does not hold.
      adopt.hidden = differs.parts.every((part) => part === 'recipes');
      const words = [
        t('Shown are the results of {0} with {1}.', models.map(({ name }) => name).join(', '), methodsText(methods)),
        t('The set-up has other {0}.', differs.parts.map(partText).join(', ')),
        differs.out
          ? t('Run writes to {0}; these results stay.', nameOf(differs.out))
          : t('Run goes on in the same folder; these results are kept as the run before.'),
      ].join(' ');
      if (words === drawn) return;
      drawn = words;
      text.replaceChildren(words);
      node.title = differs.out ?? '';
    },
  };
}

const nameOf = (path: string): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;

const methodsText = (methods: readonly { readonly label: string }[]): string =>
  methods.length === 0 ? t('no methods') : [...new Set(methods.map(({ label }) => label))].join(', ');

function partText(part: SetupPart): string {
  const texts: Readonly<Record<SetupPart, string>> = {
    folder: t('images'),
    models: t('models'),
    recipes: t('input recipes'),
    methods: t('methods'),
    metrics: t('metrics'),
    target: t('target classes'),
    boxes: t('boxes'),
    seed: t('seeds'),
  };
  return texts[part];
}
