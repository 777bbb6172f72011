import assert from 'node:assert/strict';
import { wrapped } from '../../src/protocol/wrapping';

describe('a text in lines', () => {
  const widthOf = (text: string): number => text.length;

  it('is broken between words, where there is no more room', () => {
    assert.deepEqual(wrapped('one two three four', 9, widthOf), ['one two', 'three', 'four']);
    assert.deepEqual(wrapped('one two', 7, widthOf), ['one two']);
    assert.deepEqual(wrapped('', 7, widthOf), []);
  });

  it('goes on in the next line with a word that is longer than one', () => {
    assert.deepEqual(wrapped('of mobilenet-v2.onnx it', 8, widthOf), ['of', 'mobilene', 't-v2.onn', 'x it']);
    assert.deepEqual(wrapped('ab', 0, widthOf), ['a', 'b'], 'a line has one character at least');
  });
});
