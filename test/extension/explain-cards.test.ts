import assert from 'node:assert/strict';
import { cardIdOf } from '../../src/protocol/cards';
import type { Sweep } from '../../src/protocol/explain-document';
import { explanationForEach } from './support/explanations';

describe('the cards of an explain session', () => {
  const own = explanationForEach();

  it('brings back a finished map that was taken away, without running it again', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    const first = await own.until('done');
    const { choices } = own.session.document;
    await own.session.choose(
      choices.map((choice) => ({ ...choice, selected: false })),
      false,
    );
    assert.equal(own.card('grad-cam'), undefined);
    own.messages = [];
    await own.session.choose(choices, false);
    assert.equal(own.card('grad-cam'), first);
    assert.ok(
      own.messages.some((message) => message.kind === 'card' && message.card === first),
      'the page is told',
    );
    await own.session.choose(choices, true);
    assert.equal(own.card('grad-cam'), first, 'Run has nothing to do');
    const others = choices.map((choice) => ({ ...choice, params: { ...choice.params, relu: false } }));
    await own.session.choose(
      others.map((choice) => ({ ...choice, selected: false })),
      false,
    );
    await own.session.choose(others, false);
    assert.equal(own.card('grad-cam'), undefined, 'it is not the map of other parameters');
  });

  it('computes only what has changed', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    const first = await own.until('done');
    const choices = own.session.document.choices.map((choice) => ({ ...choice, selected: true }));
    await own.session.choose(choices, true);
    await own.until('done', 'gradient');
    assert.equal(own.card('grad-cam'), first, 'the finished card is kept');
    await own.session.explanation.retarget({ target: 1, region: null, box: null });
    assert.notEqual(own.card('grad-cam'), first, 'another target is another map');
    await own.until('done');
    const second = own.card('grad-cam');
    const box = { index: 1, corners: [1, 2, 3, 4], proposal: 7, quantity: 'score' } as const;
    await own.session.explanation.retarget({ target: 1, region: null, box });
    assert.notEqual(own.card('grad-cam'), second, 'another box is another map');
    await own.until('done');
  });

  it('makes anew what shows an explainer, once another was learned', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    await own.until('done');
    await own.session.choose(
      own.session.document.choices.map((choice) => ({ ...choice, selected: true })),
      true,
    );
    await own.until('done', 'gradient');
    const before = [own.card('grad-cam'), own.card('gradient')];
    const { methods } = own.session.document;
    const learned = methods.map((method) =>
      method.id === 'gradient' ? { ...method, group: 'learned' as const } : method,
    );
    Object.assign(own.session.document, { methods: learned });
    await own.session.explainerChanged();
    assert.notEqual(own.card('gradient'), before[1], 'the explainer of before is gone');
    await own.until('done', 'gradient');
    assert.equal(own.card('grad-cam'), before[0], 'other maps stay');
  });

  it('compares values: a card for each combination, computed once, and one card again', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    await own.until('done');
    const withSweep = (sweep?: Sweep) => own.session.document.choices.map((choice) => ({ ...choice, sweep }));
    await own.session.choose(withSweep({ steps: [1, 2], seed: [3] }), true);
    const cards = () => own.session.document.cards.map((one) => [cardIdOf(one), one.state]);
    await own.until('done', 'grad-cam', 2);
    assert.deepEqual(
      cards(),
      ['grad-cam,steps=1,seed=3', 'grad-cam,steps=2,seed=3'].map((id) => [id, 'done']),
    );
    const results = own.session.document.cards.flatMap((one) => (one.state === 'done' ? [one.result] : []));
    assert.deepEqual(
      results.map(({ params, seed }) => [params, seed]),
      [1, 2].map((steps) => [{ steps }, 3]),
    );
    const [first] = own.session.document.cards;
    await own.session.choose(withSweep({ steps: [1, 5], seed: [3] }), true);
    assert.equal(own.session.document.cards[0], first, 'a finished combination is kept');
    await own.session.choose(withSweep(), true);
    await own.until('done');
    assert.deepEqual(cards(), [['grad-cam', 'done']]);
  });

  it('adds up what the cards of a comparison cost, forward passes they share once', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    await own.until('done');
    await own.session.choose(
      own.session.document.choices.map((choice) => ({ ...choice, sweep: { steps: [1, 5], scale: [1, 2] } })),
      false,
    );
    const costsOf = () =>
      own.messages
        .flatMap((message) => (message.kind === 'costs' ? message.costs : []))
        .filter(({ method }) => method === 'grad-cam');
    while (costsOf().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(costsOf().at(-1)?.expectedPasses, 2 * 50, 'another scale is another cache');
  });

  it('says that the engine stopped, keeps the prediction and runs again', async () => {
    await own.session.open([own.input('a.png')], own.model('slow.onnx'));
    await own.until('running');
    process.kill(own.engine.pid as number, 'SIGKILL');
    const failed = await own.until('error');
    assert.equal(failed.state === 'error' && failed.error.code, 'engine-stopped');
    assert.ok(own.session.document.prediction);
    await own.session.explanation.retry('grad-cam');
    await own.until('running');
  });

  it('cancels at once, also a run that does not listen', async () => {
    await own.session.open([own.input('a.png')], own.model('hang.onnx')).catch(() => undefined);
    await own.until('running');
    own.session.cards.cancel('grad-cam');
    assert.equal(own.card('grad-cam')?.state, 'cancelled');
    await own.session.useModel(own.model('fast.onnx'));
    await own.until('done');
  });

  it('keeps what there was when it was cancelled: the last map at once, then the result of a method that can stop anywhere', async () => {
    await own.session.open([own.input('a.png')], own.model('anytime.onnx'));
    let running = await own.until('running');
    while (running.state === 'running' && !running.map) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      running = await own.until('running');
    }
    own.session.cards.cancel('grad-cam');
    const cancelled = own.card('grad-cam');
    assert.ok(cancelled?.state === 'cancelled' && cancelled.map && cancelled.passes >= 1, cancelled?.state);
    assert.equal(cancelled.expectedPasses, 10);
    const partial = await own.until('done');
    assert.ok(partial.state === 'done' && partial.result.stopped);
    await own.session.explanation.run();
    assert.notEqual(own.card('grad-cam')?.state, 'done', 'what was stopped is run again');
    const whole = await own.until('done');
    assert.ok(whole.state === 'done' && !whole.result.stopped);
    await own.session.explanation.run();
    assert.equal(own.card('grad-cam')?.state, 'done');
  });
});
