import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { showPage, type Post } from '../../src/extension/panels/page';
import type { Services } from '../../src/extension/services';

type Message = { readonly kind: string };

/** A panel without a window: what its page hears, and what its page and the window can do to it. */
function panelOf() {
  const heard: string[] = [];
  const said = new vscode.EventEmitter<Message>();
  const turned = new vscode.EventEmitter<void>();
  const webview = {
    cspSource: '',
    asWebviewUri: (uri: vscode.Uri) => uri,
    onDidReceiveMessage: said.event,
    postMessage: (message: Message) => heard.push(message.kind),
  };
  const panel = { webview, visible: true, onDidChangeViewState: turned.event };
  const show = (visible: boolean): void => {
    panel.visible = visible;
    turned.fire();
  };
  return { panel: panel as unknown as vscode.WebviewPanel, heard, show, say: (kind: string) => said.fire({ kind }) };
}

describe('what a panel tells its page', () => {
  const services = { context: { extensionUri: vscode.Uri.file('/extension') } } as unknown as Services;
  const settled = () => new Promise((resolve) => setTimeout(resolve, 10));
  let page: ReturnType<typeof panelOf>;
  let post: Post<Message>;

  beforeEach(() => {
    page = panelOf();
    post = showPage<Message, Message>(services, 'explain', page.panel, {
      ready: () => post({ kind: 'document' }),
      touch: () => undefined,
    });
  });

  it('begins with everything, and goes on with requests made before', async () => {
    post({ kind: 'card' });
    post({ kind: 'collect' }, 'keep');
    assert.deepEqual(page.heard, []);
    page.say('ready');
    await settled();
    post({ kind: 'update' });
    assert.deepEqual(page.heard, ['document', 'collect', 'update']);
  });

  it('begins anew when the page was hidden, which unloads it', async () => {
    page.say('ready');
    await settled();
    page.show(false);
    post({ kind: 'update' });
    post({ kind: 'notice' }, 'keep');
    page.show(true);
    post({ kind: 'card' });
    assert.deepEqual(page.heard, ['document']);
    page.say('ready');
    await settled();
    assert.deepEqual(page.heard, ['document', 'document', 'notice']);
  });

  it('goes on while the panel is visible, whatever else changes about it', async () => {
    page.say('ready');
    await settled();
    page.show(true);
    post({ kind: 'update' });
    page.say('touch');
    await settled();
    assert.deepEqual(page.heard, ['document', 'update']);
  });
});
