import { verdictIds, verdictLabels, type MapVerdicts, type VerdictId } from '../../protocol/map-verdict';
import { element, setAttribute, setText } from './element';
import { t } from './l10n';
import { roving } from './roving';

/** What a person thinks of a map, as buttons of which one may be pressed; what others said stands behind them. */
export function verdictBar(give: (verdict: VerdictId | null) => void) {
  let own: VerdictId | null = null;
  const choices = verdictIds.map((id) =>
    element('button', { class: 'verdict', onclick: () => give(own === id ? null : id) }, t(verdictLabels[id])),
  );
  const bar = roving(
    element(
      'div',
      { class: 'verdict-choices', role: 'toolbar', 'aria-label': t('Your verdict on the map') },
      ...choices,
    ),
  );
  const others = element('span', { class: 'quiet verdict-others' });
  const heading = element('span', { class: 'quiet', 'aria-hidden': 'true' }, t('Your verdict:'));
  const node = element('div', { class: 'verdicts' }, heading, bar, others);
  return {
    element: node,
    /** @param verdicts null where there is no map to be judged: it keeps its place, so that nothing moves */
    update(verdicts: MapVerdicts | null): void {
      node.style.visibility = verdicts ? '' : 'hidden';
      if (!verdicts) return;
      own = verdicts.own;
      choices.forEach((choice, n) => setAttribute(choice, 'aria-pressed', String(verdictIds[n] === own)));
      setText(others, verdicts.others.length > 0 ? t('{0} others', verdicts.others.length) : '');
      const said = verdicts.others.map(({ rater, verdict }) => `${rater}: ${t(verdictLabels[verdict])}`);
      setAttribute(others, 'title', said.join('\n') || null);
    },
  };
}
