import * as vscode from 'vscode';
import { LensError } from '../../../../protocol/error';
import type { Services } from '../../../services';
import type { VersionCopies, VersionCopy } from './copies';
import { statOf } from './disk';
import { seriesOf } from './series';
import { WholeFile } from './whole-file';

/** A whole state of a model's file. */
export interface SavedVersion extends VersionCopy {
  readonly hash: string;
  /** When it was written, in milliseconds. */
  readonly time: number;
}

interface Taken extends VersionCopy {
  readonly time: number;
  hash: string;
}

/** What becomes of a file that is followed. */
export interface FollowingHeard {
  saved(version: SavedVersion): void;
  broken(error: LensError | null): void;
  /** A further file of the series is there, whole. */
  added(file: vscode.Uri): void;
}

const looks = 2000;

/** Follows a model's file and, where there is one, the series of files that it belongs to. */
export class Following {
  private readonly file: WholeFile<Taken>;
  private readonly further = new Map<string, WholeFile<vscode.Uri>>();
  private beside: readonly string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly services: Pick<Services, 'engine' | 'files'>,
    private readonly model: vscode.Uri,
    private readonly copies: VersionCopies,
    private readonly heard: FollowingHeard,
  ) {
    this.file = new WholeFile<Taken>(
      {
        stamp: () => this.stampOf(model, this.beside),
        take: async () => {
          const { mtime } = await statOf(model);
          return { ...(await copies.take(model, this.beside)), time: mtime, hash: '' };
        },
        check: async (taken) => {
          taken.hash = (await this.read(taken.file)).hash;
        },
        drop: (taken) => copies.drop(taken),
      },
      { whole: (taken) => heard.saved(taken), broken: (error) => heard.broken(error) },
    );
  }

  async start(): Promise<void> {
    await this.learnBeside();
    await this.file.follow();
  }

  touch(): void {
    this.file.touch();
  }

  /** Follows the files of a pattern, too. @param known those that are there already */
  followSeries(pattern: string, known: readonly vscode.Uri[]): void {
    clearInterval(this.timer);
    const seen = new Set(known.map(String));
    this.timer = setInterval(() => void this.lookForFurther(pattern, seen), looks);
  }

  stop(): void {
    this.file.stop();
    clearInterval(this.timer);
    for (const one of this.further.values()) one.stop();
  }

  private async lookForFurther(pattern: string, seen: Set<string>): Promise<void> {
    const all = await seriesOf(this.model, pattern).catch(() => []);
    for (const uri of all.filter((one) => !seen.has(one.toString()))) {
      seen.add(uri.toString());
      const file = new WholeFile<vscode.Uri>(
        {
          stamp: () => this.stampOf(uri, []),
          take: async () => uri,
          check: async () => void (await this.read(uri)),
          drop: async () => undefined,
        },
        {
          whole: () => {
            file.stop();
            this.further.delete(uri.toString());
            this.heard.added(uri);
          },
          broken: (error) => this.heard.broken(error),
        },
      );
      this.further.set(uri.toString(), file);
      void file.follow();
    }
  }

  private async read(file: vscode.Uri): Promise<{ readonly hash: string }> {
    try {
      return await this.services.engine.call('version.read', { file: await this.services.files.pathOf(file) });
    } catch (thrown) {
      // The weights may lie in other files now.
      if (LensError.from(thrown).code === 'not-found') await this.learnBeside();
      throw thrown;
    }
  }

  /** The files that the model's weights lie in; of one that cannot be read now, those known before. */
  private async learnBeside(): Promise<void> {
    const file = await this.services.files.pathOf(this.model).catch(() => null);
    if (file === null) return;
    const read = await this.services.engine.call('version.read', { file }).catch(() => null);
    if (read) this.beside = read.beside;
  }

  private async stampOf(file: vscode.Uri, beside: readonly string[]): Promise<string | null> {
    try {
      const places = [file, ...beside.map((name) => vscode.Uri.joinPath(file, '..', name))];
      const stats = await Promise.all(places.map(statOf));
      return stats.map(({ size, mtime }) => `${size} ${mtime}`).join(' ');
    } catch {
      return null;
    }
  }
}
