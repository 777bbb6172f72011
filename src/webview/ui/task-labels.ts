import type { TaskId } from '../../protocol/task';
import { t } from './l10n';

/** What each task is called. Made when it is shown, because labels are translated. */
export const taskLabels = (): Readonly<Record<TaskId, string>> => ({
  classification: t('One class of several'),
  binary: t('One of two classes'),
  'multi-label': t('Several labels'),
  regression: t('Estimated values'),
  segmentation: t('A class at every position'),
  detection: t('Boxes of objects'),
  embedding: t('Embedding'),
});
