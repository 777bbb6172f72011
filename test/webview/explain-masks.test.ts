import assert from 'node:assert/strict';
import type { MethodDescription } from '../../src/protocol/method';
import type { MaskQuestion } from '../../src/protocol/explain-panel';
import { documentOf, done, methods, size } from './support/explanations';
import { ExplainPage } from './support/explain-page';
import type { Theme } from './support/themes';

const rise: MethodDescription = { ...methods[2], id: 'rise', label: 'RISE', random: true, masks: true };

/** Masks whose left `n` columns are hidden, with their index as score. */
function pageOf(first: number, count: number, total = 50) {
  const data = new Uint8Array(count * size * size).map((_, i) =>
    i % size < first + Math.floor(i / size ** 2) ? 0 : 255,
  );
  return {
    first,
    total,
    masks: { dims: [count, size, size], data },
    scores: Array.from({ length: count }, (_, n) => first + n + 0.5),
  };
}

describe('the sheet of random masks', () => {
  const explain = new ExplainPage();
  const sheet = () => explain.page.getByRole('dialog', { name: 'Random masks of RISE' });
  const answer = (first: number, count: number) => explain.panel.answer('masks', { value: pageOf(first, count) });
  const images = () => sheet().getByRole('img');

  async function open(theme: Theme = 'dark', width = 1100): Promise<void> {
    const document = documentOf({ methods: [...methods, rise], cards: [done('grad-cam'), done('rise')] });
    await explain.show(document, { theme, width });
    await explain.card('rise').getByRole('button', { name: 'Random masks of RISE' }).click();
  }

  it('opens from the card of a method that has masks, and asks for the first page', async () => {
    await open();
    assert.equal(
      await explain
        .card('grad-cam')
        .getByRole('button', { name: /Random masks/ })
        .isVisible(),
      false,
    );
    assert.ok(await sheet().isVisible());
    assert.deepEqual(await explain.panel.asked('masks'), [{ card: 'rise', first: 0, count: 24 }]);
    const height = (await sheet().boundingBox())?.height;
    await answer(0, 24);
    assert.equal(await images().count(), 24);
    assert.equal((await sheet().boundingBox())?.height, height, 'nothing moves when they come');
    assert.equal(await images().nth(2).getAttribute('aria-label'), 'Mask 3, logit 2.50');
    assert.match(await sheet().getByRole('status').innerText(), /1–24 of 50/);
  });

  it('darkens what a mask hides', async () => {
    await open();
    await answer(0, 24);
    const brightness = await images()
      .nth(20)
      .evaluate((canvas: HTMLCanvasElement) => {
        const at = (x: number): number =>
          canvas.getContext('2d')?.getImageData(Math.round(x * canvas.width), 4, 1, 1).data[2] ?? 0;
        return [at(0.1), at(0.9)];
      });
    assert.ok(brightness[0] < 0.3 * brightness[1], brightness.join());
  });

  it('turns pages by buttons and keys, as far as there are masks, and closes', async () => {
    await open();
    await answer(0, 24);
    await explain.page.keyboard.press('PageDown');
    await answer(24, 24);
    await sheet().getByRole('button', { name: 'Next masks' }).click();
    await answer(48, 2);
    assert.equal(await images().count(), 2);
    await explain.page.keyboard.press('PageDown');
    await sheet().getByRole('button', { name: 'Previous masks' }).click();
    assert.deepEqual(
      (await explain.panel.asked<MaskQuestion>('masks')).map(({ first }) => first),
      [0, 24, 48, 24],
    );
    await explain.panel.answer('masks', { value: pageOf(0, 24) }, 0);
    assert.equal(await images().count(), 2, 'a late answer changes nothing');
    await explain.page.keyboard.press('Escape');
    assert.equal(await sheet().isVisible(), false);
  });

  it('says why there are none, and closes with its card', async () => {
    await open();
    const error = { code: 'internal' as const, what: 'the engine stopped', next: 'Try again' };
    await explain.panel.answer('masks', { error });
    assert.match(await sheet().getByRole('alert').innerText(), /engine stopped[^]*Try again/);
    await explain.panel.send({ kind: 'card', card: { method: 'rise', state: 'waiting' } });
    assert.equal(await sheet().isVisible(), false);
  });

  for (const theme of ['light', 'dark', 'hc-dark'] as const) {
    it(`fits a narrow panel in ${theme}`, async () => {
      await open(theme, 400);
      await answer(0, 24);
      const overflow = await sheet().evaluate((node) => node.scrollWidth - node.clientWidth);
      assert.ok(overflow <= 0, `${overflow} px too wide`);
    });
  }
});
