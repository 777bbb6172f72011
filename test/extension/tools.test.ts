import assert from 'node:assert/strict';
import * as path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import * as vscode from 'vscode';
import { EngineTool, type ContributedTool } from '../../src/extension/tools/engine-tool';
import { ServerChanges, serverDefinitions } from '../../src/extension/tools/server-definition';
import { root } from './support/services';

describe('tools of language models', function () {
  this.timeout(120_000);
  const extension = vscode.extensions.getExtension('saliency-lens.saliency-lens')!;
  const { contributes } = extension.packageJSON as {
    contributes: { languageModelTools: readonly ContributedTool[] };
  };
  const folder = vscode.workspace.workspaceFolders![0].uri.fsPath;
  const model = path.join(folder, 'models/faces-cnn.onnx');
  const image = path.join(folder, 'faces/test/sunglasses/sunglasses-00.png');
  before(async () => void (await extension.activate()));

  const invoked = new Set<string>();
  const invoke = async (name: string, input: object): Promise<Record<string, unknown>> => {
    invoked.add(`saliency-lens_${name}`);
    const { content } = await vscode.lm.invokeTool(`saliency-lens_${name}`, { input, toolInvocationToken: undefined });
    return JSON.parse((content[0] as vscode.LanguageModelTextPart).value) as Record<string, unknown>;
  };

  it('are known to VS Code under the names that package.json contributes', () => {
    const known = vscode.lm.tools.map(({ name }) => name);
    const missing = contributes.languageModelTools.filter(({ name }) => !known.includes(name));
    assert.deepEqual(missing, []);
  });

  it('list and describe models, predict and explain', async () => {
    const { models } = (await invoke('list_models', {})) as { models: { model: string }[] };
    assert.ok(models.some((one) => one.model === model));
    assert.equal(((await invoke('describe_model', { model })).task as { id: string }).id, 'classification');
    const { predictions } = (await invoke('predict', { model, image })) as { predictions: { label: string }[] };
    assert.equal(predictions[0].label, 'sunglasses');
    const { maps } = (await invoke('explain_image', { model, image })) as { maps: { method: string }[] };
    assert.deepEqual(
      maps.map(({ method }) => method),
      ['grad-cam'],
    );
  });

  it('ask before they write, evaluate, find what is wrong and compare', async () => {
    const writing = contributes.languageModelTools.filter(({ tags }) => tags.includes('writes-files'));
    assert.deepEqual(
      writing.map(({ name }) => name),
      ['saliency-lens_evaluate_folder'],
    );
    const input = { folder: 'faces/test', models: [model], limit: 6, out: '.saliency-lens/tools' };
    const prepared = new EngineTool(undefined as never, writing[0]).prepareInvocation({ input });
    assert.match(String(prepared.confirmationMessages?.message), /written/);
    const { results, images } = await invoke('evaluate_folder', input);
    assert.equal(images, 6);
    assert.equal(typeof (await invoke('find_wrong_images', { results })).wrong, 'number');
    const { models } = await invoke('compare_runs', { results, before: results });
    assert.equal((models as unknown[]).length, 1);
  });

  it('were all invoked', () => {
    assert.deepEqual([...invoked].sort(), contributes.languageModelTools.map(({ name }) => name).sort());
  });

  it('say in a sentence what is wrong', async () => {
    await assert.rejects(invoke('predict', { model, image: '/etc/hostname' }), /outside the folders that are open/);
  });

  it('are offered anew where the server is to be started with other settings', async () => {
    const settings = vscode.workspace.getConfiguration('saliencyLens');
    const changes = new ServerChanges();
    const changed = new Promise<void>((done) => changes.event(done));
    try {
      await settings.update('threads', 1, vscode.ConfigurationTarget.Workspace);
      await changed;
      const context = { extension, asAbsolutePath: (name: string) => name } as unknown as vscode.ExtensionContext;
      assert.deepEqual(serverDefinitions(context)[0].args.slice(-2), ['--threads', '1']);
    } finally {
      await settings.update('threads', undefined, vscode.ConfigurationTarget.Workspace);
      changes.dispose();
    }
  });

  it('are offered as a server that lists the same', async () => {
    const context = {
      extension,
      asAbsolutePath: (name: string) => path.join(root, name),
    } as unknown as vscode.ExtensionContext;
    const [{ command, args, env }] = serverDefinitions(context);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ command, args, env }));
    const { tools } = await client.listTools();
    await client.close();
    assert.deepEqual(
      tools.map(({ name }) => `saliency-lens_${name}`),
      contributes.languageModelTools.map(({ name }) => name),
    );
  });
});
