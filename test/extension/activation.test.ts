import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { MODEL_ENDINGS, SAVED_MODEL, WEIGHTS_ENDINGS, WEIGHTS_NAMES } from '../../src/protocol/model-files';
import { findModels } from '../../src/extension/workspace/models';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Record<string, readonly { readonly when: string }[]>;
  };
}

describe('the extension', () => {
  const extension = vscode.extensions.getExtension<{ readonly engine: EngineProcess }>('saliency-lens.saliency-lens');
  const engine = (): EngineProcess => (extension as NonNullable<typeof extension>).exports.engine;
  before(() => until(() => extension?.isActive === true));
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const activeInput = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(holds());
  };

  it('is woken by files of models, by panels, and by nothing that any window has', () => {
    const { activationEvents } = extension?.packageJSON as Manifest;
    const patterns = activationEvents
      .filter((event) => event.startsWith('workspaceContains:**/'))
      .map((event) => event.slice('workspaceContains:**/'.length));
    const isWoken = (ending: string): boolean => patterns.some((p) => p.includes(`${ending.slice(1)}`));
    const endings = [...MODEL_ENDINGS, ...WEIGHTS_ENDINGS];
    assert.deepEqual(
      endings.filter((ending) => !isWoken(ending)),
      [],
    );
    assert.ok(patterns.includes(SAVED_MODEL) && patterns.includes(WEIGHTS_NAMES));
    assert.deepEqual(
      activationEvents.filter((event) => !/^(workspaceContains:\*\*\/.*\w|onWebviewPanel:saliencyLens\.)/.test(event)),
      [],
    );
  });

  it('registers every command it contributes', async () => {
    const { contributes } = extension?.packageJSON as Manifest;
    const contributed = contributes.commands.map(({ command }) => command);
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      contributed.filter((command) => !registered.includes(command)),
      [],
    );
    const ids = [
      'explainImage',
      'selectModel',
      'openModelEditor',
      'exportAll',
      'followModel',
      'showLog',
      'restartEngine',
    ];
    assert.deepEqual(
      ids.filter((id) => !contributed.includes(`saliency-lens.${id}`)),
      [],
    );
  });

  it('offers Explain Image for every kind of file it reads', () => {
    const { contributes } = extension?.packageJSON as Manifest;
    const [{ when }] = contributes.menus['explorer/context'];
    const pattern = new RegExp(/\/(.*)\/i$/.exec(when)?.[1] ?? '$^', 'i');
    for (const ending of ['.png', '.jpg', '.jpeg', '.webp', '.bmp', '.gif', '.tif', '.tiff', '.npy', '.PNG'])
      assert.ok(pattern.test(ending), ending);
    assert.ok(!pattern.test('.onnx') && !pattern.test('.pngx'));
  });

  it('opens a model in the Model editor', async () => {
    const [model] = await findModels();
    await vscode.commands.executeCommand('vscode.open', model);
    await until(() => activeInput() instanceof vscode.TabInputCustom);
    assert.equal((activeInput() as vscode.TabInputCustom).viewType, 'saliencyLens.model');
  });

  it('runs the engine outside the extension host, and another one after it died', async () => {
    const methods = await engine().call('method.list', null);
    assert.ok(methods.some(({ id }) => id === 'integrated-gradients'));
    const pid = engine().pid as number;
    assert.notEqual(pid, process.pid);
    process.kill(pid, 'SIGKILL');
    await until(() => engine().pid !== pid);
    assert.deepEqual(await engine().call('method.list', null), methods);
  });

  it('asks which model, then explains the image in a panel', async () => {
    const [image] = await vscode.workspace.findFiles('faces/test/**/*.png', undefined, 1);
    const input = (): unknown => activeInput();
    const isPanel = (): boolean =>
      input() instanceof vscode.TabInputWebview &&
      (input() as vscode.TabInputWebview).viewType.includes('saliencyLens.explain');
    void vscode.commands.executeCommand('saliency-lens.explainImage', image, [image]);
    for (let i = 0; i < 100 && !isPanel(); i++) {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(isPanel());
  });
});
