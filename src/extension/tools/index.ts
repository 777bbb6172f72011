import * as vscode from 'vscode';
import type { Services } from '../services';
import { EngineTool, type ContributedTool } from './engine-tool';
import { registerServer } from './server-definition';

interface Manifest {
  readonly contributes: { readonly languageModelTools: readonly ContributedTool[] };
}

/** What language models of VS Code may ask for: every tool that package.json contributes, and the server of the same. */
export function registerTools(services: Services): vscode.Disposable[] {
  const { contributes } = services.context.extension.packageJSON as Manifest;
  return [
    ...contributes.languageModelTools.map((tool) =>
      vscode.lm.registerTool(tool.name, new EngineTool(services.engine, tool)),
    ),
    ...registerServer(services.context),
  ];
}
