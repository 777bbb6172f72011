import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { openReport } from '../../src/extension/panels/evaluation/reports';

describe('a report shown in the window', () => {
  const create = vscode.window.createWebviewPanel;
  const out = mkdtempSync(join(tmpdir(), 'saliency-lens-report-'));
  let opened: vscode.WebviewPanel;

  before(async () => {
    writeFileSync(join(out, 'report.html'), '<!doctype html><p>Report</p>');
    vscode.window.createWebviewPanel = (...args) => (opened = create(...args));
    await openReport(vscode.Uri.file(out), 'html');
  });
  after(() => {
    vscode.window.createWebviewPanel = create;
    opened.dispose();
    rmSync(out, { recursive: true });
  });

  it('is the page as it was written, behind a policy that lets it ask for nothing', () =>
    assert.match(
      opened.webview.html,
      /^<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none';[^"]*"><!doctype html><p>Report<\/p>$/,
    ));

  it('runs no script, whoever has written it, and reads no files', () => {
    assert.equal(opened.webview.options.enableScripts, false);
    assert.deepEqual(opened.webview.options.localResourceRoots, []);
  });
});
