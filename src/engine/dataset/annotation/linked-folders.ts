import { classFolder } from '../class-folders';
import { sameFiles } from '../same-files';
import type { AnnotationForm } from './annotation';
import { labelNames } from './label-names';

/** A folder of this name holds the files themselves, where others hold links to them. */
const STORE = /^(all|data|files|images?|imgs?|originals?)$/i;

/** Class sub-folders in which an image with several labels lies in one of them, and as a link or a copy in the others. */
export const linkedFolders: AnnotationForm<readonly string[]> = {
  id: 'folders',
  label: 'Class sub-folders; an image with several labels is linked or copied into each',
  takes: null,
  find({ listing: { root, inputs }, names }) {
    const nested = inputs.filter((name) => name.includes('/'));
    if (nested.length === 0) return null;
    const isName = labelNames(names);
    const folderOf = classFolder(nested, isName);
    const groups = sameFiles(root, inputs);
    const links = new Set(groups.flatMap(([, ...others]) => others));
    const linked = new Set([...links].map(folderOf));
    const isLabel = (folder: string | null): folder is string =>
      folder !== null && (isName(folder) || !STORE.test(folder) || linked.has(folder) || linked.size === 0);
    const of = new Map(groups.map((group) => [group[0], [...new Set(group.map(folderOf).filter(isLabel))]]));
    const labels = new Set([...of.values()].flat());
    const labelled = [...of.values()].filter((own) => own.length > 0).length;
    if (2 * labelled < of.size) return null;
    return {
      description: `Labels from ${labels.size} sub-folders, ${links.size} by links or copies (${of.size} files)`,
      of,
      owns: (name) => links.has(name),
    };
  },
};
