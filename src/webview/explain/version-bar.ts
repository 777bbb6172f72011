import type { VersionAgainst, Versions } from '../../protocol/versions';
import type { Component } from '../ui/component';
import { select, setOptions } from '../ui/controls';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { button, checkbox } from '../ui/toolkit';
import type { ExplainApp } from './app';

/** Whether the file is followed, what is compared, and where further versions come from. */
export function versionBar(app: ExplainApp): Component {
  const pin = checkbox(t('Follow the file'), false, (pinned) => app.post({ kind: 'versionsPin', pinned }));
  const against = select(t('Compare with'), [], 'previous', (value) =>
    app.post({ kind: 'versionsAgainst', against: againstOf(value) }),
  );
  const status = element('span', { class: 'quiet version-status', role: 'status' });
  const fault = element('p', { class: 'version-fault', role: 'alert' });
  const line = element(
    'div',
    { class: 'version-line' },
    pin.element,
    element('label', { class: 'labelled' }, element('span', {}, t('Compare with')), against),
    button({ label: t('Git revisions…'), onClick: () => app.post({ kind: 'versionsRevisions' }) }),
    button({
      label: t('Files of a series…'),
      title: t('Files beside the model that are versions of it, such as epoch-*.onnx'),
      onClick: () => app.post({ kind: 'versionsFiles' }),
    }),
    status,
  );
  return {
    element: element('div', { class: 'version-bar' }, roving(line), fault),
    update() {
      const { versions } = app;
      pin.set(versions.pinned);
      const known = [
        { value: 'previous', label: t('the version before') },
        { value: 'first', label: t('the first version') },
        ...versions.list.map(({ id, name }) => ({ value: `id ${id}`, label: name })),
      ];
      setOptions(against, known, typeof versions.against === 'string' ? versions.against : `id ${versions.against.id}`);
      setText(status, statusOf(versions));
      setText(fault, versions.said ?? '');
      fault.hidden = versions.said === null;
    },
  };
}

function againstOf(value: string): VersionAgainst {
  return value === 'previous' || value === 'first' ? value : { id: value.slice('id '.length) };
}

function statusOf({ list, pinned, left, newest }: Versions): string {
  const due = list.filter(({ state }) => state === 'waiting' || state === 'running').length;
  return [
    due > 0 ? t('{0} to be explained', due) : pinned && list.length > 0 ? t('waiting for the next one') : '',
    !newest && list.length > 0 ? t('newer ones are not shown by themselves: End goes to the newest') : '',
    left > 0 ? t('{0} further images are not pinned', left) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
