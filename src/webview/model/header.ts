import type { Component } from '../ui/component';
import { copyCommandButton } from '../ui/copy-command';
import { element, setAttribute, setText } from '../ui/element';
import { bytes, count } from '../ui/format';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { button } from '../ui/toolkit';
import type { ModelApp } from './app';

/** Name and size of the model, and what can be done with it. */
export function header(app: ModelApp): Component {
  const name = element('h1', {});
  const facts = element('span', { class: 'quiet figure header-facts' });
  const explain = button({
    label: t('Explain an image…'),
    appearance: 'primary',
    onClick: () => app.post({ kind: 'explain' }),
  });
  const filters = button({
    label: t('Filters'),
    title: t('Kernels and feature maps'),
    onClick: () => app.post({ kind: 'filters' }),
  });
  const evaluate = button({ label: t('Evaluate a folder…'), onClick: () => app.post({ kind: 'evaluate' }) });
  const node = roving(
    element(
      'header',
      { class: 'header' },
      element('div', { class: 'header-title' }, name, facts),
      element('div', { class: 'header-actions' }, explain, filters, evaluate, copyCommandButton(app.post)),
    ),
  );
  return {
    element: node,
    update() {
      const {
        document,
        document: { description },
      } = app;
      setText(name, document.name);
      // Kernels are read without running anything.
      const { faults } = document.sidecar;
      filters.disabled = document.error !== null || faults.some(({ field }) => field !== 'labels');
      const [fault] = faults;
      for (const running of [explain, evaluate]) {
        running.disabled = !document.trusted || document.error !== null || fault !== undefined;
        setAttribute(running, 'title', fault ? t('{0} first: {1}', document.sidecar.name, fault.error.what) : null);
      }
      if (!description) return setText(facts, '');
      const opsets = description.opsets
        .map(({ domain, version }) => [domain, version].filter(Boolean).join(' '))
        .join(', ');
      setText(
        facts,
        [
          description.format.toUpperCase(),
          t('opset {0}', opsets),
          t('IR {0}', description.irVersion),
          description.producer,
          bytes(description.fileBytes),
          t('{0} parameters', count(description.parameters)),
          description.macs > 0 && t('{0} multiply-adds', count(description.macs)),
        ]
          .filter(Boolean)
          .join(' · '),
      );
    },
  };
}
