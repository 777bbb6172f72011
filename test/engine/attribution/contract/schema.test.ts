import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import { completed } from '../../../../src/engine/parameter/values';

describe('contract of methods: the schema', () => {
  it('names every method once', () => {
    assert.equal(new Set(methods.map(({ id }) => id)).size, methods.length);
    assert.equal(new Set(methods.map(({ label }) => label)).size, methods.length);
  });

  for (const method of methods) {
    const { params } = method;
    const names = params.map(({ name }) => name);
    describe(method.id, () => {
      it('says what it is', () => {
        assert.match(method.id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
        for (const text of [method.label, method.shows, method.misleads, method.paper.title])
          assert.ok(text.length > 2, text);
        assert.match(method.paper.url, /^https:\/\//);
        assert.ok(Object.isFrozen(method) && Object.isFrozen(params));
      });

      it('has parameters with a name of their own in camelCase, a label and a default that is allowed', () => {
        assert.equal(new Set(names).size, names.length);
        for (const parameter of params) {
          assert.match(parameter.name, /^[a-z][A-Za-z]*$/);
          assert.match(parameter.label, /^\S.*\S$|^\S$/u);
        }
        const defaults = Object.fromEntries(params.map((p) => [p.name, p.default]));
        assert.deepEqual(completed(params, defaults), defaults);
      });

      it('offers every choice once, and ties parameters to values that are offered', () => {
        for (const parameter of params) {
          if (parameter.kind === 'choice')
            assert.equal(new Set(parameter.choices.map((c) => c.value)).size, parameter.choices.length);
          const { usedWith } = parameter;
          if (!usedWith) continue;
          const other = params.find((p) => p.name === usedWith.name);
          assert.ok(other, `${parameter.name} is used with ${usedWith.name}, which there is not`);
          for (const value of usedWith.values) assert.doesNotThrow(() => completed([other], { [other.name]: value }));
        }
        for (const name of method.shared ?? []) assert.ok(names.includes(name), `${name} is shared`);
      });
    });
  }
});
