import * as vscode from 'vscode';
import { nameOf } from '../../../workspace/location';
import type { VersionCopies, VersionCopy } from './copies';
import { extractRevision, type Revision } from './revisions';

/** Where the weights of a version are. */
type Source =
  | { readonly kind: 'saved'; copy: VersionCopy | null }
  | {
      readonly kind: 'revision';
      readonly revision: Revision;
      readonly beside: readonly string[];
      copy: VersionCopy | null;
    }
  | { readonly kind: 'file'; readonly file: vscode.Uri };

/** As much of copies is kept on the disk. */
const mostCopies = 40;
const mostBytes = 2e9;

/** The files of versions, of which copies are kept within limits: a revision is taken out of git again when it is wanted. */
export class VersionSources {
  private readonly all = new Map<string, Source>();

  constructor(private readonly copies: VersionCopies) {}

  has(id: string): boolean {
    return this.all.has(id);
  }

  saved(id: string, copy: VersionCopy): void {
    this.all.set(id, { kind: 'saved', copy });
  }

  revision(id: string, revision: Revision, beside: readonly string[]): void {
    this.all.set(id, { kind: 'revision', revision, beside, copy: null });
  }

  file(id: string, file: vscode.Uri): void {
    this.all.set(id, { kind: 'file', file });
  }

  /** Whether it can be explained again. */
  canMake(id: string): boolean {
    const source = this.all.get(id);
    return source !== undefined && (source.kind !== 'saved' || source.copy !== null);
  }

  /** Where it lies; undefined where it is not kept any more. @throws LensError */
  async locate(id: string, model: vscode.Uri): Promise<vscode.Uri | undefined> {
    const source = this.all.get(id);
    if (source?.kind === 'file') return source.file;
    if (source?.kind === 'revision') source.copy ??= await this.extracted(source, model);
    return source?.copy?.file;
  }

  /** Drops what is too much, what was there first first. @param kept ids whose copies stay */
  async trim(kept: ReadonlySet<string>): Promise<void> {
    const held = [...this.all].flatMap(([id, source]) =>
      source.kind !== 'file' && source.copy ? [{ id, source, copy: source.copy }] : [],
    );
    let [count, bytes] = [held.length, held.reduce((sum, { copy }) => sum + copy.bytes, 0)];
    for (const { id, source, copy } of held) {
      if (count <= mostCopies && bytes <= mostBytes) break;
      if (kept.has(id)) continue;
      source.copy = null;
      count--;
      bytes -= copy.bytes;
      await this.copies.drop(copy);
    }
  }

  async clear(): Promise<void> {
    const held = [...this.all.values()];
    this.all.clear();
    for (const source of held) if (source.kind !== 'file' && source.copy) await this.copies.drop(source.copy);
  }

  forget(id: string): void {
    this.all.delete(id);
  }

  private async extracted(
    { revision, beside }: Extract<Source, { kind: 'revision' }>,
    model: vscode.Uri,
  ): Promise<VersionCopy> {
    const folder = await this.copies.folder();
    try {
      const found = await extractRevision(model, revision, beside, folder);
      return await this.copies.copyIn(folder, nameOf(model), found);
    } catch (thrown) {
      await this.copies.drop({ folder });
      throw thrown;
    }
  }
}
