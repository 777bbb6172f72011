import { verdictIds, verdictLabels, type RaterAgreement, type StoredVerdicts } from '../../protocol/map-verdict';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import type { TableColumn } from '../ui/table';
import type { MethodRow } from './method-rows';

/** How often each verdict was given on a method's maps, and how far those who gave them agree. */
export function verdictColumns(): TableColumn<MethodRow>[] {
  const counts = verdictIds.map((id): TableColumn<MethodRow> => ({
    key: `verdict ${id}`,
    title: t(verdictLabels[id]),
    numeric: true,
    hint: t('People’s verdicts on its maps; they are kept in verdicts.csv beside the results'),
    value: ({ verdicts }) => verdicts?.counts[id] ?? null,
  }));
  const kappa: TableColumn<MethodRow> = {
    key: 'kappa',
    title: 'κ',
    numeric: true,
    better: 'higher',
    hint: t('Agreement beyond chance over the maps that all raters judged: Cohen’s κ of two raters, Fleiss’ of more'),
    value: ({ verdicts }) => verdicts?.agreement?.kappa ?? null,
  };
  return [...counts, kappa];
}

const statistics: Readonly<Record<RaterAgreement['statistic'], string>> = Object.freeze({
  cohen: 'Cohen’s κ',
  fleiss: 'Fleiss’ κ',
});

/** How far raters agree over all methods; empty of one rater alone. */
export function agreementText({ agreement }: StoredVerdicts): string {
  if (!agreement) return '';
  const { statistic, raters, maps, kappa } = agreement;
  const said = kappa === null ? '—' : figure(kappa);
  return t('{0} raters over {1} maps: {2} {3}', raters.length, maps, t(statistics[statistic]), said);
}
