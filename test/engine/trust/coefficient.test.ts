import assert from 'node:assert/strict';
import { coefficient } from '../../../src/engine/trust/mark';

describe('a coefficient on a trust mark', () => {
  it('has two decimals and a true minus sign, which nothing has', () => {
    assert.equal(coefficient('r', 0.876), 'r 0.88');
    assert.equal(coefficient('ρ', -0.11), 'ρ −0.11');
    assert.equal(coefficient('r', -0.001), 'r 0.00');
    assert.equal(coefficient('r', NaN), 'r NaN');
  });
});
