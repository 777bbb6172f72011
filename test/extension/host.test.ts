import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PanelHost, type Panel } from '../../src/extension/panels/host';
import type { Services } from '../../src/extension/services';
import { LensError, type ErrorReport } from '../../src/protocol/error';

type Message = { readonly kind: string };
type Answer = { readonly id: string; readonly error?: ErrorReport };
const byId = (a: unknown, b: unknown): number => (a as Answer).id.localeCompare((b as Answer).id);

/** A tab without a window: what its page hears, and what its page and the window can do to it. */
function tab() {
  const heard: string[] = [];
  const answers: unknown[] = [];
  const loads: string[][] = [];
  const said = new vscode.EventEmitter<unknown>();
  const turned = new vscode.EventEmitter<void>();
  const closed = new vscode.EventEmitter<void>();
  const webview = {
    cspSource: '',
    asWebviewUri: (uri: vscode.Uri) => uri.with({ scheme: 'page' }),
    onDidReceiveMessage: said.event,
    postMessage: (message: Message) => (message.kind === 'answer' ? answers.push(message) : heard.push(message.kind)),
    set options({ localResourceRoots = [] }: vscode.WebviewOptions) {
      loads.push(localResourceRoots.map(({ path }) => path));
    },
  };
  const panel = { webview, visible: true, onDidChangeViewState: turned.event, onDidDispose: closed.event };
  const show = (visible: boolean): void => {
    panel.visible = visible;
    turned.fire();
  };
  const say = async (message: Message): Promise<void> => {
    said.fire(message);
    await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return {
    panel: panel as unknown as vscode.WebviewPanel,
    heard,
    answers,
    loads,
    show,
    say,
    close: () => closed.fire(),
  };
}

describe('the host of a panel', () => {
  const log = { error: () => undefined, debug: () => undefined };
  const services = { context: { extensionUri: vscode.Uri.file('/extension') }, log } as unknown as Services;
  const ready = { kind: 'ready' };
  let page: ReturnType<typeof tab>;
  let host: PanelHost<Message>;
  let disposed: number;

  beforeEach(() => {
    page = tab();
    disposed = 0;
    host = new PanelHost<Message>(services, '', page.panel);
    const panel: Panel = {
      handlers: { touch: () => undefined },
      answers: {
        twice: (n: number) => 2 * n,
        never: async () => {
          throw new LensError({ code: 'not-found', what: 'there is none', next: 'Make one' });
        },
      },
      ready: () => host.post({ kind: 'document' }),
      commandLine: () => 'saliency-lens info a.onnx',
      trustGranted: () => undefined,
      dispose: () => disposed++,
    };
    host.serve('explain', panel);
  });

  it('begins with everything, and goes on with requests made before', async () => {
    host.post({ kind: 'card' });
    host.post({ kind: 'collect' }, 'keep');
    assert.deepEqual(page.heard, []);
    await page.say(ready);
    host.post({ kind: 'update' });
    assert.deepEqual(page.heard, ['document', 'collect', 'update']);
  });

  it('begins anew when the page was hidden, which unloads it', async () => {
    await page.say(ready);
    page.show(false);
    host.post({ kind: 'update' });
    host.post({ kind: 'notice' }, 'keep');
    page.show(true);
    host.post({ kind: 'card' });
    assert.deepEqual(page.heard, ['document']);
    await page.say(ready);
    assert.deepEqual(page.heard, ['document', 'document', 'notice']);
  });

  it('goes on while the panel is visible, whatever else changes about it', async () => {
    await page.say(ready);
    page.show(true);
    host.post({ kind: 'update' });
    await page.say({ kind: 'touch' });
    assert.deepEqual(page.heard, ['document', 'update']);
  });

  it('copies what any page asks for, and runs no command but those of pages', async () => {
    await page.say({ kind: 'copy', text: '1,2' } as Message);
    assert.equal(await vscode.env.clipboard.readText(), '1,2');
    let ran = 0;
    const registered = ['workbench', 'saliency-lens'].map((prefix) =>
      vscode.commands.registerCommand(`${prefix}.notForPages`, () => ran++),
    );
    for (const command of ['notForPages', 'workbench.notForPages', 'saliency-lens.notForPages'])
      await page.say({ kind: 'command', command } as Message);
    assert.equal(ran, 0);
    vscode.Disposable.from(...registered).dispose();
  });

  it('copies the command line of what is shown', async () => {
    await page.say({ kind: 'copyCommand' });
    assert.equal(await vscode.env.clipboard.readText(), 'saliency-lens info a.onnx');
  });

  it('loads the page anew only for files it could not load before', () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    const inside = vscode.Uri.joinPath(workspace.uri, 'faces/a.png');
    const outside = [vscode.Uri.file('/elsewhere/a.png'), vscode.Uri.file('/elsewhere/deeper/b.png')];
    const [input] = host.inputsOf([inside]);
    assert.deepEqual([input.name, input.thumbnail], ['a.png', inside.with({ scheme: 'page' }).toString()]);
    assert.equal(page.loads.length, 1);
    host.inputsOf([inside, outside[0]]);
    host.inputsOf(outside);
    assert.equal(page.loads.length, 2);
    assert.ok(page.loads[1].includes('/elsewhere') && page.loads[1].includes(workspace.uri.path));
  });

  it('answers what its page asks, each question its own, with the reason where there is no answer', async () => {
    const ask = (id: string, name: string, argument?: unknown) =>
      page.say({ kind: 'ask', id, name, argument } as Message);
    await Promise.all([ask('a', 'twice', 3), ask('b', 'never'), ask('c', 'twice', 4), ask('d', 'toString')]);
    assert.deepEqual([...page.answers].sort(byId).slice(0, 3), [
      { kind: 'answer', id: 'a', value: 6 },
      {
        kind: 'answer',
        id: 'b',
        error: { code: 'not-found', what: 'there is none', where: undefined, next: 'Make one' },
      },
      { kind: 'answer', id: 'c', value: 8 },
    ]);
    const [unknown] = page.answers.filter((answer) => (answer as Answer).id === 'd') as Answer[];
    assert.equal(unknown.error?.code, 'internal', 'only what it answers');
  });

  it('ends with its tab', () => {
    page.close();
    assert.equal(disposed, 1);
  });
});
