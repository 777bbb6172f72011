import { classFolder } from './class-folders';
import { listed, type Labelling } from './labelling';

export const folders: Labelling = {
  id: 'folders',
  label: 'Class sub-folders',
  takes: null,
  find({ listing: { inputs }, classes }) {
    const nested = inputs.filter((input) => input.includes('/'));
    if (nested.length === 0 || 2 * nested.length < inputs.length) return null;
    const folderOf = classFolder(nested, classes?.isName);
    const of = new Map(nested.map((input) => [input, folderOf(input)!]));
    return { description: `Labels from the sub-folders ${listed(of)}`, of };
  },
};
