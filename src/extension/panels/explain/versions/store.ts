import { emptyVersions, type ModelVersion, type Versions, type VersionsToPanel } from '../../../../protocol/versions';

/** What is known of the versions; the page is told of every change. */
export class VersionStore {
  state: Versions = emptyVersions;

  constructor(private readonly post: (message: VersionsToPanel) => void) {}

  tell(): void {
    this.post({ kind: 'versions', changes: this.state });
  }

  change(changes: Partial<Versions>): void {
    this.state = { ...this.state, ...changes };
    this.post({ kind: 'versions', changes });
  }

  /** Changes what is said of one version. */
  mark(id: string, changes: Partial<ModelVersion>): void {
    this.change({ list: this.state.list.map((one) => (one.id === id ? { ...one, error: null, ...changes } : one)) });
  }

  /** Changes what is said of those that are to be explained. */
  markDue(changes: Partial<ModelVersion>): void {
    this.change({ list: this.state.list.map((one) => (isDue(one) ? { ...one, ...changes } : one)) });
  }
}

export const isDue = ({ state }: ModelVersion): boolean => state === 'waiting' || state === 'running';
