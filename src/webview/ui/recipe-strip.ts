import type { Preprocessing, RecipeSummary } from '../../protocol/recipe';
import type { PageToHost } from '../../protocol/page';
import type { Component } from './component';
import { element, keyed, setAttribute } from './element';
import { t } from './l10n';

type Post = (message: PageToHost) => void;

/**
 * What images are made of, and what classes are called: `RGB · 224 · centre crop · 0…1 · guessed`, which leads to the form, and beside
 * it what helps.
 */
export function recipeStrip(post: Post, recipes: () => readonly RecipeSummary[]): Component {
  const node = element('div', { class: 'recipe-strip', role: 'group', 'aria-label': t('Input recipe') });
  return {
    element: node,
    update() {
      const all = recipes();
      node.hidden = all.length === 0;
      keyed(
        node,
        all,
        ({ model }) => model,
        ({ model }) =>
          element(
            'span',
            { class: 'recipe-item' },
            element('button', { class: 'link recipe', onclick: () => post({ kind: 'openModel', model }) }),
          ),
        (item, summary) => draw(post, item, summary, all.length > 1),
      );
    },
  };
}

function draw(post: Post, item: HTMLElement, summary: RecipeSummary, several: boolean): void {
  const [said, doubts] = [recipeWords(summary), doubtsOf(summary)];
  const text = [several && summary.name, ...said].filter(Boolean).join(' · ');
  const key = JSON.stringify([text, doubts, summary]);
  if (item.dataset.said === key) return;
  item.dataset.said = key;
  const [press] = item.children;
  press.replaceChildren(
    element('span', { class: 'recipe-said' }, text),
    // No line begins with a doubt: it stands beside what it is about.
    ...doubts.map((doubt) => element('span', { class: 'doubt' }, `\u00a0·\u00a0${doubt}`)),
  );
  setAttribute(press, 'title', [press.textContent, tooltip(summary)].join('\n'));
  item.replaceChildren(press, ...remediesOf(post, summary));
}

/** What ends a doubt with one click. */
function remediesOf(post: Post, { model, checkable, preprocessing, labelFiles, classes }: RecipeSummary): Element[] {
  const remedy = (label: string, title: string, message: PageToHost): Element =>
    element('button', { class: 'link remedy', title, onclick: () => post(message) }, label);
  const isGuessed = checkable && preprocessing !== null && preprocessing.guessed.length > 0;
  return [
    ...(isGuessed
      ? [
          remedy(t('Check'), t('Check the recipe: try the usual ones on a few images, and rank them'), {
            kind: 'openModel',
            model,
            at: 'check',
          }),
        ]
      : []),
    ...labelFiles
      .slice(0, 1)
      .map(({ name, names }) =>
        remedy(
          t('Use {0}', name),
          t('Use {0}, which names {1} classes: {2}, …', name, classes, names.slice(0, 3).join(', ')),
          { kind: 'useLabels', model, file: name },
        ),
      ),
  ];
}

/** The recipe in the words a person would use: what is usual is not said. */
function recipeWords({ preprocessing, ofVolumes }: RecipeSummary): string[] {
  if (!preprocessing) return [t('arrays as they are')];
  if (ofVolumes) return [t('volumes'), levelsText(preprocessing), numbersText(preprocessing)].filter(Boolean);
  const { color, size, fit } = preprocessing;
  const [height, width] = size;
  return [
    color === 'gray' ? t('grey') : color.toUpperCase(),
    height === width ? String(height) : `${height} × ${width}`,
    fitWords()[fit],
    numbersText(preprocessing),
  ];
}

/** How an image of another shape is brought to that size. */
const fitWords = (): Readonly<Record<Preprocessing['fit'], string>> => ({
  cover: t('centre crop'),
  fill: t('stretched'),
  contain: t('bars added'),
  corner: t('bars on the right and below'),
});

/** Which values of files are black and white, where that is stated. */
function levelsText({ black, white }: Preprocessing): string {
  if (black === null && white === null) return '';
  return t('black {0}, white {1}', black ?? t('as in the file'), white ?? t('as in the file'));
}

/** Means of red, green and blue by which recipes are known. */
const KNOWN: readonly { readonly name: string; readonly mean: readonly number[]; readonly std: readonly number[] }[] = [
  { name: 'ImageNet mean/std', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  { name: 'Caffe mean', mean: [103.939, 116.779, 123.68], std: [1, 1, 1] },
];

function numbersText({ range, mean, std, color }: Preprocessing): string {
  const order = <T>(all: readonly T[]): readonly T[] => (color === 'bgr' ? [...all].reverse() : all);
  const known = KNOWN.find((one) =>
    [one, { mean: order(one.mean), std: order(one.std) }].some(
      ({ mean: m, std: s }) => m.join() === mean.join() && s.join() === std.join(),
    ),
  );
  if (known) return known.name;
  const [low, high] = range.map((value) => String(value).replace('-', '−'));
  const isPlain = mean.every((value) => value === 0) && std.every((value) => value === 1);
  const list = (values: readonly number[]): string => (new Set(values).size === 1 ? [values[0]] : values).join(', ');
  return isPlain ? `${low}…${high}` : t('{0}…{1}, mean {2}, std {3}', low, high, list(mean), list(std));
}

/** What nobody has stated. */
function doubtsOf({ preprocessing, classes, named, labelFiles }: RecipeSummary): string[] {
  const unnamed = classes - named;
  return [
    preprocessing && preprocessing.guessed.length > 0 && t('guessed'),
    labelFiles.length === 0 && unnamed > 0 && t('{0} classes without names', unnamed),
  ].filter((doubt): doubt is string => typeof doubt === 'string');
}

function tooltip({ name, preprocessing }: RecipeSummary): string {
  const guesses = (preprocessing?.guessed ?? []).map(({ field, reason }) => t('guessed: {0} ({1})', field, reason));
  return [t('How {0} is fed: show and change it', name), ...guesses].join('\n');
}
