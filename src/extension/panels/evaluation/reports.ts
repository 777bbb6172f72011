import * as vscode from 'vscode';
import type { ReportFormat } from '../../../protocol/evaluation-panel';
import { nameOf } from '../../workspace/location';
import { readText } from '../../workspace/reading';

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
  await showReport(vscode.Uri.joinPath(out, fileOf[format]), format);
}

/** Shows a report in the way that suits its format. */
export async function showReport(file: vscode.Uri, format: ReportFormat): Promise<void> {
  const open = openers[format] ?? (async () => void (await vscode.commands.executeCommand('vscode.open', file)));
  await open(file);
}

const MOST_BYTES = 64e6;

/**
 * What stands before a page. Of several policies all hold, so that the page may ask for nothing, whatever its own says:
 * whoever made the workspace may have written it.
 */
const POLICY = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">`;

/** The page is self-contained, so it can be shown as it is, in a remote window too, but for the script that sorts. */
async function showPage(file: vscode.Uri): Promise<void> {
  const text = await readText(file, MOST_BYTES);
  const panel = vscode.window.createWebviewPanel('saliencyLens.report', nameOf(file), vscode.ViewColumn.Active, {
    enableFindWidget: true,
    enableScripts: false,
    localResourceRoots: [],
  });
  panel.webview.html = POLICY + text;
}
