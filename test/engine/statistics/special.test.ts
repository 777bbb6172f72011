import { strict as assert } from 'node:assert';
import {
  complementaryError,
  incompleteBeta,
  logGamma,
  normalTwoSided,
  studentTwoSided,
} from '../../../src/engine/statistics/special';
import { close } from './close';

// Expected values: scipy.special and scipy.stats in double precision.
describe('special functions', () => {
  it('gives ln Γ over small, whole, half and large arguments', () => {
    close(logGamma(0.1), 2.252712651734206, 1e-13);
    close(logGamma(0.5), 0.5723649429247001, 1e-13);
    close(logGamma(1), 0, 1e-13);
    close(logGamma(3.7), 1.428072326665388, 1e-13);
    close(logGamma(511.5), 2676.7037175878513, 1e-14);
  });

  it('gives I_x(a, b) on both sides of its mode', () => {
    close(incompleteBeta(0.01, 0.5, 20), 0.4713699354850154);
    close(incompleteBeta(0.7, 2, 3), 0.9163);
    close(incompleteBeta(0.2, 300, 0.5), 7.412368764975935e-212);
    assert.equal(incompleteBeta(0, 2, 3), 0);
    assert.equal(incompleteBeta(1, 2, 3), 1);
    assert.ok(Number.isNaN(incompleteBeta(NaN, 2, 3)));
  });

  it('keeps the digits of tiny normal tails', () => {
    close(normalTwoSided(0.1), 0.920344325445942);
    close(normalTwoSided(1.9), 0.05743311963200361);
    close(normalTwoSided(-2.1), 0.035728841125633085);
    close(normalTwoSided(5), 5.733031437583866e-7);
    close(normalTwoSided(26), 4.952126631006214e-149);
    close(normalTwoSided(37), 1.1451142445047853e-299);
  });

  it('is continuous where the error function changes its formula', () => {
    close(complementaryError(2 - 1e-12), complementaryError(2 + 1e-12), 1e-10);
    close(complementaryError(-0.3), 2 - complementaryError(0.3), 1e-15);
  });

  it('keeps the digits of tiny t tails', () => {
    close(studentTwoSided(0.3, 1), 0.8144528418445154);
    close(studentTwoSided(2.5, 7.4), 0.03922914569427697);
    close(studentTwoSided(40, 12), 3.851229580772032e-14);
    close(studentTwoSided(30, 599), 2.042159208087088e-121);
    close(studentTwoSided(-55, 1023), 8.088713214358656e-308, 1e-9);
    close(studentTwoSided(0.001, 50176), 0.9992021195475992);
    assert.equal(studentTwoSided(Infinity, 5), 0);
  });
});
