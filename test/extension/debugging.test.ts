import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { explainVariable } from '../../src/extension/debugging/explain-variable';
import type { EngineProcess } from '../../src/extension/engine/process';
import { explainPanel } from '../../src/extension/panels/explain';
import type { Services } from '../../src/extension/services';
import { LensError } from '../../src/protocol/error';

const ramp = (shape: readonly number[], scale: number) =>
  Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => (i % 256) * scale);
const bytes = (shape: number[]) => ({ descr: '|u1', shape, data: ramp(shape, 1) });
const shares = (shape: number[]) => ({ descr: '<f4', shape, data: ramp(shape, 1 / 255) });
const numbers = (shape: number[]) => ({ descr: '<f4', shape, data: ramp(shape, 0.1).map((value) => value - 4) });

const variables = {
  picture: bytes([12, 16, 3]),
  tensor: shares([1, 3, 12, 16]),
  fine: { ...shares([3, 12, 16]), data: ramp([3, 12, 16], 1 / 300) },
  normalised: numbers([1, 3, 12, 16]),
  batch: shares([20, 3, 12, 16]),
  gray: bytes([12, 16]),
  remote: 'elsewhere',
};

describe('Explain This Variable on a paused program', function () {
  this.timeout(60_000);
  const { engine } = vscode.extensions.getExtension<{ engine: EngineProcess }>('saliency-lens.saliency-lens')!.exports;
  const model = vscode.Uri.file('/models/net.onnx');
  const services = { engine, models: { resolve: async () => model } } as unknown as Services;
  const { showInformationMessage } = vscode.window;
  const show = explainPanel.show.bind(explainPanel);
  let opened: { files: readonly vscode.Uri[]; model?: vscode.Uri }[] = [];
  let said: string[] = [];
  let asked: string[] = [];
  let answer: string | undefined;

  before(async () => {
    await vscode.extensions.getExtension('saliency-lens.saliency-lens')!.activate();
    Object.assign(vscode.window, {
      showInformationMessage: async (text: string, options?: { modal?: boolean }) => {
        if (!options?.modal) return void said.push(text);
        asked.push(text);
        return answer;
      },
    });
    Object.assign(explainPanel, {
      show: () => ({
        open: async (files: readonly vscode.Uri[], using?: vscode.Uri) => void opened.push({ files, model: using }),
      }),
    });
  });
  beforeEach(async () => {
    [opened, said, asked, answer] = [[], [], [], 'Evaluate and Explain'];
    const started = await vscode.debug.startDebugging(undefined, {
      type: 'python',
      request: 'launch',
      name: 'paused',
      variables,
    });
    assert.ok(started);
    const end = Date.now() + 20_000;
    while (!(vscode.debug.activeStackItem instanceof vscode.DebugStackFrame) && Date.now() < end)
      await new Promise((done) => setTimeout(done, 50));
    assert.ok(vscode.debug.activeStackItem instanceof vscode.DebugStackFrame, 'the program is paused');
  });
  afterEach(() => vscode.debug.stopDebugging());
  after(() => Object.assign(vscode.window, { showInformationMessage }) && Object.assign(explainPanel, { show }));

  const explain = (name: string) =>
    explainVariable.run(services, { variable: { name, evaluateName: name, type: 'x' } });
  /** Width and height of a PNG. */
  const sizeOf = ({ fsPath }: vscode.Uri) => {
    const png = readFileSync(fsPath);
    return [png.readUInt32BE(16), png.readUInt32BE(20)];
  };

  const taken: [string, RegExp][] = [
    ['picture', /^picture: uint8 \[12, 16, 3\], height × width × channels, values from 0 to 255, taken as an image/],
    [
      'tensor',
      /^tensor: float32 \[1, 3, 12, 16\], channels × height × width, values from 0 to 1, taken as an image[^,]*$/,
    ],
    ['fine', /values from 0 to 1, taken as an image.*, rounded to 256 levels$/],
    ['gray', /height × width, gray, values from 0 to 255/],
  ];
  for (const [name, sentence] of taken)
    it(`takes ${name} as an image, and says how it was read`, async () => {
      await explain(name);
      assert.match(said[0], sentence);
      assert.deepEqual([opened.length, opened[0].model], [1, model]);
      assert.deepEqual(opened[0].files.map(sizeOf), [[16, 12]]);
    });

  it('takes what is no picture as the network does, as a .npy', async () => {
    await explain('normalised');
    assert.match(said[0], /values as the network takes them, taken as it is$/);
    const [file] = opened[0].files;
    assert.match(file.path, /\.npy$/);
    const floats = readFileSync(file.fsPath).subarray(-4 * 3 * 12 * 16);
    assert.equal(floats.readFloatLE(4), Math.fround(Math.fround(0.1 - 4)));
  });

  it('takes each sample of a batch, and says how many it left out', async () => {
    await explain('batch');
    assert.equal(opened[0].files.length, 16);
    assert.match(said[0], /4 further samples left out$/);
  });

  it('evaluates nothing unless the user agrees, and asks once in a session', async () => {
    answer = undefined;
    await explain('picture');
    assert.deepEqual([asked, said, opened], [['Explain picture (x)?'], [], []]);
    answer = 'Evaluate and Explain';
    await explain('picture');
    await explain('gray');
    assert.deepEqual([asked.length, opened.length], [2, 2]);
  });

  it('says what the program said, and when its file is not here', async () => {
    const refused = (pattern: RegExp) => (error: LensError) =>
      error instanceof LensError && pattern.test(error.message);
    await assert.rejects(
      explain('missing'),
      refused(/missing cannot be saved: .*NameError: name 'missing' is not defined/),
    );
    await assert.rejects(explain('remote'), refused(/not where this window can read it/));
  });

  it('is offered by the debugger of Python alone', () => {
    const { contributes } = vscode.extensions.getExtension('saliency-lens.saliency-lens')!.packageJSON as {
      contributes: { menus: Record<string, { command: string; when: string }[]> };
    };
    const [{ command, when }] = contributes.menus['debug/variables/context'];
    assert.equal(command, 'saliency-lens.explainVariable');
    const types = new RegExp(/=~ \/(.+?)\//.exec(when)![1]);
    assert.deepEqual(
      ['python', 'debugpy', 'node', 'cppdbg'].filter((type) => types.test(type)),
      ['python', 'debugpy'],
    );
  });
});
