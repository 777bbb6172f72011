import { targetBox } from '../../protocol/target';
import { differenceText } from '../../protocol/value-difference';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { targetOf, type ExplainApp } from './app';
import { shortClass } from './class-names';
import { quantityOf } from './box-quantity';
import { targetScore } from './boxes';
import { said } from './said';

/** The name of a file, of its address. */
export const nameOfAddress = (uri: string): string => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number';

/** What is explained, in a few words; undefined while that is not known. */
export const targetName = (app: ExplainApp): string | undefined => nameBy(app, (label) => shortClass(app, label));

/** The same with whole names of classes, for tooltips. */
export const wholeTargetName = (app: ExplainApp): string | undefined => nameBy(app, (label) => label);

type Naming = (label: string) => string;

function nameBy(app: ExplainApp, called: Naming): string | undefined {
  const { references, difference } = app.document;
  if (references) {
    const names = references.files.map(nameOfAddress);
    const listed = names.length > 2 ? t('{0} images', names.length) : names.join(', ');
    return references.measure === 'similarity' ? t('similarity to {0}', listed) : t('distance to {0}', listed);
  }
  const name = scoreName(app, called);
  return name !== undefined && difference ? differenceText(name, difference, unitOfTarget(app)) : name;
}

/** The class, the classes or the two whose difference it is. */
function scoreName(app: ExplainApp, called: Naming): string | undefined {
  const { group, against, prediction } = app.document;
  const labelOf = (index: number): string | undefined => {
    const label = prediction?.predictions.find((one) => one.index === index)?.label;
    return label === undefined ? undefined : called(label);
  };
  if (group) return group.map(labelOf).join(' + ');
  const label = targetOf(app)?.label;
  const target = label === undefined ? undefined : called(label);
  return target !== undefined && isNumber(against) ? `${target} − ${labelOf(against)}` : target;
}

/** What the estimate that is explained is measured in. */
export const unitOfTarget = (app: ExplainApp): string | undefined => {
  const { group, prediction } = app.document;
  const index = group?.[0];
  return index === undefined ? targetOf(app)?.unit : prediction?.predictions.find((one) => one.index === index)?.unit;
};

/** What the model says of what is explained; nothing of a box that was drawn. */
export function targetNumber(app: ExplainApp): string {
  const { group, against, difference, references, prediction } = app.document;
  if (references) return '';
  const logitOf = (index: number): number => prediction?.predictions.find((one) => one.index === index)?.logit ?? NaN;
  const target = targetOf(app);
  const box = targetBox(app.document);
  if (box && difference) {
    const far = (quantityOf(app, box) ?? NaN) - difference.from;
    return Number.isNaN(far) ? '' : figure(difference.absolute ? Math.abs(far) : far);
  }
  if (!group && !difference && !(target && isNumber(against))) {
    if (box) return targetScore(app, box)?.toFixed(2) ?? '';
    return target ? said(app, target) : '';
  }
  if (!prediction || (!group && !target)) return '';
  const whole = (group ?? [target!.index]).reduce((sum, index) => sum + logitOf(index), 0);
  const score = isNumber(against) ? whole - logitOf(against) : whole;
  if (prediction.link !== 'identity') return t('logits {0}', figure(score));
  const far = difference ? score - difference.from : score;
  return [figure(difference?.absolute ? Math.abs(far) : far), unitOfTarget(app)].filter(Boolean).join('\u00a0');
}
