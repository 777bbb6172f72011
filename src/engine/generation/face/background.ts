import type { Random } from '../random';
import { BRIGHT, OBJECTS, repeated } from './objects';
import { box, circle, d, gradient, line, path, shade } from '../svg';

const WALLS = [
  '#cfe3ee',
  '#f4e3c8',
  '#d9ead3',
  '#efd3d7',
  '#d8d3ea',
  '#e8e6e1',
  '#9db8c7',
  '#c7a98b',
  '#7b95a6',
  '#56697a',
  '#3f4a56',
  '#a7bfa0',
] as const;

const plain = () => '';

const wallpaper = (_: Random, wall: string) =>
  repeated(8, (i) => box(i * 16 + 4, 0, 7, 128, { fill: shade(wall, i % 2 ? 0.14 : 0.2) }));

const bricks = (_: Random, wall: string) =>
  repeated(40, (i) => {
    const [column, course] = [i % 5, Math.floor(i / 5)];
    return box(column * 30 - (course % 2) * 15, course * 16, 28.6, 14.6, {
      rx: 1,
      fill: shade(wall, 0.06 + 0.024 * ((i * 7) % 5)),
    });
  });

const lights = (random: Random) =>
  repeated(14, () => {
    const [x, y, r] = [random.between(0, 128), random.between(0, 110), random.between(4, 13)];
    return circle(x, y, r, { fill: random.pick(BRIGHT), fillOpacity: 0.28 });
  });

const hills = (random: Random) =>
  circle(random.between(12, 116), random.between(12, 30), 9, { fill: '#fff3c4' }) +
  path(d`M 0 88 Q 34 ${random.between(48, 74)} 70 84 T 130 70 L 130 130 L 0 130 Z`, { fill: '#7fae74' }) +
  path('M 0 104 Q 50 84 130 100 L 130 130 L 0 130 Z', { fill: '#5e9160' });

const books = (random: Random) =>
  repeated(3, (shelf) => {
    const foot = 40 + 38 * shelf;
    const book = (i: number) => {
      const height = random.between(18, 30);
      return box(i * 8.2, foot - height, 7.2, height, { fill: shade(random.pick(BRIGHT), -0.15) });
    };
    return box(0, foot, 128, 3.5, { fill: '#6b4a30' }) + repeated(16, book);
  });

const window = () =>
  box(12, 8, 104, 76, { fill: '#bfe0f2' }) + line('M 12 8 h 104 v 76 h -104 Z M 64 8 v 76 M 12 46 h 104', '#f7f5f0', 4);

const SCENES = [plain, wallpaper, bricks, lights, hills, books, window] as const;

/** What is behind the person: a wall or landscape and none to two objects. */
export function background(random: Random): string {
  const wall = random.pick(WALLS);
  const objects = Array.from({ length: random.whole(0, 2) }, () => random.pick(OBJECTS));
  return [
    gradient('wall', shade(wall, random.between(0, 0.25)), shade(wall, random.between(-0.3, 0))),
    box(0, 0, 128, 128, { fill: 'url(#wall)' }),
    random.pick(SCENES)(random, wall),
    ...objects.map((object) => object(random)),
  ].join('');
}
