import type { ModelVersion, VersionRow, Versions } from '../../../src/protocol/versions';
import { emptyVersions } from '../../../src/protocol/versions';
import { image, map } from './explanations';

export const uris = ['file:///faces/a.png', 'file:///faces/b.png'] as const;

export const version = (id: string, changes: Partial<ModelVersion> = {}): ModelVersion => ({
  id,
  origin: 'saved',
  name: `12:00:0${id}`,
  about: `written today, ${id}`,
  time: Number(id),
  state: 'done',
  error: null,
  ...changes,
});

/** The maps of the later version are half as large as those of the one before. */
export const rowOf = (uri: string, changes: Partial<VersionRow> = {}): VersionRow => ({
  uri,
  explained: 'glasses',
  link: undefined,
  changes: [
    { index: 0, label: 'glasses', before: 0.6, after: 0.723 },
    { index: 1, label: 'no glasses', before: 0.3, after: 0.2 },
    { index: 2, label: 'sunglasses', before: 0.1, after: 0.1001 },
    { index: 3, label: 'mask', before: null, after: 0.01 },
  ],
  maps: {
    'integrated-gradients': { before: map(1, true, 2), after: map(1, true, 1), error: null },
    'grad-cam': { before: map(1, false, 1), after: map(1, false, 4), error: null },
  },
  error: null,
  ...changes,
});

export const versionsOf = (changes: Partial<Versions> = {}): Versions => ({
  ...emptyVersions,
  pinned: true,
  list: ['1', '2', '3'].map((id) => version(id)),
  after: '3',
  before: '2',
  images: uris.map((uri) => ({ uri, name: uri.slice(-5), image: image(), signal: null })),
  rows: uris.map((uri) => rowOf(uri)),
  ...changes,
});
