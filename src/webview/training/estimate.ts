import type { TrainingEstimate } from '../../protocol/training';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { count, duration, seconds } from '../ui/format';
import { t } from '../ui/l10n';
import type { TrainingApp } from './app';

/** What the training would take, before it runs: timed on a few updates of each network. */
export function estimate(app: TrainingApp): Component {
  const text = element('span', { class: 'figure', role: 'status' });
  const guesses = element('span', { class: 'guesses' });
  const node = element('p', { class: 'estimate' }, text, guesses);
  return {
    element: node,
    update() {
      const { estimate: now, run } = app.document;
      node.hidden = run !== null || now.state === 'none';
      const [said, hint] = wordsOf(now);
      setText(text, said);
      setAttribute(text, 'title', hint);
      node.classList.toggle('doubt', now.state === 'error');
      setText(guesses, now.state === 'done' ? now.value.networks.flatMap(guessOf).join(' ') : '');
    },
  };
}

function wordsOf(now: TrainingApp['document']['estimate']): [text: string, hint: string | null] {
  if (now.state === 'loading') return [t('Timing a few updates…'), null];
  if (now.state === 'error') return [now.error.what, now.error.next ?? null];
  if (now.state !== 'done') return ['', null];
  const { networks, seconds: all } = now.value;
  return [
    [t('About {0} in all', duration(all)), ...networks.map(briefly)].join(' · '),
    networks.map(lineOf).join('\n'),
  ];
}

const guessOf = ({ network, guessed }: Network): string[] =>
  guessed === '' ? [] : [t('How images are made for {0} is guessed: {1}. State it in its sidecar.', network, guessed)];

type Network = TrainingEstimate['networks'][number];

const briefly = ({ network, parameters, secondsPerEpoch }: Network): string =>
  t('{0}: {1} parameters, {2} per epoch', network, count(parameters), seconds(secondsPerEpoch));

const lineOf = (network: Network): string => t('{0}, {1} for all folds', briefly(network), duration(network.seconds));
