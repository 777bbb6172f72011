import type { AnnotationForm } from './annotation';
import { mapFiles } from './map-files';
import type { PixelTruth } from './pixel-truth';

/** An image of class numbers for each image. */
export const labelMaps: AnnotationForm<PixelTruth> = {
  id: 'label-maps',
  label: 'Label maps: a PNG of class numbers for each image, in masks/, labels/ or SegmentationClass/',
  takes: 'folder',
  find(search) {
    const found = mapFiles(search, { example: 'label-maps:SegmentationClass' });
    if (!found) return null;
    const { of, isOwn } = found;
    return {
      description: `Label maps of ${of.size} images; 255 counts nowhere`,
      of: new Map([...of].map(([name, path]) => [name, { kind: 'file', path }])),
      owns: isOwn,
    };
  },
};
