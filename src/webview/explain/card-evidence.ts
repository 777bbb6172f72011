import type { MetricDescription } from '../../protocol/metric';
import { outcomeOf } from '../../protocol/loading';
import type { ParameterValues } from '../../protocol/parameter';
import { parameterForm } from '../choices/parameters';
import { evidenceSheet } from '../evidence/sheet';
import { select } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import { cardOf, methodOf, type ExplainApp } from './app';
import { targetName } from './target-name';

/** A dialog with what a metric does with a card's map: the metric is chosen and set up in its head. */
export function cardEvidence(app: ExplainApp) {
  let card: string | null = null;
  let known: readonly MetricDescription[] = [];
  let chosen = '';
  /** As each metric was set up last. */
  const values = new Map<string, ParameterValues>();
  const sheet = evidenceSheet({
    palette: () => app.view.palette ?? app.document.palette,
    copy: (text) => app.post({ kind: 'copy', text }),
    onClose: () => (card = null),
  });
  const ask = (): void => {
    if (card === null) return;
    const metric = { metric: chosen, params: values.get(chosen) ?? {} };
    void sheet.show(app.ask('evidence', { card, metric }));
  };
  /** Without a marked object, the metrics that need none. */
  const usable = (): readonly MetricDescription[] =>
    known.filter(({ needs }) => app.object !== null || !needs.includes('mask'));
  const controls = (): HTMLElement => {
    const all = usable();
    if (!all.some(({ id }) => id === chosen)) chosen = all[0]?.id ?? '';
    const picker = select(
      t('Metric'),
      all.map(({ id, label }) => ({ value: id, label })),
      chosen,
      (id) => {
        chosen = id;
        form.replaceChildren(...parameters());
        ask();
      },
    );
    const form = element('span', {}, ...parameters());
    return element('span', { class: 'evidence-choice' }, picker, form);
  };
  const parameters = (): HTMLElement[] => {
    const { params } = known.find(({ id }) => id === chosen) ?? { params: [] };
    if (params.length === 0) return [];
    const form = parameterForm({
      params,
      values: values.get(chosen) ?? {},
      layers: [],
      inputRange: null,
      onChange: (name, value) => values.set(chosen, { ...values.get(chosen), [name]: value }),
      onPickFile: () => undefined,
    });
    const again = button({ label: t('Judge again'), onClick: ask });
    return [element('details', {}, element('summary', {}, t('Set up')), form, again)];
  };
  return {
    element: sheet.element,
    async open(id: string): Promise<void> {
      const label = methodOf(app, cardOf(app, id)?.method ?? '')?.label ?? '';
      const title = [t('What a metric does with {0}', label), targetName(app)].filter(Boolean).join(' · ');
      sheet.open(title);
      card = id;
      if (known.length === 0) {
        const answer = await outcomeOf(app.ask('metrics', null));
        if (answer.state === 'done') known = answer.value;
      }
      if (card !== id) return;
      sheet.control(controls());
      ask();
    },
    /** Closes when the card it belongs to has gone. */
    update(): void {
      if (card !== null && cardOf(app, card)?.state !== 'done') sheet.close();
    },
  };
}
