import assert from 'node:assert/strict';
import { join } from 'node:path';
import { BOX_FORMS } from '../../../../src/engine/dataset/annotation';
import { openAnnotations } from '../../../../src/engine/dataset/annotation/opening';
import { boxesInVoc } from '../../../../src/engine/dataset/annotation/voc-file';
import { LensError } from '../../../../src/protocol/error';
import { folderOf } from '../folder';

const open = (folder: string, labelling?: string) =>
  openAnnotations(folder, BOX_FORMS, { names: [], outputs: 2, labelling });

const COCO = JSON.stringify({
  images: [
    { id: 7, file_name: 'a.jpg', width: 20, height: 10 },
    { id: 8, file_name: 'b.jpg', width: 20, height: 10 },
  ],
  categories: [
    { id: 3, name: 'dog' },
    { id: 1, name: 'cat' },
  ],
  annotations: [
    { image_id: 7, category_id: 3, bbox: [1, 2, 3, 4], area: 9, iscrowd: 0 },
    { image_id: 7, category_id: 1, segmentation: [[0, 0, 4, 0, 4, 2]], iscrowd: 1 },
  ],
});

const object = (name: string, box: string, more = ''): string => `<object><name>${name}</name>${more}${box}</object>`;
const bndbox = (...sides: number[]): string =>
  `<bndbox>${['xmin', 'ymin', 'xmax', 'ymax'].map((side, k) => `<${side}>${sides[k]}</${side}>`).join('')}</bndbox>`;

describe('annotated boxes', () => {
  it('of COCO have the stored area, crowds aside, and the box around an outline', () => {
    const found = open(folderOf({ 'a.jpg': '', 'b.jpg': '', 'annotations/instances.json': COCO }));
    assert.equal(found.id, 'coco');
    assert.deepEqual(found.names, ['cat', 'dog'], 'in the order of their numbers');
    assert.deepEqual(found.of.get('a.jpg'), {
      unit: 'pixels',
      boxes: [
        { label: 'dog', corners: [1, 2, 4, 6], isAside: false, area: 9 },
        { label: 'cat', corners: [0, 0, 4, 2], isAside: true, area: 0 },
      ],
    });
    assert.deepEqual(found.of.get('b.jpg')?.boxes, [], 'an image without objects takes part');
  });

  it('of YOLO are refused where a class has a number that no list can have', () => {
    const set = folderOf({ 'a.jpg': '', 'a.txt': '0 .5 .5 1 1', 'data.yaml': 'names:\n  2000000000: cat\n' });
    const begun = performance.now();
    assert.throws(() => open(set), /2000000000/);
    assert.ok(performance.now() - begun < 2000);
  });

  it('of YOLO are shares of the image, with the names of data.yaml', () => {
    const found = open(
      folderOf({
        'images/a.jpg': '',
        'images/b.jpg': '',
        'labels/a.txt': '1 0.5 0.5 0.5 0.25\n0 0 0 0.5 0 0.5 1 0 1\n',
        'data.yaml': 'names:\n  0: cat\n  1: dog\n',
      }),
    );
    assert.equal(found.id, 'yolo');
    assert.deepEqual(found.of.get('images/a.jpg'), {
      unit: 'shares',
      boxes: [
        { label: 'dog', corners: [0.25, 0.375, 0.75, 0.625], isAside: false },
        { label: 'cat', corners: [0, 0, 0.5, 1], isAside: false },
      ],
    });
    assert.deepEqual(found.of.get('images/b.jpg')?.boxes, [], 'no text means no object');
    assert.ok(found.owns('labels/a.txt') && found.owns('data.yaml'));
  });

  it('of YOLO are found in labels/ where the images have a folder of their own', () => {
    const set = folderOf({ 'images/val/a.jpg': '', 'labels/val/a.txt': '0 .5 .5 1 1', 'data.yaml': 'names: [cat]' });
    assert.equal(open(join(set, 'images', 'val')).of.get('a.jpg')?.boxes[0].label, 'cat');
  });

  it('of Pascal VOC say what is difficult', () => {
    const xml = `<annotation><filename>a.jpg</filename>${object('dog', bndbox(1, 2, 30, 40))}${object('cat', bndbox(5, 6, 7, 8), '<difficult>1</difficult><part><name>head</name></part>')}</annotation>`;
    const found = open(folderOf({ 'JPEGImages/a.jpg': '', 'Annotations/a.xml': xml }));
    assert.equal(found.id, 'voc');
    assert.deepEqual(found.of.get('JPEGImages/a.jpg')?.boxes, [
      { label: 'dog', corners: [1, 2, 30, 40], isAside: false },
      { label: 'cat', corners: [5, 6, 7, 8], isAside: true },
    ]);
  });

  const broken: Readonly<Record<string, readonly [string, RegExp]>> = {
    'that ends early': ['<annotation><object>', /broken XML/],
    'of another root': ['<html></html>', /begins with <html>/],
    'with entities': ['<!DOCTYPE a [<!ENTITY b "&b;">]><annotation>&b;</annotation>', /document type/],
    'nested deeply': [`<annotation>${'<a>'.repeat(100_000)}`, /nests more than/],
    'without sides': [`<annotation>${object('dog', '<bndbox><xmin>1</xmin></bndbox>')}</annotation>`, /four sides/],
    'without a name': [`<annotation><object>${bndbox(1, 2, 3, 4)}</object></annotation>`, /without a name/],
  };
  for (const [what, [text, reason]] of Object.entries(broken))
    it(`says what is wrong with an XML file ${what}`, () => {
      const result = boxesInVoc(text);
      assert.ok(typeof result === 'string' && reason.test(result), String(result));
    });

  const lines: Readonly<Record<string, RegExp>> = {
    'cat 0 0 1 1': /something else than numbers/,
    '0 0.5 0.5 1': /4 numbers, not 5/,
    '-1 0.5 0.5 1 1': /number of a class/,
    '0 5 5 20 20': /no shares/,
  };
  for (const [line, reason] of Object.entries(lines))
    it(`leaves out an image with the line "${line}"`, () => {
      const found = open(folderOf({ 'a.jpg': '', 'b.jpg': '', 'a.txt': line, 'b.txt': '0 .5 .5 .1 .1' }));
      const [fault] = found.faults!;
      assert.ok(fault.name === 'a.jpg' && reason.test(fault.reason), fault.reason);
      assert.ok(!found.of.has('a.jpg') && found.of.has('b.jpg'));
    });

  it('say what they may be where there are none', () => {
    const folder = folderOf({ 'a.jpg': '', 'notes.txt': 'nothing' });
    const refused = (labelling: string | undefined, code: string) =>
      assert.throws(
        () => open(folder, labelling),
        (error) => error instanceof LensError && error.code === code && error.message.length < 600,
      );
    refused(undefined, 'not-found');
    refused('coco:notes.txt', 'invalid-argument');
    refused('voc:nowhere', 'not-found');
    refused('file-names', 'invalid-argument');
    refused('yolo:../../..', 'invalid-argument');
  });
});
