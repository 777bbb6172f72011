import { largeImage } from '../grid/image';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { kernelsOf, type FiltersApp } from './app';
import { gridImages, placeOf } from './images';

/** A small card beside a feature map: the kernel that made it. */
export function kernelCard(app: FiltersApp): {
  readonly element: HTMLElement;
  show(filter: number | null, box: DOMRect | null): void;
} {
  const image = largeImage();
  const title = element('p', { class: 'strong' });
  const words = element('p', { class: 'quiet figure' });
  const node = element('div', { class: 'kernel-card', hidden: true }, title, image.element, words);
  return {
    element: node,
    show(filter, box) {
      node.hidden = filter === null;
      if (filter === null || !box) return;
      const kernels = kernelsOf(app);
      const images = gridImages(app);
      const place = kernels ? placeOf(kernels, filter) : -1;
      const found = kernels !== null && images !== null && place >= 0;
      setText(title, t('Filter {0}', filter));
      image.element.hidden = !found;
      setText(words, found ? `‖w‖ ${figure(kernels.norms[filter])}` : t('This layer has no kernels of its own.'));
      if (found) image.update(images.atlas, place, t('Kernel of filter {0}', filter), () => '');
      // Below the map, or above it where there is no room.
      const above = box.bottom + 160 > window.innerHeight;
      node.style.insetInlineStart = `${Math.max(4, Math.min(box.left, window.innerWidth - 140))}px`;
      node.style.insetBlockStart = above ? 'auto' : `${box.bottom + 20}px`;
      node.style.insetBlockEnd = above ? `${window.innerHeight - box.top + 4}px` : 'auto';
    },
  };
}
