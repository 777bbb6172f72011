import * as vscode from 'vscode';
import { LensError } from '../../../../protocol/error';
import type { Services } from '../../../services';
import { nameOf } from '../../../workspace/location';
import { requireTrust } from '../../../workspace/trust';
import type { ModelVersions } from './model-versions';
import { revisionsOf, type Revision } from './revisions';
import { patternOf, seriesOf } from './series';

/** So many files of a series are taken: those with the highest numbers. */
const mostFiles = 100;

type Asking = Pick<Services, 'engine' | 'files'>;

/** Asks which revisions of the model's file are versions, too. */
export async function addRevisions({ engine, files }: Asking, versions: ModelVersions): Promise<void> {
  const { model } = versions;
  if (!model) return;
  requireTrust();
  const revisions = await revisionsOf(model);
  const items = revisions.map((revision) => ({
    label: revision.short,
    description: revision.subject,
    detail: new Date(revision.time).toLocaleString(),
    picked: versions.sources.has(revision.hash),
    revision,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    title: vscode.l10n.t('Revisions of {0}', nameOf(model)),
    placeHolder: vscode.l10n.t('Choose the revisions that stand in the strip'),
  });
  const chosen = picked?.map(({ revision }) => revision).filter(({ hash }) => !versions.sources.has(hash)) ?? [];
  if (chosen.length === 0) return;
  const read = await engine.call('version.read', { file: await files.pathOf(model) }).catch(() => null);
  for (const revision of chosen) addRevision(versions, revision, read?.beside ?? []);
}

function addRevision(versions: ModelVersions, revision: Revision, beside: readonly string[]): void {
  const { hash: id, short, subject, time } = revision;
  versions.sources.revision(id, revision, beside);
  const about = `${short} ${subject}, ${new Date(time).toLocaleString()}`;
  versions.add({ id, origin: 'revision', name: short, about, time });
}

/** Asks for the pattern of files that are versions, too; while the model is pinned, those that come join them. */
export async function addFiles(versions: ModelVersions): Promise<void> {
  const { model } = versions;
  if (!model) return;
  requireTrust();
  const pattern = await vscode.window.showInputBox({
    title: vscode.l10n.t('Files that are versions of {0}', nameOf(model)),
    prompt: vscode.l10n.t('A pattern of names beside the model, such as epoch-*.onnx'),
    value: patternOf(nameOf(model)),
    validateInput: (text) =>
      /[\\/]/.test(text) ? vscode.l10n.t('A name without folders: the files lie beside the model') : undefined,
  });
  if (!pattern) return;
  const all = await seriesOf(model, pattern);
  if (all.length === 0)
    throw new LensError({
      code: 'not-found',
      what: vscode.l10n.t('No other file beside the model is called {0}', pattern),
      where: nameOf(model),
      next: vscode.l10n.t('Give another pattern'),
    });
  let latest = 0;
  for (const file of all.slice(-mostFiles)) {
    if (versions.sources.has(file.toString())) continue;
    const { mtime } = await vscode.workspace.fs.stat(file);
    // The numbers in the names tell their order, whenever the files were copied.
    latest = Math.max(latest + 1, mtime);
    await versions.addFile(file, latest);
  }
  versions.followSeries(pattern, all);
}
