import type { Axis } from '../draw/volume';
import { t } from '../ui/l10n';

/** What the planes of a volume are called, by the axis that one looks along. */
export const planeNames = (): Readonly<Record<Axis, { readonly label: string; readonly title: string }>> => ({
  0: { label: t('Axial'), title: t('Slices along the depth') },
  1: { label: t('Coronal'), title: t('Slices along the height') },
  2: { label: t('Sagittal'), title: t('Slices along the width') },
});
