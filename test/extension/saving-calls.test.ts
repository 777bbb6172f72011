import assert from 'node:assert/strict';
import { savingCalls } from '../../src/extension/code/calls';
import { python, script, type Syntax } from '../../src/extension/code/syntax';
import { modelNamed } from '../../src/extension/code/target';

/** [line, callee, …files] of every call found. */
function found(text: string, syntax: Syntax): (string | number)[][] {
  return savingCalls(text, syntax).map(({ at, callee, files }) => [
    text.slice(0, at).split('\n').length,
    callee,
    ...files,
  ]);
}

describe('calls that save a model', () => {
  it('are found in Python, on one line or several', () => {
    const text = `import torch
torch.onnx.export(model, torch.zeros(1, 3, 64, 64), "out/net.onnx", opset_version=17)
model.save('net.keras')
    model.save_weights("net.weights.h5")
torch.save(model.state_dict(), r"C:\\nets\\net.pt")
tf.saved_model.save(model, 'exported')
torch.onnx.export(
    model,  # the "best.onnx" of all
    (x,),
    "models/"
    "net.onnx",
    input_names=["image"],
)
print("plain.onnx")
`;
    assert.deepEqual(found(text, python), [
      [2, 'torch.onnx.export', 'out/net.onnx'],
      [3, 'model.save', 'net.keras'],
      [4, 'model.save_weights', 'net.weights.h5'],
      [5, 'torch.save', 'C:\\nets\\net.pt'],
      [6, 'tf.saved_model.save', 'exported'],
      [7, 'torch.onnx.export', 'models/net.onnx', 'image'],
    ]);
  });

  it('are found in JavaScript and TypeScript', () => {
    const text = `// model.save('file://comment')
const half = width / 2; const pattern = /model.save('x')/g;
await model.save('file://./out');
/* model.save("block") */ model.save(\`file://\${folder}/\${\`n\${1}\`}\`);
await model
  .save(\`file://plain\`);
`;
    assert.deepEqual(found(text, script), [
      [3, 'model.save', 'file://./out'],
      [5, 'model.save', 'file://plain'],
    ]);
  });

  it('take the text of variables, and of expressions with literals in them', () => {
    const text = `OUT = Path("runs") / "net.onnx"
self.path = "own.onnx"
LATER = other
torch.onnx.export(model, x, OUT)
torch.onnx.export(model, x, self.path)
torch.onnx.export(model, x, str(folder / "sub.onnx"), LATER)
export(model, x, f=name)
`;
    assert.deepEqual(found(text, python), [
      [4, 'torch.onnx.export', 'net.onnx'],
      [5, 'torch.onnx.export', 'own.onnx'],
      [6, 'torch.onnx.export', 'sub.onnx'],
    ]);
  });

  it('leave literals with placeholders alone, and read on behind them', () => {
    const text = `model.save(f"{d["name"]}.keras")
model.save(f"net{{}}.keras"); model.save(rf'plain.keras')
model.save(f"{x!r:>{width}}", "second.keras")
`;
    assert.deepEqual(found(text, python), [
      [2, 'model.save', 'net{{}}.keras'],
      [2, 'model.save', 'plain.keras'],
      [3, 'model.save', 'second.keras'],
    ]);
  });

  it('are no definitions, docstrings or other calls', () => {
    const text = `def save(self, path="net.onnx"):
    """Saves: model.save("doc.onnx") isn't run."""
    self.saver("net.onnx")
    savefig = plot("net.onnx")
    # model.save("comment.onnx")
    text = 'it is "model.save(\\'quoted.onnx\\')"'
`;
    assert.deepEqual(found(text, python), []);
    assert.deepEqual(
      found(`class A { save(path) { return 'net.onnx' } }\nfunction save(p = 'net.onnx') {}`, script),
      [],
    );
  });

  it('survive code that is still being written', () => {
    for (const text of ['model.save("net.onnx', 'model.save("net.onnx"', '")))]]', 'f"{', '"""', 'model.save(\\'])
      assert.deepEqual(found(text, python), []);
    assert.deepEqual(found('model.save(\'open\nmodel.save("net.keras")', python), [[2, 'model.save', 'net.keras']]);
    assert.deepEqual(found('model.save(`${`', script), []);
  });
});

describe('the model that a saving call names', () => {
  const models = [
    '/w/net.onnx',
    '/w/train/out/net.onnx',
    '/w/train/a/b.onnx',
    '/w/js/out/model.json',
    '/w/tf/saved_model.pb',
    '/v/other.keras',
  ];
  const named = (text: string, code = '/w/train/run.py') => modelNamed(text, code, models, ['/w', '/v']);

  it('is looked for beside the code, then in the workspace folders, then by the end of its path', () => {
    assert.equal(named('out/net.onnx'), '/w/train/out/net.onnx');
    assert.equal(named('./out/../out/net.onnx'), '/w/train/out/net.onnx');
    assert.equal(named('net.onnx'), '/w/net.onnx');
    assert.equal(named('train/a/b.onnx'), '/w/train/a/b.onnx');
    assert.equal(named('b.onnx'), '/w/train/a/b.onnx');
    assert.equal(named('../net.onnx'), '/w/net.onnx');
    assert.equal(named('/v/other.keras'), '/v/other.keras');
    assert.equal(named('out\\net.onnx'), '/w/train/out/net.onnx');
  });

  it('is the model in a folder', () => {
    assert.equal(named('tf'), '/w/tf/saved_model.pb');
    assert.equal(named('file://./out', '/w/js/run.js'), '/w/js/out/model.json');
    assert.equal(named('file://js/out/'), '/w/js/out/model.json');
  });

  it('is none where no model has that name', () => {
    for (const text of ['gone.onnx', 'et.onnx', '', '.', '/', '../../up.onnx', 'out'])
      assert.equal(named(text, '/w/x/run.py'), text === 'out' ? '/w/js/out/model.json' : undefined);
  });
});
