import assert from 'node:assert/strict';
import { namesake } from '../../../src/engine/recipe-check/namesake';

describe('the class whose name a file bears', () => {
  const names = ['retriever', 'golden retriever', 'hotdog', 'tabby'];
  it('is the longest that stands in it whole', () => {
    assert.equal(namesake('photos/golden-retriever.jpg', names), 1);
    assert.equal(namesake('retriever_02.png', names), 0);
    assert.equal(namesake('hotdogs.png', names), null);
  });
  it('may be called by another name', () => {
    assert.equal(namesake('tabby cat 3.png', ['a', 'b'], [[], ['tabby cat']]), 1);
  });
  it('may be called by any of the synonyms of a name', () => {
    const imagenet = ['tabby, tabby cat', 'hotdog, hot dog, red hot', 'n02099601 golden retriever'];
    assert.deepEqual(
      ['tabby-indoors.jpg', 'hotdog.jpg', 'a hot dog.png', 'golden-retriever.jpg'].map((file) =>
        namesake(file, imagenet),
      ),
      [0, 1, 1, 2],
    );
  });
  it('is none where several are as long', () => {
    assert.equal(namesake('tabby and hotdog tabby.png', ['tabby', 'tabby']), null);
  });
});
