import assert from 'node:assert/strict';
import { bytes, count, figure, passes, percent, seconds, shape } from '../../src/webview/ui/format';

describe('figures', () => {
  it('have three significant digits and a true minus sign', () => {
    assert.deepEqual([0, 1.2345, -0.012345, 123.4, 4196, 1.23e-7, -2.5e7].map(figure), [
      '0',
      '1.23',
      '−0.0123',
      '123',
      '4196',
      '1.23e−7',
      '−2.50e7',
    ]);
    assert.deepEqual([NaN, Infinity, -Infinity].map(figure), ['NaN', '∞', '−∞']);
  });

  it('line up in per cent', () => {
    assert.deepEqual(
      [0.712, 1, 0, 0.00049, 0.0006].map((value) => percent(value).replace(/\u00a0/g, ' ')),
      ['71.2 %', '100.0 %', '0.0 %', '< 0.1 %', '0.1 %'],
    );
  });

  it('carry units', () => {
    const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
    assert.deepEqual([1e-5, 1.1, 100, 4196].map(passes).map(plain), ['< 0.01 u', '1.10 u', '100 u', '4 196 u']);
    assert.deepEqual([0.0002, 0.412, 2.54, 75].map(seconds).map(plain), ['< 1 ms', '412 ms', '2.5 s', '1 min 15 s']);
    assert.deepEqual([999, 11_700_000].map(count).map(plain), ['999', '11.7 M']);
    assert.deepEqual([12, 1_734_000].map(bytes).map(plain), ['12 B', '1.73 MB']);
    assert.equal(shape(['batch', 3, null]), 'batch × 3 × ?');
  });
});
