import assert from 'node:assert/strict';
import type { ScatteringDocument, ScatteringToHost, ScatteringToPanel } from '../../src/protocol/scattering-panel';
import { Panel, type PanelOptions } from './support/panel';
import { bank, coefficients, documentOf, settings, signal } from './support/scattering';

describe('the ScatNet panel', () => {
  let panel: Panel<ScatteringToPanel, ScatteringToHost>;
  afterEach(() => {
    panel.close();
    assert.deepEqual(panel.complaints, [], 'the page complained');
  });

  const show = async (changes: Partial<ScatteringDocument> = {}, options: PanelOptions = {}): Promise<void> => {
    panel = await Panel.open<ScatteringToPanel, ScatteringToHost>('scattering', options);
    await panel.send({ kind: 'document', document: documentOf(changes) });
  };
  const page = () => panel.page;
  const grid = (name: string) => page().getByRole('listbox', { name: new RegExp(`^${name},`) });
  const option = (name: string) => grid(name).locator('[role="option"]').getAttribute('aria-label');

  it('takes scales, angles and size within their ranges, and asks once they are settled', async () => {
    await show();
    await page()
      .getByRole('spinbutton', { name: /^Scales/ })
      .fill('4');
    await page()
      .getByRole('spinbutton', { name: /^Angles/ })
      .fill('6');
    await page()
      .getByRole('spinbutton', { name: /^Height/ })
      .fill('9999');
    assert.deepEqual(
      (await panel.until('settings', 1)).map((message) => message.settings),
      [{ ...settings, J: 4, L: 6 }],
    );
    assert.equal(
      await page()
        .getByRole('spinbutton', { name: /^Height/ })
        .getAttribute('aria-invalid'),
      'true',
    );
  });

  it('shows the bank in space and frequency, scales as rows and angles as columns', async () => {
    await show();
    const space = grid('Wavelets in space');
    await space.focus();
    assert.match((await option('Wavelets in space')) ?? '', /^Filter ψ j=0 /);
    await page().keyboard.press('ArrowDown');
    const name = `ψ j=1 ${Number(bank.filters[settings.L].angle?.toFixed(1))}°`.replace('-', '−');
    assert.equal(await option('Wavelets in space'), `Filter ${name}`);
    assert.equal(await option('Wavelets in frequency'), `Filter ${name}`, 'both grids pick the same filter');
    assert.equal(await page().locator('.detail h2:visible').innerText(), name);
    await page().keyboard.press('End');
    assert.equal(await page().locator('.detail h2:visible').innerText(), 'φ');
  });

  it('draws complex values by hue and magnitude, with zero black or white', async () => {
    await show();
    const corner = () =>
      page()
        .getByRole('img', { name: / in space$/ })
        .evaluate((node) =>
          [...((node as HTMLCanvasElement).getContext('2d')?.getImageData(1, 1, 1, 1).data ?? [])]
            .slice(0, 3)
            .map((level) => Math.round(level / 64)),
        );
    assert.deepEqual(await corner(), [0, 0, 0]);
    await page().getByRole('combobox', { name: 'Magnitude' }).selectOption('white');
    assert.deepEqual(await corner(), [4, 4, 4]);
    assert.match(await page().locator('.phase').innerText(), /saturation is magnitude/);
  });

  it('states the extremes of the Littlewood-Paley sum', async () => {
    await show();
    const { data } = bank.littlewoodPaley;
    const text = await page().locator('.sum').innerText();
    const [, low, high] = /From (\d+\.\d+) to (\d+\.\d+)/.exec(text) ?? [];
    assert.ok(
      Math.abs(Number(low) - Math.min(...data)) < 0.005 && Math.abs(Number(high) - Math.max(...data)) < 0.005,
      text,
    );
  });

  it('lists the filters as a table that sorts, picks and can be copied', async () => {
    await show();
    const rows = page().locator('.filter-table tbody tr');
    assert.equal(await rows.count(), settings.J * settings.L + 1);
    await page()
      .getByRole('button', { name: /^Centre frequency/ })
      .click();
    assert.match(await rows.first().innerText(), /ψ j=0/);
    await page()
      .getByRole('button', { name: /^Centre frequency/ })
      .click();
    assert.match(await rows.first().innerText(), /φ/);
    await rows.nth(1).click();
    assert.match(await page().locator('.detail h2:visible').innerText(), /ψ j=2/);
    await page().getByRole('button', { name: 'CSV' }).click();
    await page().getByRole('menuitem', { name: 'Copy as CSV' }).click();
    const [{ text }] = await panel.posted('copy');
    assert.match(text, /^name,scale,angle,centreFrequency,bandwidth,tangentialBandwidth,sigma\n/);
    assert.equal(text.trim().split('\n').length, settings.J * settings.L + 2);
  });

  it('asks for coefficients when they are looked at', async () => {
    await show({ image: null, coefficients: { state: 'none' } });
    assert.deepEqual(await panel.posted('coefficients'), []);
    await page().getByRole('radio', { name: 'Coefficients of an image' }).check();
    assert.equal((await panel.posted('coefficients')).length, 1);
    await page().locator('.view:visible').getByRole('button', { name: 'Choose an image…' }).click();
    assert.equal((await panel.posted('pickImage')).length, 1);
  });

  it('shows first and second order as grids, empty where a second scale is not coarser', async () => {
    await show({}, { state: { view: 'coefficients', shown: '1' } });
    assert.equal(await grid('Coefficients').getAttribute('aria-label'), `Coefficients, ${settings.J * settings.L}`);
    await page().getByRole('radio', { name: 'Order 2' }).check();
    assert.match((await option('Coefficients')) ?? '', /^j₁=0 θ₁=0, j₂=1 θ₂=0, mean/);
    await grid('Coefficients').press('End');
    assert.match((await option('Coefficients')) ?? '', /^j₁=1 θ₁=3, j₂=2 θ₂=3/, 'the last cells are empty');
    assert.equal(await page().locator('.detail h2:visible').innerText(), 'j₁=1 θ₁=3, j₂=2 θ₂=3');
  });

  it('shows the discs, and which path lies under the pointer', async () => {
    await show({}, { state: { view: 'coefficients', shown: 'disc' } });
    const disc = page().getByRole('img', { name: 'Disc, First order' });
    const box = await disc.boundingBox();
    assert.ok(box);
    await disc.click({ position: { x: box.width / 2, y: 0.95 * box.height } });
    assert.match(await page().locator('.disc').first().innerText(), /j₁=0 θ₁=1: /);
    assert.equal(await page().locator('.detail h2:visible').innerText(), 'j₁=0 θ₁=1');
  });

  it('shows a signal with its orders over the same time, and asks for wavelets of an octave', async () => {
    const image = { uri: 'file:///signals/a.npy', name: 'a.npy', thumbnail: null };
    await show({ image, coefficients: { state: 'done', value: signal() } }, { state: { view: 'coefficients' } });
    assert.match(
      await page().locator('.signal-view').innerText(),
      /2 channels of 64 samples · 5 paths, every 8 samples/,
    );
    const first = page().getByRole('img', { name: 'First order' });
    const box = await first.boundingBox();
    assert.ok(box);
    await first.hover({ position: { x: box.width - 4, y: box.height / 2 } });
    assert.match(await page().locator('.scalogram').first().innerText(), /sample 56, 0\.200\/sample: 8\.00/);
    assert.equal(
      await page()
        .getByRole('spinbutton', { name: /^Angles/ })
        .isVisible(),
      false,
    );
    await page()
      .getByRole('spinbutton', { name: /^First-order wavelets/ })
      .fill('4');
    assert.equal((await panel.until('settings', 1))[0].settings.Q, 4);
  });

  it('goes where the command leads', async () => {
    await show();
    await panel.send({ kind: 'look', view: 'coefficients' });
    assert.equal(await grid('Coefficients').isVisible(), true);
  });

  it('computes nothing without trust, but shows the bank', async () => {
    await show({ trusted: false, coefficients: { state: 'none' } });
    assert.equal(await grid('Wavelets in space').isVisible(), true);
    await page().getByRole('radio', { name: 'Coefficients of an image' }).check();
    await page().getByRole('button', { name: 'Manage trust' }).click();
    assert.deepEqual(await panel.posted('command'), [{ kind: 'command', command: 'manageTrust' }]);
  });

  it('exports the bank and the coefficients', async () => {
    await show({}, { state: { view: 'bank' } });
    const choose = async (item: string): Promise<void> => {
      await page().getByRole('button', { name: 'Export', exact: true }).click();
      await page().locator('.menu:visible').getByRole('menuitem', { name: item }).click();
    };
    await choose('Image');
    await choose('Arrays');
    await panel.until('saveFiles', 2);
    await page().getByRole('radio', { name: 'Coefficients of an image' }).check();
    await choose('Arrays');
    const files = (await panel.until('saveFiles', 3)).flatMap((message) => message.files);
    const names = [
      'filters-frequency.png',
      'filters-space.png',
      'filters.npy',
      'littlewood-paley.npy',
      'littlewood-paley.png',
      'paths.csv',
      'scattering.npy',
    ];
    assert.deepEqual(files.map(({ name }) => name).sort(), names);
    const array = files.find(({ name }) => name === 'scattering.npy');
    assert.deepEqual(array && 'array' in array && array.array.dims, [1, ...coefficients().coefficients.dims]);
  });

  it('says what is wrong with a choice', async () => {
    await show({
      bank: {
        state: 'error',
        error: { code: 'invalid-argument', what: 'the image is too small for J = 6', next: 'Choose a smaller J' },
      },
    });
    assert.match(await page().getByRole('alert').innerText(), /too small for J = 6[^]*Choose a smaller J/);
  });

  for (const theme of ['light', 'dark', 'hc-dark'] as const) {
    it(`fits 400 and 1200 pixels (${theme})`, async () => {
      for (const width of [400, 1200]) {
        await show({}, { theme, width });
        const overflow = await page().evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(overflow, 0, `at ${width} pixels`);
        if (width === 400) panel.close();
      }
    });
  }
});
