import { strict as assert } from 'node:assert';
import { readCoco, mainCategory, type CocoImage } from '../../../src/engine/dataset/coco';
import { readMask } from '../../../src/engine/dataset/mask';
import { listing } from '../../../src/engine/dataset/listing';
import { openDataset } from '../../../src/engine/dataset/opening';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { folderOf } from './folder';

const FOLDERS = { 'cat/a.png': '', 'dog/b.png': '' };
const BOX = { image_id: 1, category_id: 7, bbox: [0, 0, 2, 2] };
const IMAGE = { id: 1, file_name: 'cat/a.png', width: 4, height: 4 };
const CATEGORIES = [{ id: 7, name: 'cat' }];

/** What a file of this content says about the one image. */
function said(content: unknown): CocoImage | undefined {
  return readCoco(listing(folderOf({ ...FOLDERS, 'x.json': JSON.stringify(content) })), 'x.json')?.get('cat/a.png');
}
const regionsOf = (annotation: object): string[] =>
  said({ images: [IMAGE], annotations: [{ ...BOX, ...annotation }], categories: CATEGORIES })!.objects.map(
    ({ region }) => region.kind,
  );

describe('a file that looks like COCO', () => {
  const odd: Readonly<Record<string, unknown>> = {
    'images without names': { images: [{ id: 1 }], annotations: [] },
    'names that are no text': {
      images: [
        { id: 1, file_name: 5 },
        { id: 2, file_name: null },
      ],
      annotations: [],
    },
    'no entries': { images: [null, 'a.png', 3], annotations: [null, 'x', 3] },
    'categories that are no list': { images: [IMAGE], annotations: [], categories: { 7: 'cat' } },
    'counts without size': {
      images: [IMAGE],
      annotations: [{ image_id: 1, category_id: 7, segmentation: { counts: [1, 2] } }],
    },
    'counts that are no numbers': {
      images: [IMAGE],
      annotations: [{ image_id: 1, category_id: 7, segmentation: { counts: { a: 1 }, size: [4, 4] } }],
    },
    'polygons that are none': {
      images: [IMAGE],
      annotations: [{ image_id: 1, category_id: 7, segmentation: [null, 'x'] }],
    },
    'no ids': { images: [{ file_name: 'cat/a.png', width: 4, height: 4 }], annotations: [{ bbox: [0, 0, 2, 2] }] },
    'a list': [[]],
    'a number': 5,
  };
  for (const [name, content] of Object.entries(odd)) {
    it(`but has ${name} leaves the class folders as they are`, () => {
      const { labelling, samples } = openDataset(folderOf({ ...FOLDERS, 'x.json': JSON.stringify(content) }));
      assert.deepEqual([labelling.id, samples.map(({ mask }) => mask)], ['folders', [null, null]]);
    });
  }

  it('is used but for its entries that cannot be', () => {
    const image = said({
      images: [null, { id: 9 }, IMAGE],
      annotations: [null, { image_id: 1, category_id: 7 }, { ...BOX, bbox: [0, null, 1, 1] }, BOX],
      categories: [null, { id: 8 }, ...CATEGORIES],
    });
    assert.deepEqual(
      image?.objects.map(({ category, region }) => ({ category, region })),
      [{ category: 'cat', region: { kind: 'box', box: [0, 0, 2, 2] } }],
    );
  });
});

describe('objects of COCO', () => {
  it('are their box where their outline cannot be used', () => {
    for (const segmentation of [
      [],
      [null],
      [['x', 1]],
      { counts: [1, 2] },
      { counts: [1, 1e12], size: [4, 4] },
      { counts: [-1, 2], size: [4, 4] },
      { counts: [1, 2], size: null },
      { counts: [0.5, 2], size: [4, 4] },
      { counts: [1, 2], size: [4, 4.5] },
      'x',
      null,
    ])
      assert.deepEqual(regionsOf({ segmentation }), ['box'], JSON.stringify(segmentation));
    assert.deepEqual(regionsOf({ segmentation: { counts: [1, 2, 13], size: [4, 4] } }), ['runs']);
    assert.deepEqual(regionsOf({ segmentation: [[0, 0, 4, 0, 4, 4], null] }), ['polygons']);
  });

  it('of no category give a mask and no label', () => {
    const image = said({ images: [IMAGE], annotations: [{ image_id: 1, bbox: [0, 0, 2, 2] }] })!;
    assert.equal(image.objects.length, 1);
    assert.equal(mainCategory(image), null);
  });

  it('of a category without a name are of its number', () => {
    assert.equal(
      mainCategory(said({ images: [IMAGE], annotations: [BOX], categories: [{ id: 7, name: null }] })!),
      '7',
    );
  });

  it('count by the area of their box where theirs is no number', () => {
    const annotations = [
      { ...BOX, area: '9' },
      { ...BOX, category_id: 8, area: 5 },
    ];
    assert.equal(
      mainCategory(said({ images: [IMAGE], annotations, categories: [...CATEGORIES, { id: 8, name: 'dog' }] })!),
      'dog',
    );
  });

  it('label an image of no known size, but give it no mask', async () => {
    for (const size of [
      {},
      { width: 4 },
      { width: 0, height: 4 },
      { width: -4, height: 4 },
      { width: '4', height: '4' },
      { width: null, height: null },
    ]) {
      const content = {
        images: [
          { id: 1, file_name: 'a.png', ...size },
          { ...IMAGE, id: 2, file_name: 'b.png' },
        ],
        annotations: [BOX, { ...BOX, image_id: 2 }],
        categories: CATEGORIES,
      };
      const { samples, classes } = openDataset(
        folderOf({ 'a.png': '', 'b.png': '', 'x.json': JSON.stringify(content) }),
      );
      assert.deepEqual(
        samples.map(({ name, label, mask }) => [name, classes[label!], mask?.kind]),
        [
          ['a.png', 'cat', undefined],
          ['b.png', 'cat', 'regions'],
        ],
        JSON.stringify(size),
      );
      const recipe = completeRecipe({ fit: 'fill' }, [], { dims: [3, 4, 4] });
      const mask = await readMask(samples[1].mask!, [4, 4], recipe, { label: 0, classes: 1 });
      assert.equal(
        mask.reduce((a, b) => a + b),
        4,
      );
    }
  });
});
