import type { Handlers } from '../../../../protocol/handlers';
import type { VersionsToHost } from '../../../../protocol/versions';
import type { Services } from '../../../services';
import { addFiles, addRevisions } from './adding';
import type { ModelVersions } from './model-versions';

/** What the page asks of the versions. */
export const versionHandlers = (
  services: () => Pick<Services, 'engine' | 'files'>,
  versions: () => ModelVersions,
): Handlers<VersionsToHost> => ({
  versionsPin: ({ pinned }) => versions().pin(pinned),
  versionsRun: () => versions().run(),
  versionsCancel: () => versions().cancel(),
  versionsShow: ({ id }) => versions().show(id),
  versionsAgainst: ({ against }) => versions().compareWith(against),
  versionsRevisions: () => addRevisions(services(), versions()),
  versionsFiles: () => addFiles(versions()),
});
