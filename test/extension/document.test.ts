import assert from 'node:assert/strict';
import { DocumentStore } from '../../src/extension/panels/document';
import { LensError } from '../../src/protocol/error';
import { none, type Loading } from '../../src/protocol/loading';
import type { DocumentToPage } from '../../src/protocol/page';

interface Counted {
  readonly title: string;
  readonly count: Loading<number>;
}

/** A store whose protected parts can be reached. */
class Counter extends DocumentStore<Counted> {
  kept = 0;
  override ask = super.ask;
  override forget = super.forget;
  override change = super.change;

  protected override keep(): void {
    this.kept++;
  }
}

describe('a panel’s document', () => {
  let said: DocumentToPage<Counted>[];
  let store: Counter;
  beforeEach(() => {
    said = [];
    store = new Counter({ title: 'a', count: none }, (message) => said.push(message));
  });
  const question = () => {
    let answer!: (value: number | Promise<never>) => void;
    const asked = store.ask('count', () => new Promise<number>((resolve) => (answer = resolve)));
    return { asked, answer: (value: number | Promise<never>) => (answer(value), asked) };
  };

  it('tells its page every change, and all of it when asked', () => {
    store.change({ title: 'b' });
    store.change({ title: 'c' }, null);
    store.tellAll();
    assert.deepEqual(said, [
      { kind: 'update', changes: { title: 'b' } },
      { kind: 'document', document: { title: 'c', count: none } },
    ]);
    assert.equal(store.kept, 2, 'what is not said is kept, too');
  });

  it('shows that a part is asked for, then the answer', async () => {
    const { answer } = question();
    assert.deepEqual(store.document.count, { state: 'loading' });
    await answer(3);
    assert.deepEqual(store.document.count, { state: 'done', value: 3 });
  });

  it('drops the answer to an older question, and to one that was forgotten', async () => {
    const [older, newer] = [question(), question()];
    await newer.answer(2);
    await older.answer(1);
    assert.deepEqual(store.document.count, { state: 'done', value: 2 });
    const late = question();
    store.forget('count');
    await late.answer(3);
    assert.deepEqual(store.document.count, none);
  });

  it('shows why there is no answer, and nothing where it was cancelled', async () => {
    const failure = (code: 'not-found' | 'cancelled') => new LensError({ code, what: 'no' });
    await question().answer(Promise.reject(failure('not-found')));
    assert.equal(store.document.count.state === 'error' && store.document.count.error.code, 'not-found');
    await question().answer(Promise.reject(failure('cancelled')));
    assert.deepEqual(store.document.count, none);
  });

  it('hears of no answer once its panel is closed', async () => {
    const { answer } = question();
    store.dispose();
    said.length = 0;
    await answer(1);
    assert.deepEqual(said, []);
  });
});
