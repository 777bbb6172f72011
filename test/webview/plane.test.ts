import assert from 'node:assert/strict';
import { colorIndex } from '../../src/webview/draw/heatmap';
import { legendValues } from '../../src/webview/draw/legend';
import { tableSize } from '../../src/webview/draw/palette';
import { floorOf, rangeOf, seen, toPlane, valueAt } from '../../src/webview/draw/plane';
import { Viewport } from '../../src/webview/draw/viewport';

const plane = (...values: number[]) => ({ width: values.length, height: 1, values: Float32Array.from(values) });

describe('planes', () => {
  it('sum the channels of an image and keep those of a signal', () => {
    const image = toPlane({ dims: [2, 1, 3], data: Float32Array.from([1, 2, 3, 10, -20, 30]) });
    assert.deepEqual({ ...image, values: [...image.values] }, { width: 3, height: 1, values: [11, -18, 33] });
    const signal = toPlane({ dims: [2, 3], data: Float32Array.from([1, 2, 3, 4, 5, 6]) });
    assert.deepEqual([signal.width, signal.height, ...signal.values], [3, 2, 1, 2, 3, 4, 5, 6]);
  });

  it('have the range of what is shown', () => {
    const values = plane(-4, 0, 3);
    assert.equal(rangeOf(values, 'signed', false), 4);
    assert.equal(rangeOf(values, 'positive', false), 3);
    assert.equal(rangeOf(values, 'negative', false), 4);
    assert.equal(seen(-4, 'negative'), 4);
    assert.equal(seen(-4, 'positive'), 0);
  });

  it('are not dominated by a few outliers on the robust scale', () => {
    const values = plane(...Array.from({ length: 999 }, (_, i) => i / 999), 1e6);
    assert.equal(rangeOf(values, 'signed', false), 1e6);
    assert.ok(rangeOf(values, 'signed', true) < 1.01);
    assert.equal(rangeOf(plane(0, 0, 0, 5), 'signed', true) > 0, true);
  });

  it('take NaN for nothing, and zero maps for zero', () => {
    assert.equal(rangeOf(plane(NaN, 2, Infinity), 'signed', false), 2);
    assert.equal(rangeOf(plane(0, 0), 'signed', true), 0);
    assert.equal(colorIndex(0, 0, true), (tableSize - 1) / 2);
  });

  it('begin at their lowest value where all lie in the upper half, else at zero', () => {
    assert.equal(floorOf(plane(2, NaN, 3), 'signed'), 2);
    assert.equal(floorOf(plane(1, 3), 'signed'), 0);
    assert.equal(floorOf(plane(-3, 3), 'signed'), 0);
    assert.equal(floorOf(plane(2, 2), 'signed'), 0);
    assert.equal(floorOf(plane(2, 3), 'negative'), 0);
    assert.deepEqual(
      [2, 2.5, 3].map((value) => colorIndex(value, 3, false, 2)),
      [0, 255, 510],
    );
  });

  it('give the value under a point, and none outside', () => {
    assert.deepEqual(valueAt(plane(1, 2, 3, 4), 0.6, 0.5), { x: 2, y: 0, value: 3 });
    assert.equal(valueAt(plane(1, 2), 1.2, 0.5), null);
  });
});

describe('legends', () => {
  it('show the sign of what is coloured', () => {
    assert.deepEqual(legendValues({ view: 'signed', signed: true, range: 2, low: 0 }), [-2, 2]);
    assert.deepEqual(legendValues({ view: 'signed', signed: false, range: 2, low: 1.5 }), [1.5, 2]);
    assert.deepEqual(legendValues({ view: 'negative', signed: true, range: 2, low: 0 }), [0, -2]);
  });

  it('put zero in the middle of a diverging map and at the start of another', () => {
    assert.deepEqual(
      [-1, 0, 1, 9].map((value) => colorIndex(value, 1, true)),
      [0, 255, 510, 510],
    );
    assert.deepEqual(
      [-1, 0, 1].map((value) => colorIndex(value, 1, false)),
      [0, 0, 510],
    );
  });
});

describe('the viewport', () => {
  it('keeps the point under the pointer while zooming, and stays inside the image', () => {
    const viewport = new Viewport();
    const before = viewport.toImage(0.25, 0.25);
    viewport.zoomBy(2, before);
    const after = viewport.toCanvas(before);
    assert.ok(Math.abs(after.x - 0.25) < 1e-9 && Math.abs(after.y - 0.25) < 1e-9);
    viewport.panBy(-5, 5);
    assert.deepEqual(viewport.toImage(0, 1), { u: 0, v: 1 });
    viewport.zoomBy(0.01);
    assert.deepEqual([viewport.zoom, viewport.center], [1, { u: 0.5, v: 0.5 }]);
  });
});
