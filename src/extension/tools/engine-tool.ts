import * as vscode from 'vscode';
import type { EngineProcess } from '../engine/process';
import { requireTrust } from '../workspace/trust';
import { imageParts } from './image-parts';

/** A tool as package.json contributes it. */
export interface ContributedTool {
  readonly name: string;
  readonly displayName: string;
  readonly tags: readonly string[];
}

/** What stands before the tool's own name, which VS Code wants to be unique. */
const PREFIX = 'saliency-lens_';
/** The tag of tools that write files, which are run only when the person agrees. */
const WRITES = 'writes-files';

/** A tool of the engine for language models of VS Code. */
export class EngineTool implements vscode.LanguageModelTool<object> {
  constructor(
    private readonly engine: EngineProcess,
    private readonly tool: ContributedTool,
  ) {}

  prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<object>): vscode.PreparedToolInvocation {
    const { displayName, tags } = this.tool;
    return {
      invocationMessage: displayName,
      ...(tags.includes(WRITES) && {
        confirmationMessages: {
          title: displayName,
          message: vscode.l10n.t('Tables, reports and a journal are written. Asked for: {0}', JSON.stringify(input)),
        },
      }),
    };
  }

  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<object>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    requireTrust();
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => abort.abort());
    try {
      const request = { tool: this.tool.name.slice(PREFIX.length), arguments: input };
      const { text, images } = await this.engine.call('tool.run', request, { signal: abort.signal });
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text), ...imageParts(images)]);
    } finally {
      cancelling.dispose();
    }
  }
}
