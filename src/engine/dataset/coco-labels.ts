import { mainCategory, readCoco } from './coco';
import { coversMost } from './listing';
import type { Labelling } from './labelling';

export const coco: Labelling = {
  id: 'coco',
  label: 'A COCO annotation file: the category that covers most of the image',
  takes: 'file',
  find({ listing, argument }) {
    const files = listing.tables.filter((name) => name.toLowerCase().endsWith('.json'));
    for (const name of argument === undefined ? files : files.filter((one) => one === argument)) {
      const of = new Map<string, string>();
      for (const [input, image] of readCoco(listing, name) ?? []) {
        const category = mainCategory(image);
        if (category) of.set(input, category);
      }
      if (of.size > 0 && (argument !== undefined || coversMost(of.size, listing)))
        return { description: `Labels from the largest objects in ${name} (${of.size} files)`, of };
    }
    return null;
  },
};
