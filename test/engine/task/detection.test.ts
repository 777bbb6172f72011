import assert from 'node:assert/strict';
import { overlapOf } from '../../../src/engine/task/detection/box';
import {
  boxesInImage,
  centreCrop,
  letterbox,
  letterboxRatios,
  sideRatios,
  stretch,
} from '../../../src/engine/task/detection/fitting';
import { detectorLayout, detectorLayouts } from '../../../src/engine/task/detection/layouts';
import { detectionsOf, type DetectionOptions } from '../../../src/engine/task/detection/suppression';
import { LensError } from '../../../src/protocol/error';

describe('boxes', () => {
  it('overlap by what they share of what they cover', () => {
    const boxes = [0, 0, 4, 4, 2, 0, 6, 4, 4, 4, 6, 6, 1, 1, 1, 1];
    assert.equal(overlapOf(boxes, 0, boxes, 1), 8 / 24);
    assert.equal(overlapOf(boxes, 0, boxes, 2), 0);
    assert.equal(overlapOf(boxes, 3, boxes, 3), 0, 'a point covers nothing');
  });
});

describe('suppression', () => {
  // Three boxes, the first two nearly the same; two classes.
  const proposals = {
    boxes: [0, 0, 10, 10, 0, 0, 10, 9, 20, 20, 30, 30],
    scores: [0.9, 0.2, 0.3, 0.8, 0.1, 0.6],
    classes: 2,
  };
  const options: DetectionOptions = { scoreThreshold: 0.25, iouThreshold: 0.5, maxDetections: 10 };
  const found = (more: Partial<DetectionOptions> = {}): [number, number][] => {
    const { proposals: rows, labels } = detectionsOf(proposals, { ...options, ...more });
    return Array.from(rows, (row, k) => [row, labels[k]]);
  };

  it('leaves boxes of other classes alone, unless it is told not to', () => {
    assert.deepEqual(found(), [
      [0, 0],
      [1, 1],
      [2, 1],
    ]);
    assert.deepEqual(found({ agnostic: true }), [
      [0, 0],
      [2, 1],
    ]);
  });

  it('takes the best class of a proposal, or all above the threshold', () => {
    assert.deepEqual(found({ multiLabel: true, iouThreshold: null }), [
      [0, 0],
      [1, 1],
      [2, 1],
      [1, 0],
    ]);
    assert.deepEqual(found({ multiLabel: true }), [
      [0, 0],
      [1, 1],
      [2, 1],
    ]);
  });

  it('wants scores above the threshold, and no more boxes than are asked for', () => {
    assert.deepEqual(found({ scoreThreshold: 0.8 }), [[0, 0]]);
    assert.deepEqual(found({ maxDetections: 1 }), [[0, 0]]);
    assert.deepEqual(found({ scoreThreshold: 1 }), []);
  });

  it('takes the best of every level of a pyramid', () => {
    const { proposals: rows } = detectionsOf({ ...proposals, levels: [2, 1] }, { ...options, candidatesPerLevel: 1 });
    assert.deepEqual([...rows], [0, 2]);
  });
});

describe('how an image fits a network', () => {
  it('in the middle of a border, to the pixel', () => {
    const fitting = letterbox([1080, 607], [416, 416]);
    assert.deepEqual(fitting, { image: [1080, 607], resized: [416, 234], left: 91, top: 0 });
    const whole = boxesInImage([91, 0, 325, 416], fitting, letterboxRatios([1080, 607], [416, 416]));
    assert.ok(Math.abs(whole[2] - 607) < 1 && Math.abs(whole[3] - 1080) < 1, String(whole));
  });

  it('cut off at the edges of the image', () => {
    const fitting = letterbox([100, 200], [200, 200]);
    assert.deepEqual([...boxesInImage([-5, 0, 250, 300], fitting, [1, 1])], [0, 0, 200, 100]);
  });

  it('cropped in the middle, halves to the even pixel', () => {
    const fitting = centreCrop([375, 500], [224, 224], 256);
    assert.deepEqual([fitting.resized, fitting.left, fitting.top], [[256, 341], -58, -16]);
    const stretched = stretch([480, 640], [96, 64]);
    assert.deepEqual([...boxesInImage([0, 0, 64, 96], stretched, sideRatios(stretched))], [0, 0, 640, 480]);
  });
});

describe('layouts of detectors', () => {
  it('have names of their own, and an unknown one is an error that lists them', () => {
    assert.equal(new Set(detectorLayouts.map(({ id }) => id)).size, detectorLayouts.length);
    assert.throws(
      () => detectorLayout('yolov0'),
      (error: LensError) => /yolov8/.test(error.message),
    );
  });
});
