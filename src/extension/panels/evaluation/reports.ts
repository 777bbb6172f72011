import * as vscode from 'vscode';
import type { ReportFormat } from '../../../protocol/evaluation-panel';
import { nameOf } from '../../workspace/location';

const fileOf: Readonly<Record<ReportFormat, string>> = Object.freeze({
  html: 'report.html',
  md: 'report.md',
  tex: 'report.tex',
  csv: 'methods.csv',
  json: 'summary.json',
});

const openers: Readonly<Partial<Record<ReportFormat, (file: vscode.Uri) => Promise<void>>>> = Object.freeze({
  html: showPage,
  md: async (file) => void (await vscode.commands.executeCommand('markdown.showPreview', file)),
});

/** Shows a report that the engine has written into a folder. */
export async function openReport(out: vscode.Uri, format: ReportFormat): Promise<void> {
  const file = vscode.Uri.joinPath(out, fileOf[format]);
  const open = openers[format] ?? (async () => void (await vscode.commands.executeCommand('vscode.open', file)));
  await open(file);
}

/**
 * The page is self-contained, so it can be shown as it is, in a remote window too. Its own policy lets only the script
 * run that sorts its tables.
 */
async function showPage(file: vscode.Uri): Promise<void> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const panel = vscode.window.createWebviewPanel('saliencyLens.report', nameOf(file), vscode.ViewColumn.Active, {
    enableFindWidget: true,
    enableScripts: true,
    localResourceRoots: [],
  });
  panel.webview.html = text;
}
