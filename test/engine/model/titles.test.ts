import assert from 'node:assert/strict';
import { distinctTitles, modelTitle } from '../../../src/protocol/model-files';

describe('what a model is called', () => {
  it('is its file, and the folder of files that are all called the same', () => {
    assert.equal(modelTitle('/m/resnet18.onnx'), 'resnet18.onnx');
    assert.equal(modelTitle('C:\\m\\emotion\\model.json'), 'emotion/model.json');
    assert.equal(modelTitle('/m/saved/saved_model.pb'), 'saved/saved_model.pb');
  });

  it('has as many folders in front as tell it from the others, and no more', () => {
    const called = (...paths: string[]) => assert.deepEqual(distinctTitles(paths), expected.shift());
    const expected = [
      ['a.onnx', 'b.onnx'],
      ['old/net.onnx', 'new/net.onnx', 'b.onnx'],
      ['first/fold-1/net.onnx', 'second/fold-1/net.onnx', 'fold-2/net.onnx'],
      ['net.onnx', 'old/net.onnx'],
      ['one/model.json', 'two/model.json'],
      ['net.onnx', 'net.onnx'],
    ];
    called('/m/a.onnx', '/m/b.onnx');
    called('/m/old/net.onnx', '/m/new/net.onnx', '/m/b.onnx');
    called('/m/first/fold-1/net.onnx', '/m/second/fold-1/net.onnx', '/m/fold-2/net.onnx');
    called('net.onnx', 'old/net.onnx');
    called('/m/one/model.json', '/m/two/model.json');
    called('/m/net.onnx', '/m/net.onnx');
  });
});
