import assert from 'node:assert/strict';
import { kernels, layers } from './support/filters';
import { FiltersPage } from './support/filters-page';
import { statedRecipe } from './support/recipes';

/** Kernels that look at their first channel alone. */
function ofFirstChannel() {
  const all = kernels(layers[0]);
  const places = layers[0].dims[2] * layers[0].dims[3];
  const data = all.kernels.data.map((_, i) => (Math.floor(i / places) % 3 === 0 ? 1 : 0));
  return { state: 'done' as const, value: { ...all, kernels: { ...all.kernels, data } } };
}

describe('kernels of the first layer in Filters', () => {
  const filters = new FiltersPage();
  /** Red, green and blue in the middle of the first cell and of the filter shown large. */
  const colors = () =>
    filters.page.locator('.grid:visible canvas, .detail .image canvas').evaluateAll((all) =>
      all.slice(0, 2).map((node) => {
        const canvas = node as HTMLCanvasElement;
        const at = Math.round(20 * window.devicePixelRatio);
        return [...(canvas.getContext('2d')?.getImageData(at, at, 1, 1).data ?? [])].slice(0, 3);
      }),
    );

  for (const [color, seen, order] of [
    ['rgb', [255, 128, 128], 'red, green and blue'],
    ['bgr', [128, 128, 255], 'blue, green and red'],
  ] as const) {
    it(`are painted in the colours of a model that takes ${color.toUpperCase()}`, async () => {
      await filters.show({ kernels: ofFirstChannel(), recipe: statedRecipe({ color }) });
      assert.deepEqual(await colors(), [seen, seen]);
      const note = await filters.page.locator('.view:visible .legend-note').innerText();
      assert.equal(note, `in the colours of the channels, ${order}; grey is zero`);
    });
  }
});
