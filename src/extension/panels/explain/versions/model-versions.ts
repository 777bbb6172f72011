import * as vscode from 'vscode';
import type { ExplainDocument } from '../../../../protocol/explain-document';
import {
  emptyVersions,
  type ModelVersion,
  type VersionAgainst,
  type Versions,
  type VersionsToPanel,
} from '../../../../protocol/versions';
import type { Services } from '../../../services';
import { requireTrust } from '../../../workspace/trust';
import { VersionCopies } from './copies';
import { Following, type SavedVersion } from './following';
import { VersionPlan } from './plan';
import { VersionResults } from './results';
import { versionRows } from './rows';
import { VersionSources } from './sources';
import { isDue, VersionStore } from './store';
import { comparedWith, withVersion } from './version-list';
import { namesOfFile, namesOfSaved, stillBroken, stopped } from './words';
import { VersionWork } from './work';

/** A version before anything was made of it. */
type NewVersion = Omit<ModelVersion, 'state' | 'error'>;

/**
 * The versions of the model of an Explain panel: every whole state of its file while it is followed, and revisions and
 * files that were added. Two of them are shown side by side.
 */
export class ModelVersions {
  readonly sources: VersionSources;
  private readonly store: VersionStore;
  private readonly copies: VersionCopies;
  private readonly results = new VersionResults();
  private readonly work: VersionWork;
  private plan: VersionPlan | null = null;
  private following: Following | null = null;
  private hash = '';
  private count = 0;
  /** The model and the images of which all this is. */
  private about: readonly [model: string, inputs: string] = ['', ''];

  constructor(
    private readonly services: Pick<Services, 'engine' | 'files' | 'context'>,
    private readonly documentNow: () => ExplainDocument,
    post: (message: VersionsToPanel) => void,
  ) {
    const { storageUri, globalStorageUri } = services.context;
    this.copies = new VersionCopies(storageUri ?? globalStorageUri);
    this.sources = new VersionSources(this.copies);
    this.store = new VersionStore(post);
    const { store, sources, results } = this;
    const plan = (): VersionPlan => (this.plan ??= this.planned());
    this.work = new VersionWork({ services, store, sources, results, plan, done: (id) => this.bringForward(id) });
  }

  get shown(): Versions {
    return this.store.state;
  }

  /** The model whose versions these are. */
  get model(): vscode.Uri | null {
    const { model } = this.documentNow();
    return model && vscode.Uri.parse(model.uri);
  }

  tell(): void {
    this.store.tell();
  }

  /** Follows the panel: another model has other versions, and of other images all versions say something else. */
  heard(): void {
    const { model, inputs } = this.documentNow();
    const [before, images] = this.about;
    const now = [model?.uri ?? '', inputs.map(({ uri }) => uri).join('\n')] as const;
    if (before === now[0] && images === now[1]) return;
    this.about = now;
    const { pinned, list } = this.shown;
    if (before !== now[0]) void this.reset().then(() => (pinned ? this.pin(true) : undefined));
    else if (list.length > 0) this.run();
  }

  /** The model's file, or one beside it, has changed. */
  touched = (): void => this.following?.touch();

  /** Explains every overwrite from now on, the file as it is first; or no longer. */
  pin(pinned: boolean): void {
    this.following?.stop();
    this.following = null;
    this.store.change({ pinned: pinned && this.model !== null, said: null });
    if (!this.shown.pinned) return;
    requireTrust();
    this.plan ??= this.planned();
    this.following = new Following(this.services, this.model!, this.copies, {
      saved: (version) => void this.saved(version),
      broken: (error) => this.store.change({ said: error && stillBroken(error) }),
      added: (file) => void this.addFile(file),
    });
    void this.following.start();
  }

  /** Explains what is shown by the methods chosen now, and whatever else is wanted when it is looked at. */
  run(): void {
    if (this.shown.list.length === 0) return this.pin(true);
    this.work.stop();
    this.results.clear();
    this.plan = this.planned();
    this.refresh(true);
  }

  cancel(): void {
    this.work.stop();
    this.store.markDue({ state: 'error', error: stopped() });
  }

  /** Shows a version. The newest gives way to those that come after it. */
  show(id: string): void {
    this.store.change({ after: id, newest: this.shown.list.at(-1)?.id === id });
    this.refresh(true);
  }

  compareWith(against: VersionAgainst): void {
    this.store.change({ against });
    this.refresh(true);
  }

  /** Puts a version into the strip, to be explained in its turn. */
  add(version: NewVersion): void {
    this.store.change({ list: withVersion(this.shown.list, { ...version, state: 'waiting', error: null }) });
    void this.work.go();
  }

  /** Takes a file of the series as a version. @param time when it counts as made: by default, when it was written */
  async addFile(file: vscode.Uri, time?: number): Promise<void> {
    const id = file.toString();
    const { mtime } = await vscode.workspace.fs.stat(file);
    this.sources.file(id, file);
    this.add({ id, origin: 'file', ...namesOfFile(file, mtime), time: time ?? mtime });
  }

  followSeries(pattern: string, known: readonly vscode.Uri[]): void {
    this.following?.followSeries(pattern, known);
  }

  dispose(): void {
    this.following?.stop();
    this.work.stop();
    void this.copies.dispose();
  }

  private async saved(version: SavedVersion): Promise<void> {
    // A file that was touched, or written again as it was, is no other version.
    if (version.hash === this.hash) return this.copies.drop(version);
    this.hash = version.hash;
    const id = `saved ${++this.count}`;
    this.sources.saved(id, version);
    this.add({ id, origin: 'saved', ...namesOfSaved(version), time: version.time });
  }

  private planned(): VersionPlan {
    const plan = new VersionPlan(this.documentNow());
    this.store.change({ images: plan.images, left: plan.left });
    return plan;
  }

  private async reset(): Promise<void> {
    this.following?.stop();
    this.following = null;
    this.work.stop();
    this.results.clear();
    this.plan = null;
    this.hash = '';
    this.store.change(emptyVersions);
    await this.sources.clear();
  }

  /** A version that is done is shown where the newest is followed; one that is shown already gets its maps. */
  private bringForward(id: string): void {
    const { list, after, newest } = this.shown;
    const place = (one: string | null): number => list.findIndex((version) => version.id === one);
    const isNewer = newest && place(id) > place(after);
    this.store.change({ images: this.plan?.images ?? [], ...(isNewer && { after: id }) });
    this.refresh();
  }

  /** Brings what is shown up to date, and asks for what is missing of it. @param again also for what failed */
  private refresh(again = false): void {
    const { list, after, against } = this.shown;
    const before = comparedWith(list, after, against);
    const missing = list.filter(
      (one) => (one.id === after || one.id === before) && !isDue(one) && !this.results.has(one.id),
    );
    for (const { id, state } of missing)
      if (this.sources.canMake(id) && (again || state !== 'error')) this.store.mark(id, { state: 'waiting' });
    const rows = this.plan ? versionRows(this.plan, this.results.get(before), this.results.get(after)) : [];
    this.store.change({ before, rows });
    void this.work.go();
  }
}
