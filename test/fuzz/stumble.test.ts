import assert from 'node:assert/strict';
import { floats } from '../../src/engine/tensor/tensor';
import { LensError } from '../../src/protocol/error';
import { stumble } from './stumble';

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

describe('readers that stumble', () => {
  const own = thrown(() => floats([3], [1]));

  it('are found beneath the sentence that they are told in', () => {
    const told = new LensError({ code: 'corrupt-model', what: 'the file is damaged' }, { cause: own });
    assert.match(stumble(LensError.in('x.onnx', told))!, /do not fill \[3\] .*tensor\.ts/);
    assert.match(stumble(thrown(() => floats(undefined as unknown as number[], [])))!, /src.engine/);
  });

  it('are not those whose library did, or that say what they miss', () => {
    const library = thrown(() => new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xff)));
    assert.equal(
      stumble(new LensError({ code: 'corrupt-image', what: 'it is no text' }, { cause: library })),
      undefined,
    );
    assert.equal(stumble(new LensError({ code: 'corrupt-model', what: 'it is empty' })), undefined);
  });
});
