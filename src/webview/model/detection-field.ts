import type { DetectionRecipe } from '../../protocol/recipe';
import { usualOverlap, usualScore } from '../../protocol/boxes';
import { numberField, select } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { RecipeField } from './field';
import { textField } from './text-field';

/** How the outputs of a detector are read, and what of its boxes is shown. */
export function detection(): RecipeField<'detection'> {
  return {
    field: 'detection',
    label: t('Boxes'),
    hint: t('How the outputs of a detector are read, and from which score on boxes are shown'),
    of: 'detection',
    control({ recipe }, change) {
      let now: DetectionRecipe = recipe.detection ?? {};
      const set = (changes: { readonly [K in keyof DetectionRecipe]?: DetectionRecipe[K] | undefined }): void => {
        const told = Object.entries({ ...now, ...changes }).filter(([, value]) => value !== undefined);
        now = Object.fromEntries(told);
        change(told.length > 0 ? now : undefined);
      };
      const orders = [
        { value: '', label: t('As the graph shows') },
        { value: 'xyxy', label: 'x, y, x, y' },
        { value: 'yxyx', label: 'y, x, y, x' },
      ];
      return element(
        'div',
        { class: 'detection-fields' },
        part(
          t('Score from'),
          share(t('Score from'), now.scoreThreshold, usualScore, (scoreThreshold) => set({ scoreThreshold })),
        ),
        part(
          t('Overlap up to'),
          share(t('Overlap up to'), now.overlapThreshold, usualOverlap, (overlapThreshold) =>
            set({ overlapThreshold }),
          ),
        ),
        part(
          t('Layout of the outputs'),
          textField({ label: t('Layout of the outputs'), text: now.layout, placeholder: 'yolov8' }, (layout) =>
            set({ layout }),
          ),
        ),
        part(
          t('Order of corners'),
          select(t('Order of corners'), orders, now.boxOrder ?? '', (order) =>
            set({ boxOrder: (order || undefined) as DetectionRecipe['boxOrder'] }),
          ),
        ),
        part(
          t('Anchors'),
          textField({ label: t('Anchors'), text: anchorsText(now.anchors), placeholder: 'anchors.npy' }, (anchors) =>
            set({ anchors: anchorsOf(anchors) }),
          ),
        ),
      );
    },
  };
}

const part = (label: string, control: HTMLElement): HTMLElement =>
  element('label', { class: 'detection-part' }, element('span', { class: 'quiet' }, label), control);

function share(
  label: string,
  value: number | undefined,
  usual: number,
  change: (value: number | undefined) => void,
): HTMLElement {
  const onChange = (next: number | null): void => change(next ?? undefined);
  const field = numberField({ label, value: value ?? null, minimum: 0, maximum: 1, optional: true, onChange });
  field.placeholder = String(usual);
  return field;
}

/** Pairs of width and height as `10 13, 16 30`, or the name of a file. */
const anchorsText = (anchors: DetectionRecipe['anchors']): string | undefined =>
  typeof anchors === 'object' ? anchors.map((pair) => pair.join(' ')).join(', ') : anchors;

function anchorsOf(written: string | undefined): DetectionRecipe['anchors'] {
  const pairs = written?.split(',').map((pair) => pair.trim().split(/\s+/).map(Number)) ?? [];
  const isPairs = pairs.length > 0 && pairs.every((pair) => pair.length === 2 && pair.every(Number.isFinite));
  return isPairs ? pairs.map(([width, height]) => [width, height] as const) : written;
}
