import assert from 'node:assert/strict';
import type { Dimension } from '../../../src/engine/graph/model';
import {
  atOne,
  broadcastShape,
  dependsOn,
  floorQuotient,
  minus,
  plus,
  productOf,
  quotient,
  substituted,
  times,
} from '../../../src/engine/graph/shapes/dimension';

describe('arithmetic on symbolic dimensions', () => {
  it('keeps symbols in one canonical text', () => {
    assert.equal(times('batch', 4), '4*batch');
    assert.equal(times(times('batch', 'h'), times('h', 2)), '2*batch*h*h');
    assert.equal(plus(times('batch', 3), 'batch'), '4*batch');
    assert.equal(plus(minus('h', 1), plus('batch', 1)), 'batch+h');
    assert.equal(minus('h', 'h'), 0);
    assert.equal(minus(2, 'h'), '-h+2');
    assert.equal(times(plus('h', 1), minus('h', 1)), 'h*h-1');
  });

  it('divides where that is exact', () => {
    assert.equal(quotient(times('batch', 49), 49), 'batch');
    assert.equal(quotient('6*batch*h', '2*batch'), '3*h');
    assert.equal(quotient('2*h+4', 2), 'h+2');
    assert.equal(quotient('h', 'h'), 1);
    assert.equal(quotient('h', 2), undefined);
    assert.equal(quotient('h', 'h+1'), undefined);
    assert.equal(quotient(7, 0), undefined);
  });

  it('makes equal inexact quotients equal, and takes them apart again', () => {
    const half = floorQuotient(plus('h', 1), 2);
    assert.equal(half, 'floor((h+1)/2)');
    assert.equal(plus(half, 1), 'floor((h+1)/2)+1');
    assert.equal(minus(plus(half, 1), 1), half);
    assert.equal(floorQuotient(7, 2), 3);
  });

  it('gives up what grows without end, in no time', () => {
    const start = performance.now();
    let squared: Dimension = plus('h', plus('w', 1));
    let halved: Dimension = 'h';
    for (let k = 0; k < 100; k++) {
      squared = times(squared, squared);
      halved = plus(halved, floorQuotient(halved, 2));
    }
    assert.deepEqual([squared, halved], [null, null]);
    assert.equal(times(times('h', 2 ** 52), 4), null);
    const long = 'h'.repeat(10_000);
    assert.deepEqual(
      [plus(long, 1), times(long, long), quotient(long, 'h'), floorQuotient(long, 2)],
      [null, null, undefined, null],
    );
    assert.deepEqual([atOne('1*'.repeat(1e6)), substituted(long, new Map([['h', 2]]))], [1, null]);
    assert.ok(performance.now() - start < 1000);
  });

  it('passes the unknown on, except through zero', () => {
    assert.equal(plus(null, 1), null);
    assert.equal(times(null, 0), 0);
    assert.equal(productOf([2, null]), null);
    assert.equal(productOf([]), 1);
  });

  it('broadcasts as NumPy does', () => {
    assert.deepEqual(broadcastShape(['batch', 3, 1], [4]), ['batch', 3, 4]);
    assert.deepEqual(broadcastShape([1], ['batch', 1]), ['batch', 1]);
    assert.deepEqual(broadcastShape(['batch', null], ['batch', 5]), ['batch', 5]);
    assert.deepEqual(broadcastShape(['a'], ['b']), [null]);
    assert.deepEqual(broadcastShape([], [2]), [2]);
    assert.equal(broadcastShape(null, [2]), null);
  });

  it('puts numbers in, counts one image, and finds symbols', () => {
    assert.equal(substituted('2*batch+h', new Map([['batch', 3]])), 'h+6');
    assert.equal(atOne('4*batch'), 4);
    assert.equal(atOne(null), 1);
    assert.equal(dependsOn('floor((batch+1)/2)', 'batch'), true);
    assert.equal(dependsOn('batch_size', 'batch'), false);
  });
});
