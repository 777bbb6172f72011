import { targetBox } from '../../protocol/target';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { targetOf, type ExplainApp } from './app';
import { targetScore } from './boxes';
import { said } from './said';

/** The name of a file, of its address. */
export const nameOfAddress = (uri: string): string => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number';

/** What is explained, in a few words; undefined while that is not known. */
export function targetName(app: ExplainApp): string | undefined {
  const { group, against, references, prediction } = app.document;
  const labelOf = (index: number): string | undefined =>
    prediction?.predictions.find((one) => one.index === index)?.label;
  if (references) {
    const names = references.files.map(nameOfAddress);
    const listed = names.length > 2 ? t('{0} images', names.length) : names.join(', ');
    return references.measure === 'similarity' ? t('similarity to {0}', listed) : t('distance to {0}', listed);
  }
  if (group) return group.map(labelOf).join(' + ');
  const target = targetOf(app)?.label;
  return target !== undefined && isNumber(against) ? `${target} − ${labelOf(against)}` : target;
}

/** What the model says of what is explained; nothing of a box that was drawn. */
export function targetNumber(app: ExplainApp): string {
  const { group, against, references, prediction } = app.document;
  if (references) return '';
  if (group) {
    const own = prediction?.predictions.filter(({ index }) => group.includes(index)) ?? [];
    return t('logits {0}', figure(own.reduce((sum, { logit }) => sum + logit, 0)));
  }
  const target = targetOf(app);
  const other = prediction?.predictions.find(({ index }) => index === against);
  if (target && other) return t('logits {0}', figure(target.logit - other.logit));
  const box = targetBox(app.document);
  if (box) return targetScore(app, box)?.toFixed(2) ?? '';
  return target ? said(app, target) : '';
}
