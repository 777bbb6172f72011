import assert from 'node:assert/strict';
import { resultsOf } from './support/evaluations';
import { EvaluationPage, size } from './support/evaluation-page';

describe('the Evaluation panel while it runs', () => {
  const evaluation = new EvaluationPage();
  const { summary } = resultsOf(size);
  const started = {
    kind: 'started',
    total: 100,
    skipped: 1,
    models: ['faces-cnn'],
    methods: summary.methods.slice(0, 1),
    columns: summary.columns.slice(0, 1),
  } as const;
  const at = {
    kind: 'progress',
    done: 40,
    total: 100,
    skipped: 1,
    rate: 4.25,
    secondsLeft: 90,
    image: 'a.png',
  } as const;
  const table = {
    kind: 'table',
    done: 40,
    accuracy: [0.9],
    cells: [{ model: 0, method: 0, column: 0, mean: 0.25, images: 40 }],
  } as const;

  it('tells how far it is, how fast, how long still, and what it has found', async () => {
    await evaluation.show({ run: { state: 'running', started, progress: at, table, error: null } });
    const text = (await evaluation.page.locator('section[aria-label="Progress"]').innerText()).replace(/\s/g, ' ');
    for (const part of [
      '40 of 100 inputs',
      '4.25 per second',
      '1 min 30 s left',
      '1 left out',
      'a.png',
      'faces-cnn 90.0 %',
      '0.250',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
    assert.equal(await evaluation.page.locator('progress').evaluate((bar: HTMLProgressElement) => bar.value), 0.4);
    await evaluation.page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await evaluation.panel.posted('cancel')).length, 1);
    assert.equal(await evaluation.page.getByRole('button', { name: 'Run' }).isDisabled(), true);
  });

  it('keeps what was found when it is cancelled, and resumes', async () => {
    const error = { code: 'cancelled', what: 'The run was cancelled' } as const;
    await evaluation.show({ run: { state: 'cancelled', started, progress: at, table, error } });
    const text = await evaluation.page.locator('section[aria-label="Progress"]').innerText();
    assert.match(text, /Stopped at 40 of 100 inputs.*everything done is kept/);
    assert.ok(text.includes('0.250'));
    await evaluation.page.getByRole('button', { name: 'Resume' }).click();
    assert.equal((await evaluation.panel.posted('run')).length, 1);
  });

  const part = { number: 1, state: 'done', done: 6, total: 6, rate: 0, error: null } as const;
  const elsewhere = {
    parts: [
      part,
      { ...part, number: 2, state: 'running', done: 2, total: 8, rate: 1.5 },
      { ...part, number: 3, state: 'failed', done: 1, error: 'the disk is full' },
      { ...part, number: 4, state: 'waiting', done: 0, total: null },
    ],
    kind: 'evaluation',
    ...{ done: 9, total: null, skipped: 0, rate: 1.5, folder: '/data/test', array: '41', merged: false },
  } as const;
  const progressOf = async () =>
    (await evaluation.page.locator('section[aria-label="Progress"]').innerText()).replace(/[^\S\n]/g, ' ');

  it('shows the parts of a run on other machines, and cancels them', async () => {
    const progress = { ...at, done: 9, total: 0, rate: 1.5, secondsLeft: null, skipped: 0, image: '' };
    await evaluation.show({ run: { state: 'running', started, progress, table, error: null, parts: elsewhere } });
    const text = await progressOf();
    for (const said of [
      '9 inputs · 1.50 per second',
      'Parts: 1 waiting · 1 running · 1 done · 1 failed',
      'running · 2 of 8 inputs · 1.50 per second',
      'failed · 1 of 6 inputs · the disk is full',
      '0.250',
    ])
      assert.ok(text.includes(said), `${said} in ${text}`);
    await evaluation.page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await evaluation.panel.posted('cancel')).length, 1);
  });

  it('cannot cancel parts that nobody has submitted', async () => {
    const parts = { ...elsewhere, array: null };
    await evaluation.show({ run: { state: 'running', started, progress: at, table, error: null, parts } });
    assert.equal(await evaluation.page.getByRole('button', { name: 'Cancel' }).isDisabled(), true);
  });

  it('puts parts together that are all done', async () => {
    const parts = { ...elsewhere, parts: [part], array: null };
    await evaluation.show({ run: { state: 'parted', started, progress: at, table, error: null, parts } });
    assert.match(await progressOf(), /All parts are done/);
    await evaluation.page.getByRole('button', { name: 'Merge' }).click();
    assert.equal((await evaluation.panel.posted('run')).length, 1);
  });

  it('says what stopped it', async () => {
    await evaluation.show({
      run: {
        state: 'failed',
        started,
        progress: at,
        table: null,
        error: { code: 'disk', what: 'the disk is full', where: '/data/out', next: 'Free some space' },
      },
    });
    assert.match(
      await evaluation.page.locator('section[aria-label="Progress"] [role="alert"]').innerText(),
      /the disk is full[^]*Free some space/,
    );
  });
});
