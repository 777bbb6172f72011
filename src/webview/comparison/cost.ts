import { passes } from '../ui/format';
import { t } from '../ui/l10n';
import { choicesOf, type ComparisonApp } from './app';

/** What the maps of all images cost with what is ticked: `12 × 105 u = 1 260 u`; empty while it is not known. */
export function costOfRun(app: ComparisonApp): string {
  const { costs, inputs, models } = app.document;
  const chosen = choicesOf(app).filter(({ selected }) => selected);
  const own = chosen.map(({ method }) => costs.find((cost) => cost.method === method));
  if (chosen.length === 0 || own.includes(undefined)) return '';
  const each = own.reduce((sum, cost) => sum + (cost?.expectedPasses ?? 0), models.length);
  return inputs.length === 1
    ? passes(each)
    : t('{0} × {1} = {2}', inputs.length, passes(each), passes(inputs.length * each));
}

export const meaningOfCost = (): string =>
  t('Images × what each costs: to predict it, and to make its maps, under all models. 1 u is one forward pass.');

/** What stands beside a method. */
export function methodFact({ document: { costs } }: ComparisonApp, method: string) {
  const cost = costs.find((one) => one.method === method);
  if (cost?.unavailable !== undefined) return { fact: t('not for this model'), unavailable: cost.unavailable };
  return { fact: cost ? passes(cost.expectedPasses) : '' };
}
