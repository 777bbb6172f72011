import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import type { EvaluationApp } from './app';
import { counted } from './counted';
import { costOfRun, meaningOfCost } from './run-costs';

/** The folder's facts in one line, for the closed set-up. */
export function setupSummary(app: EvaluationApp): HTMLElement {
  const node = element('span', { class: 'quiet setup-summary' });
  const { inspection, setup } = app.document;
  const chosen = (list: readonly { readonly selected: boolean }[]): number =>
    list.filter(({ selected }) => selected).length;
  if (setup)
    setText(
      node,
      [
        inspection &&
          inspection.classes.length > 0 &&
          counted(inspection.classes.length, t('1 class'), t('{0} classes', inspection.classes.length)),
        !app.document.fitting && counted(setup.models.length, t('1 model'), t('{0} models', setup.models.length)),
        ...judgedText(chosen(setup.methods), chosen(setup.metrics)),
      ]
        .filter(Boolean)
        .join(' · '),
    );
  const cost = costOfRun(app);
  if (cost) node.append(element('span', { class: 'figure', title: meaningOfCost() }, ` · ${cost}`));
  return node;
}

/** What is judged, by how many metrics; without a method there is no map that a metric could judge. */
function judgedText(methods: number, metrics: number): string[] {
  if (methods === 0)
    return [metrics > 0 ? t('accuracy only: metrics judge maps, and no method is ticked') : t('accuracy only')];
  return [
    counted(methods, t('1 method'), t('{0} methods', methods)),
    counted(metrics, t('1 metric'), t('{0} metrics', metrics)),
  ];
}
