import assert from 'node:assert/strict';
import { pathAt } from '../../../src/protocol/scattering-disc';

describe('the polar disc', () => {
  it('shows at a direction and radius the wavelet of that direction and frequency, at both ends', () => {
    for (const [J, L] of [
      [3, 8],
      [2, 6],
      [4, 5],
    ]) {
      for (let j = 0; j < J; j++) {
        for (let t = 0; t < L; t++) {
          const theta = ((Math.floor(L - L / 2 - 1) - t) * Math.PI) / L;
          const radius = 0.75 * 2 ** -j;
          for (const end of [radius, -radius]) {
            const path = pathAt(end * Math.sin(theta), end * Math.cos(theta), { J, L, order: 1 });
            assert.deepEqual(path, { j1: j, t1: t, j2: -1, t2: -1 });
          }
        }
      }
    }
  });

  it('holds every second-order path once in each half, and nothing coarser than its first scale', () => {
    const [J, L] = [3, 4];
    const seen = new Set<string>();
    for (let y = -399.5; y < 400; y++)
      for (let x = -399.5; x < 400; x++) {
        const path = pathAt(x / 400, y / 400, { J, L, order: 2 });
        if (!path) continue;
        assert.ok(path.j2 > path.j1 && path.j2 < J && path.t2 >= 0 && path.t2 < L, JSON.stringify(path));
        seen.add(Object.values(path).join());
      }
    assert.equal(seen.size, (L * L * J * (J - 1)) / 2);
  });
});
