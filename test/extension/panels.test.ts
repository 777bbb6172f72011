import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../src/extension/commands';
import { panels } from '../../src/extension/panels';
import { pageCommands } from '../../src/protocol/page';
import { root } from './support/services';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly customEditors: readonly { readonly viewType: string }[];
  };
}

describe('the list of panels and package.json', () => {
  const { activationEvents, contributes } = vscode.extensions.getExtension('saliency-lens.saliency-lens')
    ?.packageJSON as Manifest;
  const described = panels.map(({ descriptor }) => descriptor);
  const sorted = (names: readonly string[]): string[] => [...names].sort();
  const typesOf = (isEditor: boolean): string[] =>
    sorted(described.filter((one) => Boolean(one.isEditor) === isEditor).flatMap(({ viewTypes }) => viewTypes));

  it('agree on what wakes the extension to bring a panel back', () => {
    const prefix = 'onWebviewPanel:';
    const woken = activationEvents.filter((event) => event.startsWith(prefix));
    assert.deepEqual(sorted(woken.map((event) => event.slice(prefix.length))), typesOf(false));
  });

  it('agree on the editors of files', () => {
    assert.deepEqual(sorted(contributes.customEditors.map(({ viewType }) => viewType)), typesOf(true));
  });

  it('agree on the commands, of which some are a panel’s and some any page’s', () => {
    const contributed = contributes.commands.map(({ command }) => command.replace('saliency-lens.', ''));
    const ids = commands.map(({ id }) => id);
    assert.deepEqual(sorted(ids), sorted(contributed));
    for (const { page, commands: own } of described) assert.ok(own.length > 0, `${page} is opened by a command`);
    assert.deepEqual(
      pageCommands.filter((name) => name !== 'manageTrust' && !ids.includes(name)),
      [],
    );
  });

  it('know every page there is, each once', () => {
    const pages = readdirSync(path.join(root, 'src/webview/panels')).filter((name) => name.endsWith('.ts'));
    assert.deepEqual(sorted(described.map(({ page }) => `${page}.ts`)), sorted(pages));
  });

  it('give every panel a title, unless it is an editor, which is named as its file', () => {
    const key = vscode.Uri.file('/models/net.onnx').toString();
    for (const { page, isEditor, title } of described) assert.ok(isEditor ? !title : title?.(key), page);
  });
});
