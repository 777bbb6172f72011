import type { PredictionChange, VersionRow } from '../../protocol/versions';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { isEstimate } from './said';
import { taskOf } from './task';

/** What two models, or two inputs, say of the likeliest classes: after, and by how much it went up or down. */
export function predictionChanges(app: ExplainApp) {
  const list = element('ul', { class: 'prediction-changes' });
  return {
    element: list,
    update(changes: readonly PredictionChange[], explained: VersionRow['explained'], truth: string | undefined): void {
      const estimates = isEstimate(taskOf(app));
      keyed(
        list,
        changes,
        ({ index }) => String(index),
        changeRow,
        (row, change) => {
          const [name, value, arrow, amount] = row.children;
          const by = change.before === null || change.after === null ? null : change.after - change.before;
          const way = by === null || isSame(by, estimates) ? 'same' : by > 0 ? 'up' : 'down';
          setAttribute(row, 'data-way', way);
          setAttribute(row, 'data-explained', change.label === explained);
          setText(name, change.label === truth ? `✓ ${change.label}` : change.label);
          setText(value, change.after === null ? '—' : written(change.after, estimates));
          setText(arrow, { up: '▲', down: '▼', same: '' }[way]);
          setText(amount, by === null || way === 'same' ? '' : amountOf(by, estimates));
          const said = meaning(change, by, estimates);
          setAttribute(row, 'title', change.label === truth ? t('{0} (the true class)', said) : said);
        },
      );
    },
  };
}

const changeRow = (): HTMLElement =>
  element(
    'li',
    { class: 'prediction-change' },
    element('span', { class: 'change-name' }),
    element('span', { class: 'figure' }),
    element('span', { class: 'change-arrow', 'aria-hidden': 'true' }),
    element('span', { class: 'figure change-amount' }),
  );

const written = (value: number, estimates: boolean): string => (estimates ? figure(value) : percent(value));

/** What would be shown as no change is none. */
const isSame = (by: number, estimates: boolean): boolean => Math.abs(by) < (estimates ? 1e-6 : 5e-4);

function amountOf(by: number, estimates: boolean): string {
  const size = estimates ? figure(Math.abs(by)) : t('{0} pp', (100 * Math.abs(by)).toFixed(1));
  return `${by < 0 ? '−' : '+'}${size}`;
}

function meaning({ label, before, after }: PredictionChange, by: number | null, estimates: boolean): string {
  const [old, now] = [before, after].map((value) => (value === null ? '—' : written(value, estimates)));
  const rest = by === null || isSame(by, estimates) ? t('no change') : amountOf(by, estimates);
  return t('{0}: {1} before, {2} after, {3}', label, old, now, rest);
}
