/** Headings by which a column is known, in order of preference; compared in small letters without signs between words. */
export const IMAGE_HEADINGS: readonly string[] = [
  'image',
  'file',
  'filename',
  'imagefile',
  'imagename',
  'imagepath',
  'imagefilename',
  'filepath',
  'path',
  'img',
  'imgname',
  'imgpath',
  'photo',
  'picture',
  'name',
  'input',
  'imageid',
  'imageindex',
  'idcode',
  'id',
];
export const LABEL_HEADINGS: readonly string[] = [
  'label',
  'class',
  'target',
  'category',
  'y',
  'classname',
  'labelname',
  'classlabel',
  'categoryname',
  'classid',
  'labelid',
  'categoryid',
  'targetid',
  'classidx',
  'classindex',
  'labelidx',
  'labelindex',
  'groundtruth',
  'truth',
  'labels',
  'findinglabels',
];
/** Words over classes in published tables, which may also be over something else. */
export const LIKELY_HEADINGS: readonly string[] = [
  'diagnosis',
  'dx',
  'breed',
  'species',
  'digit',
  'emotion',
  'expression',
  'level',
  'grade',
  'tag',
  'tags',
  'type',
  'kind',
];
export const MASK_HEADINGS: readonly string[] = ['mask', 'segmentation', 'maskfile', 'maskpath'];

/** Words of headings over what is measured of a file or identifies it, and is no label. */
const MEASURES = new Set(
  (
    'width height depth size area length bytes channels pixels duration count number index order weight score confidence ' +
    'probability loss error mean std min max brightness quality date time timestamp hash md5 sha1 sha256 split fold usage ' +
    'roi x x1 x2 y1 y2 xmin xmax ymin ymax left top right bottom age sex year latitude longitude lat lon patient id'
  ).split(' '),
);

/** `Class_Id`, `class id` and `ClassId` are one heading. */
export const plainHeading = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Whether a heading stands over something measured: `Roi.X1`, `file_size`, `fileSize`. */
export function isMeasure(heading: string): boolean {
  const words = heading.replace(/(?<=[a-z\d])(?=[A-Z])/g, ' ').toLowerCase();
  return words.split(/[^a-z\d]+/).some((word) => MEASURES.has(word));
}

/** pandas writes the numbers of rows under no heading, or under one of its own. */
export const isRowNumber = (heading: string): boolean =>
  heading === '' || /^unnamed: ?\d+(_level_\d+)?$/i.test(heading);
