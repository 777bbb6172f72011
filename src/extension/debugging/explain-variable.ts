import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import type { VariableInputs, VariableValues } from '../../protocol/variable';
import type { Command } from '../command';
import { explainPanel } from '../panels/explain';
import { exists } from '../workspace/location';
import { requireTrust } from '../workspace/trust';
import { savingExpression } from './python';

/** What VS Code hands over of a row among the variables. */
interface ClickedVariable {
  readonly name: string;
  readonly evaluateName?: string;
  readonly type?: string;
}

/** Sessions whose user has agreed to code being evaluated. */
const agreed = new WeakSet<vscode.DebugSession>();

/** Explains a numpy array, a tensor or a PIL image of the program that the Python debugger has paused. */
export const explainVariable: Command = {
  id: 'explainVariable',
  async run(services, clicked) {
    requireTrust();
    const variable = variableIn(clicked);
    const session = vscode.debug.activeDebugSession;
    if (!variable || !session) return;
    if (!(await agrees(session, variable))) return;
    const { engine, models } = services;
    const array = await saved(session, variable);
    const inputs = await engine.call('variable.inputs', { array: array.fsPath });
    const model = await models.resolve();
    if (!model) return;
    void vscode.window.showInformationMessage(sentence(variable.name, inputs));
    await explainPanel.show(services).open(
      inputs.files.map((file) => vscode.Uri.file(file)),
      model,
    );
  },
};

function variableIn(clicked: unknown): ClickedVariable | undefined {
  if (typeof clicked !== 'object' || clicked === null || !('variable' in clicked)) return undefined;
  const { variable } = clicked as { readonly variable?: Partial<ClickedVariable> };
  return typeof variable?.name === 'string' ? { ...variable, name: variable.name } : undefined;
}

/** Asks once in a session. */
async function agrees(session: vscode.DebugSession, { name, type }: ClickedVariable): Promise<boolean> {
  if (agreed.has(session)) return true;
  const yes = vscode.l10n.t('Evaluate and Explain');
  const question = vscode.l10n.t('Explain {0}?', type ? `${name} (${type})` : name);
  const detail = vscode.l10n.t(
    'An expression is evaluated in the paused program: it saves the values to a temporary file with numpy and changes nothing else. This is asked once in a debug session.',
  );
  if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, yes)) !== yes) return false;
  agreed.add(session);
  return true;
}

/** The values as a file. @throws LensError where the program cannot save them */
async function saved(
  session: vscode.DebugSession,
  { name, evaluateName = name }: ClickedVariable,
): Promise<vscode.Uri> {
  const folder = await mkdtemp(path.join(tmpdir(), 'saliency-lens-variable-'));
  const file = vscode.Uri.file(path.join(folder, `${name.replace(/[^\w.-]+/g, '_').slice(0, 60)}.npy`));
  const frame = vscode.debug.activeStackItem;
  const frameId = frame instanceof vscode.DebugStackFrame && frame.session === session ? frame.frameId : undefined;
  try {
    await session.customRequest('evaluate', {
      expression: savingExpression(evaluateName, file.fsPath),
      frameId,
      context: 'repl',
    });
  } catch (thrown) {
    const reason = (thrown instanceof Error ? thrown.message : String(thrown)).trim().split('\n').at(-1)?.slice(0, 200);
    throw new LensError({
      code: 'invalid-argument',
      what: vscode.l10n.t('The values of {0} cannot be saved: {1}', name, reason ?? ''),
      next: vscode.l10n.t('Take a numpy array, a tensor or a PIL image, while the program is paused'),
    });
  }
  if (await exists(file)) return file;
  throw new LensError({
    code: 'not-found',
    what: vscode.l10n.t('The program saved {0}, but not where this window can read it', name),
    where: file.fsPath,
    next: vscode.l10n.t('Debug the program on this machine, or save the array into the workspace by hand'),
  });
}

const meanings: Readonly<Record<VariableValues, () => string>> = {
  bytes: () => vscode.l10n.t('values from 0 to 255'),
  shares: () => vscode.l10n.t('values from 0 to 1'),
  numbers: () => vscode.l10n.t('values as the network takes them'),
};

const layouts = {
  CHW: () => vscode.l10n.t('channels × height × width'),
  HWC: () => vscode.l10n.t('height × width × channels'),
  HW: () => vscode.l10n.t('height × width, gray'),
} as const;

/** How the array was taken, so that a wrong guess is seen. */
function sentence(name: string, { dims, type, values, layout, rounded, left }: VariableInputs): string {
  const facts = [
    `${type} [${dims.join(', ')}]`,
    layout && layouts[layout](),
    meanings[values](),
    layout ? vscode.l10n.t('taken as an image and preprocessed as the model says') : vscode.l10n.t('taken as it is'),
    rounded && vscode.l10n.t('rounded to 256 levels'),
    left > 0 && vscode.l10n.t('{0} further samples left out', left),
  ];
  return `${name}: ${facts.filter(Boolean).join(', ')}`;
}
