import { explain } from './explain';
import type { Film } from './film';
import type { Workbench } from './workbench';
import { sample } from './workspace';

const faces = ['sunglasses/sunglasses-00.png', 'glasses/glasses-00.png', 'no-glasses/no-glasses-00.png'].map(
  (name) => `faces/test/${name}`,
);

/** What the keys of the Explain panel act on, as its page shows it. */
export function explained(workbench: Workbench) {
  const panel = workbench.webview();
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  return {
    /** `2 / 3`. */
    place: () => panel.locator('.navigator .figure').first().innerText(),
    prediction: () => panel.locator('[data-prediction]').first().getAttribute('data-label'),
    mapsShown: async () =>
      (await panel.getByRole('button', { name: 'Maps', exact: true }).getAttribute('aria-pressed')) === 'true',
    /** Presses a key until its effect is seen, and every map of the image is there. */
    async pressed(key: string, holds: () => Promise<boolean>): Promise<void> {
      await press(key);
      const end = Date.now() + 60_000;
      const isDone = async () => (await panel.locator('body').getAttribute('data-state')) === 'done' && (await holds());
      while (!(await isDone())) {
        if (Date.now() > end) throw new Error(`${key} did nothing`);
        await workbench.page.waitForTimeout(100);
      }
    },
  };
}

/**
 * The main job, filmed: an image, its maps, these hidden and shown again, the next images.
 * @returns the class predicted for each
 */
export async function filmExplaining(workbench: Workbench, film: Film): Promise<(string | null)[]> {
  await workbench.explorer.open(sample.image);
  await film.hold(1500);
  await explain(workbench, { files: faces, model: sample.model });
  const { pressed, place, prediction, mapsShown } = explained(workbench);
  const predicted = [await prediction()];
  await film.hold(2500);
  await pressed('Alt+Shift+M', async () => !(await mapsShown()));
  await film.hold(1200);
  await pressed('Alt+Shift+M', mapsShown);
  await film.hold(1200);
  for (const image of [2, 3]) {
    await pressed('Alt+Shift+ArrowRight', async () => (await place()).startsWith(`${image} `));
    predicted.push(await prediction());
    await film.hold(2500);
  }
  return predicted;
}
