import type { Random } from '../random';
import { circle, shade } from '../svg';
import { blob, fibres, nuclei, nucleus, SIDE } from './cells';
import type { Stain } from './stain';

/** One kind of tissue: the name of its folder in the published set, and how it is drawn over the background. */
export interface Tissue {
  readonly id: string;
  background(stain: Stain): string;
  draw(random: Random, stain: Stain): string;
}

const onTissue = ({ tissue }: Stain): string => shade(tissue, 0.15);
const onGlass = ({ glass }: Stain): string => glass;
const place = (random: Random): [number, number] => [random.between(0, SIDE), random.between(0, SIDE)];
const several = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => draw(i)).join('');

const tumour: Tissue = {
  id: '01_TUMOR',
  background: ({ tissue }) => shade(tissue, -0.12),
  draw: (random, { nucleus: colour }) =>
    nuclei(random, { count: random.whole(110, 160), radius: [5, 9], roundness: [0.6, 0.95], colour }),
};

const stroma: Tissue = {
  id: '02_STROMA',
  background: onTissue,
  draw(random, { nucleus: colour, tissue }) {
    const direction = random.between(0, 180);
    const spindles = { count: random.whole(8, 22), radius: [5, 9], roundness: [0.2, 0.4], direction, colour } as const;
    return fibres(random, random.whole(55, 80), direction, tissue) + nuclei(random, spindles);
  },
};

const complex: Tissue = {
  id: '03_COMPLEX',
  background: onTissue,
  draw(random, { nucleus: colour, tissue }) {
    const single = { count: random.whole(16, 30), radius: [4.5, 8], roundness: [0.6, 0.95], colour } as const;
    const immune = { count: random.whole(14, 30), radius: [2.6, 3.6], roundness: [0.85, 1], colour } as const;
    return (
      fibres(random, random.whole(35, 55), random.between(0, 180), tissue) +
      nuclei(random, single) +
      nuclei(random, immune)
    );
  },
};

const lymphocytes: Tissue = {
  id: '04_LYMPHO',
  background: onTissue,
  draw: (random, { nucleus: colour }) =>
    nuclei(random, { count: random.whole(320, 460), radius: [2.6, 3.8], roundness: [0.85, 1], colour }),
};

const debris: Tissue = {
  id: '05_DEBRIS',
  background: ({ tissue }) => shade(tissue, 0.45),
  draw(random, { nucleus: colour, tissue }) {
    const lump = (): string =>
      blob(random, ...place(random), random.between(6, 26), {
        fill: shade(tissue, random.between(-0.15, 0.6)),
        fillOpacity: random.between(0.35, 0.8),
      });
    const crumbs = { count: random.whole(20, 60), radius: [1, 3.2], roundness: [0.4, 0.9], colour } as const;
    return several(random.whole(25, 40), lump) + nuclei(random, crumbs);
  },
};

/** Rings of nuclei about a gland, whose cells hold drops of mucus. */
function gland(random: Random, { nucleus: colour, glass }: Stain, x: number, y: number, radius: number): string {
  const cells = Math.round(radius * 0.8);
  const at = (i: number, r: number): [number, number] => {
    const angle = (2 * Math.PI * i) / cells;
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  };
  const drop = (i: number): string =>
    circle(...at(i + 0.5, radius * 0.72), radius * random.between(0.1, 0.19), { fill: glass, fillOpacity: 0.9 });
  const wall = (i: number): string =>
    nucleus(random, ...at(i, radius * random.between(0.96, 1.06)), {
      radius: [3, 4.6],
      roundness: [0.45, 0.7],
      direction: (360 * i) / cells + 90,
      colour,
    });
  return several(cells, drop) + circle(x, y, radius * 0.32, { fill: glass }) + several(cells, wall);
}

const mucosa: Tissue = {
  id: '06_MUCOSA',
  background: onTissue,
  draw(random, stain) {
    const step = random.between(52, 66);
    const [left, top] = [random.between(-10, 30), random.between(-10, 30)];
    const all = several(16, (i) => {
      const [x, y] = [left + (i % 4) * step + (i & 4 ? step / 2 : 0) - step / 2, top + Math.floor(i / 4) * step];
      return gland(
        random,
        stain,
        x + random.between(-4, 4),
        y + random.between(-4, 4),
        step * random.between(0.38, 0.46),
      );
    });
    const between = {
      count: random.whole(25, 50),
      radius: [2.2, 3.4],
      roundness: [0.6, 1],
      colour: stain.nucleus,
    } as const;
    return nuclei(random, between) + all;
  },
};

const fat: Tissue = {
  id: '07_ADIPOSE',
  background: ({ tissue }) => tissue,
  draw(random, { glass, nucleus: colour }) {
    const step = random.between(38, 56);
    const across = Math.ceil(SIDE / step) + 2;
    const cells = several(across * across, (i) => {
      const [column, row] = [i % across, Math.floor(i / across)];
      const [x, y] = [(column - 0.5 + (row % 2) / 2) * step, (row - 0.5) * step * 0.9];
      return blob(random, x + random.between(-4, 4), y + random.between(-4, 4), step * 0.53, { fill: glass });
    });
    return cells + nuclei(random, { count: random.whole(1, 6), radius: [3, 5], roundness: [0.2, 0.4], colour });
  },
};

const empty: Tissue = {
  id: '08_EMPTY',
  background: onGlass,
  draw: (random, { tissue }) =>
    several(random.whole(0, 6), () =>
      blob(random, ...place(random), random.between(1, 5), { fill: tissue, fillOpacity: 0.35 }),
    ),
};

/** In the order, and with the names, of the published set. */
export const TISSUES: readonly Tissue[] = Object.freeze([
  tumour,
  stroma,
  complex,
  lymphocytes,
  debris,
  mucosa,
  fat,
  empty,
]);
