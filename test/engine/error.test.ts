import assert from 'node:assert/strict';
import { LensError } from '../../src/protocol/error';

describe('the sentence of an error', () => {
  it('and its parts stay short, whatever names a file gives', () => {
    const name = 'q'.repeat(5000);
    const error = new LensError({
      code: 'corrupt-model',
      what: `${name} is made twice`,
      where: name,
      next: 'Export it again',
    });
    const { what, where, next } = error.toReport();
    assert.ok(`saliency-lens: ${error.message}`.length <= 600, `${error.message.length}`);
    assert.ok(what.length + where!.length + next!.length <= 600);
    assert.match(what, /^q+…q+ is made twice$/);
    assert.equal(next, 'Export it again');
  });

  it('fits with the name of the program before it, whatever is allowed instead', () => {
    const next = Array.from({ length: 90 }, (_, k) => `method-${k}`).join(', ');
    const { message } = new LensError({ code: 'invalid-argument', what: 'there is no method constructor', next });
    assert.ok(`saliency-lens: ${message}`.length <= 600, `${message.length}`);
  });

  it('is told whole where it is not too long', () => {
    const report = {
      code: 'not-found',
      what: 'there is no such file',
      where: '/'.padEnd(400, 'x'),
      next: 'Check it',
    } as const;
    assert.deepEqual(new LensError(report).toReport(), report);
  });
});
