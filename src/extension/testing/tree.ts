import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import type { LabelledSamples } from '../../protocol/sample-tests';
import type { Services } from '../services';
import { nameOf } from '../workspace/location';
import type { TestSubject } from './subjects';

/** A leaf: one labelled image under one model. */
export interface SampleTest {
  readonly root: vscode.TestItem;
  readonly name: string;
}

/**
 * The items of the Testing view: folder with model → class → image. Images are listed when a folder is unfolded or run.
 */
export class TestTree {
  private readonly subjects = new WeakMap<vscode.TestItem, TestSubject>();
  private readonly samples = new WeakMap<vscode.TestItem, SampleTest>();

  constructor(
    private readonly controller: vscode.TestController,
    private readonly services: Pick<Services, 'engine' | 'files' | 'models' | 'catalog'>,
  ) {}

  /** Makes the folders what `subjects` say; those that stay keep their images. */
  show(subjects: readonly TestSubject[]): void {
    const items = subjects.map((subject) => {
      const { folder, model } = subject;
      const id = [
        folder.toString(),
        model?.toString() ?? '',
        subject.labelling ?? '',
        JSON.stringify(subject.method),
        subject.iou,
        subject.pointingGame,
      ].join('#');
      const known = this.controller.items.get(id);
      if (known) return known;
      const item = this.controller.createTestItem(id, vscode.workspace.asRelativePath(folder), folder);
      item.description = model ? nameOf(model) : vscode.l10n.t('model in use');
      item.canResolveChildren = true;
      this.subjects.set(item, subject);
      return item;
    });
    this.controller.items.replace(items);
  }

  subjectOf(root: vscode.TestItem): TestSubject {
    return this.subjects.get(root) as TestSubject;
  }

  sampleOf(item: vscode.TestItem): SampleTest | undefined {
    return this.samples.get(item);
  }

  imageOf({ root, name }: SampleTest): vscode.Uri {
    return vscode.Uri.joinPath(this.subjectOf(root).folder, name);
  }

  /**
   * The subject's own model, else the one in use, else the first of the workspace. @throws LensError where there is
   * none
   */
  async modelOf(root: vscode.TestItem): Promise<vscode.Uri> {
    const own =
      this.subjectOf(root).model ??
      (await this.services.models.current()) ??
      (await this.services.catalog.files()).models[0];
    if (own) return own;
    throw new LensError({
      code: 'not-found',
      what: vscode.l10n.t('No model was found in this workspace'),
      next: vscode.l10n.t('Export a model as .onnx into the workspace, then select it'),
    });
  }

  /** Lists a folder's images; what goes wrong is shown in its place. */
  async resolve(root: vscode.TestItem): Promise<void> {
    const { folder, labelling } = this.subjectOf(root);
    root.busy = true;
    try {
      const [model, path] = await Promise.all([
        this.modelOf(root).then((uri) => this.services.files.pathOf(uri)),
        this.services.files.pathOf(folder),
      ]);
      this.fill(root, await this.services.engine.call('samples.list', { model, folder: path, labelling }));
      root.error = undefined;
    } catch (thrown) {
      root.error = LensError.from(thrown).message;
      root.children.replace([]);
    } finally {
      root.busy = false;
    }
  }

  /** Every image below `item`, listed first where that has not been done. */
  async leavesOf(item: vscode.TestItem): Promise<vscode.TestItem[]> {
    if (this.samples.has(item)) return [item];
    if (item.canResolveChildren && item.children.size === 0) await this.resolve(item);
    const leaves: vscode.TestItem[] = [];
    for (const [, child] of item.children) leaves.push(...(await this.leavesOf(child)));
    return leaves;
  }

  /** Images that stay are the same items: requests that are run again name them. */
  private fill(root: vscode.TestItem, { samples }: LabelledSamples): void {
    const classes = new Map<string, vscode.TestItem[]>();
    for (const { name, label } of samples) {
      const id = `${root.id}/${name}`;
      const item =
        root.children.get(classId(root, label))?.children.get(id) ??
        this.controller.createTestItem(
          id,
          nameOf(vscode.Uri.file(name)),
          vscode.Uri.joinPath(this.subjectOf(root).folder, name),
        );
      this.samples.set(item, { root, name });
      classes.set(label, [...(classes.get(label) ?? []), item]);
    }
    const items = Array.from(classes, ([label, children]) => {
      const item =
        root.children.get(classId(root, label)) ?? this.controller.createTestItem(classId(root, label), label);
      item.description = String(children.length);
      item.children.replace(children);
      return item;
    });
    root.children.replace(items);
  }
}

const classId = (root: vscode.TestItem, label: string): string => `${root.id}//${label}`;
