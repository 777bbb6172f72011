import type { FiltersDocument, FiltersToHost, FiltersToPanel } from '../../../src/protocol/filters-panel';
import { documentOf } from './filters';
import { TestedPage } from './tested-page';

/** The Filters panel of the running test. */
export class FiltersPage extends TestedPage<FiltersDocument, FiltersToPanel, FiltersToHost> {
  constructor() {
    super('filters', documentOf);
  }

  grid(name = 'Filters') {
    return this.page.getByRole('listbox', { name: new RegExp(`^${name},`) });
  }

  /** What a screen reader says of the picked cell. */
  option(): Promise<string | null> {
    return this.page.locator('.grid:visible [role="option"]').getAttribute('aria-label');
  }

  /** How many colours a canvas holds. */
  colors(selector: string): Promise<number> {
    return this.page.locator(selector).evaluate((node) => {
      const canvas = node as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      const colors = new Set<number>();
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3]) colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return colors.size;
    });
  }
}
