import { isInput } from './listing';

/** Headings by which a column is known, in order of preference. */
export const IMAGE_COLUMNS = ['image', 'file', 'filename', 'file_name', 'path', 'name', 'input', 'id'];
export const LABEL_COLUMNS = ['label', 'class', 'target', 'category', 'y', 'class_name', 'label_name'];
export const MASK_COLUMNS = ['mask', 'segmentation', 'mask_file'];

/** Words of headings over what is measured of a file or identifies it, and is no label. */
const MEASURES = new Set(
  'width height depth size area length bytes channels pixels duration count number index order weight score confidence probability loss error mean std min max brightness quality date time timestamp hash md5 sha1 sha256 split fold'.split(
    ' ',
  ),
);

/** What a table says of itself: that it holds labels, that it may, or nothing of the kind. */
export type Evidence = 'heading' | 'form' | 'none';

/** Where image, label and mask stand in the rows of a table; a mask at −1 stands nowhere. */
export interface Columns {
  readonly image: number;
  readonly label: number;
  readonly mask: number;
  /** Whether the first row names them. */
  readonly headed: boolean;
  readonly evidence: Evidence;
}

/**
 * Columns by their headings, or image, label and perhaps mask in that order; a row that names a file is no row of
 * headings.
 */
export function columnsOf(rows: readonly (readonly string[])[]): Columns {
  const [first] = rows;
  if (first.some(isInput))
    return {
      image: 0,
      label: 1,
      mask: first.length > 2 ? 2 : -1,
      headed: false,
      evidence: first.length === 2 || holdsMasks(rows) ? 'form' : 'none',
    };
  const headings = first.map((cell) => cell.toLowerCase());
  const [namedImage, namedLabel, mask] = [IMAGE_COLUMNS, LABEL_COLUMNS, MASK_COLUMNS].map((names) =>
    columnNamed(headings, names),
  );
  const image = namedImage >= 0 ? namedImage : firstBut(namedLabel);
  const label = namedLabel >= 0 ? namedLabel : firstBut(image);
  const form = first.length === 2 && mayBeLabels(headings[label]) ? 'form' : 'none';
  return { image, label, mask, headed: true, evidence: namedLabel >= 0 ? 'heading' : form };
}

function columnNamed(headings: readonly string[], names: readonly string[]): number {
  return names.map((name) => headings.indexOf(name)).find((column) => column >= 0) ?? -1;
}

const firstBut = (taken: number): number => (taken === 0 ? 1 : 0);
const holdsMasks = (rows: readonly (readonly string[])[]): boolean =>
  rows.every((row) => row.length <= 3 && (!row[2] || isInput(row[2])));
const mayBeLabels = (heading: string): boolean =>
  !IMAGE_COLUMNS.includes(heading) && !heading.split(/[^a-z0-9]+/).some((word) => MEASURES.has(word));
