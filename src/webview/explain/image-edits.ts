import type { Raster } from '../../protocol/raster';
import type { Mask } from '../draw/mask';
import { areaAround, blurred, copied, meanColor, middleOf, painted, restored, type Color } from '../draw/raster-edit';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';

/** What an edit is made of. */
export interface EditContext {
  readonly app: ExplainApp;
  /** The image before the stroke. */
  readonly raster: Raster;
  /** What was painted. */
  readonly mask: Mask;
  /** The image as it was read. */
  readonly original: Raster;
  readonly color: Color;
  /** What was marked before, to be copied. */
  readonly source: Mask | null;
}

/** A way to change what is painted over. */
export interface ImageEdit {
  readonly id: string;
  readonly label: string;
  readonly title: string;
  /** It is seen while the stroke goes on. */
  readonly live?: true;
  /** A first stroke marks what the second one places. */
  readonly placing?: true;
  apply(context: EditContext): Raster | Promise<Raster>;
}

export const imageEdits = (): readonly ImageEdit[] => [
  {
    id: 'paint',
    label: t('Paint'),
    title: t('Paints the colour'),
    live: true,
    apply: ({ raster, mask, color }) => painted(raster, mask, color),
  },
  {
    id: 'erase',
    label: t('Erase'),
    title: t('Puts the mean colour of the image in its place'),
    live: true,
    apply: ({ raster, mask, original }) => painted(raster, mask, meanColor(original)),
  },
  {
    id: 'fill',
    label: t('Fill'),
    title: t('Fills the area of one colour around the place with the colour'),
    apply: ({ raster, mask, color }) => painted(raster, areaAround(raster, middleOf(mask)), color),
  },
  {
    id: 'blur',
    label: t('Blur'),
    title: t('Blurs what is painted over'),
    apply: ({ raster, mask }) => blurred(raster, mask),
  },
  {
    id: 'inpaint',
    label: t('Inpaint'),
    title: t('Fills it from the pixels around it, as the metric ROAD does'),
    apply: ({ app, raster, mask }) => app.ask('inpaint', { raster, mask }),
  },
  {
    id: 'copy',
    label: t('Copy'),
    title: t('The first stroke marks what is copied, the second one says where to'),
    placing: true,
    apply: ({ raster, mask, source }) => (source ? copied(raster, source, middleOf(mask)) : raster),
  },
  {
    id: 'restore',
    label: t('Restore'),
    title: t('Brings back the image as it was'),
    live: true,
    apply: ({ raster, mask, original }) => restored(raster, mask, original),
  },
];
