import assert from 'node:assert/strict';
import { cardIdOf } from '../../src/protocol/cards';
import type { MethodDescription } from '../../src/protocol/method';
import type { Card, ExplainDocument, Sweep } from '../../src/protocol/explain-document';
import { documentOf, done, methods, result } from './support/explanations';
import { ExplainPage } from './support/explain-page';
import { PAPER } from '../support/paper';

const rise: MethodDescription = {
  id: 'rise',
  label: 'RISE',
  group: 'perturbation',
  paper: PAPER,
  shows: 'Mean score of the masks that show a pixel.',
  misleads: 'With few masks it is noise.',
  needs: [],
  signed: true,
  unit: 'score',
  random: true,
  params: [
    { kind: 'integer', name: 'samples', label: 'Masks', default: 4000, minimum: 1 },
    { kind: 'integer', name: 'gridSize', label: 'Grid', default: 7, minimum: 2, maximum: 64 },
    {
      kind: 'choice',
      name: 'baseline',
      label: 'Baseline',
      default: 'zeros',
      choices: [
        { value: 'zeros', label: 'Zeros (the data mean)' },
        { value: 'black', label: 'Black' },
      ],
    },
    { kind: 'numbers', name: 'window', label: 'Window', default: null },
  ],
};

describe('comparing values in the Explain panel', () => {
  const explain = new ExplainPage();
  const picker = () => explain.page.locator('[data-picker="rise"]');
  const lastChoice = async () =>
    (await explain.panel.posted('choose')).at(-1)?.choices.find(({ method }) => method === 'rise');
  const comparison = (id: string) => explain.page.locator(`[data-card="${id}"]`);

  const document = (sweep?: Sweep): ExplainDocument => {
    const shown = documentOf({ methods: [...methods, rise], cards: [done('grad-cam')] });
    const params = { samples: 4000, gridSize: 7, baseline: 'zeros' };
    return { ...shown, choices: [...shown.choices, { method: 'rise', selected: true, params, layer: null, sweep }] };
  };
  const openForm = async (): Promise<void> => {
    await explain.show(document());
    await explain.openMethods();
    await picker().getByRole('button', { name: 'Parameters of RISE' }).click();
  };

  it('has a seed where a method draws random numbers, and nowhere else', async () => {
    await openForm();
    const seed = picker().getByRole('spinbutton', { name: 'Seed' });
    assert.equal(await seed.inputValue(), '0');
    await seed.fill('12');
    assert.equal((await lastChoice())?.seed, 12);
    await picker().getByRole('button', { name: 'Reset to defaults' }).click();
    assert.deepEqual([(await lastChoice())?.seed, await seed.inputValue()], [undefined, '0']);
    const other = explain.page.locator('[data-picker="integrated-gradients"]');
    await other.getByRole('button', { name: 'Parameters of Integrated gradients' }).click();
    assert.equal(await other.getByRole('spinbutton', { name: 'Seed' }).count(), 0);
    await other.getByRole('combobox', { name: 'Baseline', exact: true }).selectOption('uniform');
    assert.equal(await other.getByRole('spinbutton', { name: 'Seed' }).count(), 1, 'a noise baseline is drawn');
    await other.getByRole('combobox', { name: 'Baseline', exact: true }).selectOption('blur');
    assert.equal(await other.getByRole('spinbutton', { name: 'Seed' }).count(), 0);
  });

  it('takes several values of two parameters and asks for a card of each combination', async () => {
    await openForm();
    await picker().getByText('Compare values…').click();
    const run = picker().getByRole('button', { name: 'Compare', exact: true });
    assert.equal(await run.isDisabled(), true);
    await picker().getByLabel('Parameter to vary', { exact: true }).selectOption('samples');
    const samples = picker().getByRole('textbox', { name: 'Values of Masks' });
    assert.equal(await samples.inputValue(), '4000');
    await samples.fill('100, 0');
    assert.deepEqual([await samples.getAttribute('aria-invalid'), await run.isDisabled()], ['true', true]);
    await samples.fill('100, 1000, 4000');
    await picker().getByLabel('Second parameter to vary').selectOption('baseline');
    await picker().getByRole('checkbox', { name: 'Black' }).click();
    assert.match(await picker().getByRole('status').innerText(), /6 cards/);
    await run.click();
    const [message] = (await explain.panel.posted('choose')).slice(-1);
    assert.equal(message.run, true);
    assert.deepEqual((await lastChoice())?.sweep, { samples: [100, 1000, 4000], baseline: ['zeros', 'black'] });
    await picker().getByRole('button', { name: 'Back to one card' }).click();
    assert.equal((await lastChoice())?.sweep, undefined);
  });

  it('takes several rows of numbers, between semicolons, and names their cards', async () => {
    await openForm();
    await picker().getByText('Compare values…').click();
    await picker().getByLabel('Parameter to vary', { exact: true }).selectOption('window');
    const windows = picker().getByRole('textbox', { name: 'Values of Window' });
    assert.equal(await windows.inputValue(), '');
    const run = picker().getByRole('button', { name: 'Compare', exact: true });
    await windows.fill('3, 15, 15; wide');
    assert.deepEqual([await windows.getAttribute('aria-invalid'), await run.isDisabled()], ['true', true]);
    await windows.fill('; 3, 15, 15; 3,31,31; 3 15 15');
    assert.match(await picker().getByRole('status').innerText(), /3 cards/);
    await run.click();
    const values = [null, [3, 15, 15], [3, 31, 31]];
    assert.deepEqual((await lastChoice())?.sweep, { window: values });
    await explain.show(document({ window: values }));
    for (const window of values)
      await explain.panel.send({ kind: 'card', card: { method: 'rise', variant: { window }, state: 'waiting' } });
    const names = await explain.page.locator('[data-card^="rise"]').allInnerTexts();
    ['by default', '3 × 15 × 15', '3 × 31 × 31'].forEach((name, n) =>
      assert.ok(names[n].includes(`Window ${name}`), names[n]),
    );
  });

  it('shows the cards in order, each named by its values and handled alone', async () => {
    await explain.show(document({ samples: [100, 1000], gridSize: [7, 13] }));
    const cardOf = (samples: number, gridSize: number): Card => ({
      method: 'rise',
      variant: { samples, gridSize },
      state: 'done',
      result: result('rise', { params: { samples, gridSize }, seed: 3 }),
    });
    const cards = [cardOf(1000, 7), cardOf(100, 13), cardOf(100, 7)];
    await explain.panel.send(...cards.map((card) => ({ kind: 'card', card }) as const));
    await explain.panel.send({
      kind: 'card',
      card: { method: 'rise', variant: { samples: 1000, gridSize: 13 }, state: 'waiting' },
    });
    const ids = await explain.page
      .locator('[data-card]')
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-card')));
    const expected = [
      [100, 7],
      [100, 13],
      [1000, 7],
      [1000, 13],
    ].map(([samples, gridSize]) => cardIdOf({ method: 'rise', variant: { samples, gridSize } }));
    assert.deepEqual(ids, ['grad-cam', ...expected]);
    assert.match(await comparison(expected[1]).innerText(), /RISE[^]*Masks 100 · Grid 13/);
    assert.match(
      (await comparison(expected[1]).locator('header').getAttribute('title')) ?? '',
      /gridSize = 13[^]*Seed: 3/,
    );
    await comparison(expected[3]).getByRole('button', { name: 'Cancel RISE, Masks 1000 · Grid 13' }).click();
    assert.deepEqual(await explain.panel.posted('cancel'), [{ kind: 'cancel', card: expected[3] }]);
    await comparison(expected[0]).getByRole('button', { name: 'Export RISE' }).click();
    await explain.page.getByRole('menuitem', { name: 'Image' }).click();
    const [{ card, images }] = await explain.panel.until('export', 1);
    assert.deepEqual([card, images.map((one) => one.card)], [expected[0], [expected[0]]]);
  });

  it('lets go of the cards of a comparison that has ended', async () => {
    await explain.show(document({ samples: [100, 1000] }));
    for (const samples of [100, 1000])
      await explain.panel.send({ kind: 'card', card: { method: 'rise', variant: { samples }, state: 'waiting' } });
    assert.equal(await explain.card('rise').count(), 2);
    await explain.openMethods();
    await picker().getByRole('button', { name: 'Parameters of RISE' }).click();
    await picker().getByText('Compare values…').click();
    await picker().getByRole('button', { name: 'Back to one card' }).click();
    assert.equal(await explain.card('rise').count(), 0);
  });
});
