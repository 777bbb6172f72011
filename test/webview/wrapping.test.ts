import assert from 'node:assert/strict';
import { widestPart, wrapped } from '../../src/protocol/wrapping';

describe('a text in lines', () => {
  const widthOf = (text: string): number => text.length;

  it('is broken between words, where there is no more room', () => {
    assert.deepEqual(wrapped('one two three four', 9, widthOf), ['one two', 'three', 'four']);
    assert.deepEqual(wrapped('one two', 7, widthOf), ['one two']);
    assert.deepEqual(wrapped('', 7, widthOf), []);
  });

  it('breaks a name that is longer than a line where its parts end', () => {
    const cases: [text: string, room: number, lines: string[]][] = [
      ['of mobilenet-v2.onnx it', 10, ['of', 'mobilenet-', 'v2.onnx it']],
      ['golden_retriever/IntegratedGradients', 12, ['golden_', 'retriever/', 'Integrated', 'Gradients']],
      ['squeezenet1.1-7.onnx', 16, ['squeezenet1.1-7.', 'onnx']],
      ['a −0.3127 1.5e-7 2,5', 8, ['a', '−0.3127', '1.5e-7', '2,5']],
      ['sunglasses-00.png', 11, ['sunglasses-', '00.png']],
    ];
    for (const [text, room, lines] of cases) assert.deepEqual(wrapped(text, room, widthOf), lines);
  });

  it('cuts only a part that is longer than a line', () => {
    assert.deepEqual(wrapped('of mobilenet-v2.onnx it', 8, widthOf), ['of', 'mobilene', 't-v2.', 'onnx it']);
    assert.deepEqual(wrapped('ab', 0, widthOf), ['a', 'b'], 'a line has one character at least');
  });

  it('knows the part that needs the most room', () =>
    assert.equal(widestPart('Integrated gradients of mobilenet-v2.onnx', widthOf), 'Integrated'.length));
});
