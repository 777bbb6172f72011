import { Random } from '../random';
import { background } from './background';
import { body } from './body';
import { drawGlasses, lensGradient, wornGlasses } from './glasses';
import { hairBefore, hairBehind } from './hair';
import { hat } from './hat';
import { head } from './head';
import { drawPerson, type Person } from './person';
import { box, drawing, element, gradient, group, shade } from '../svg';

export const CLASSES = ['glasses', 'no-glasses', 'sunglasses'] as const;
export type FaceClass = (typeof CLASSES)[number];

/** One image and the mask of its glasses (white on black), both as SVG. */
export interface Drawing {
  image: string;
  mask: string;
}

export const SIZE = 128;

/**
 * Draws person `key` as a member of a class. The same key gives the same person before the same background in every
 * class, and only the glasses differ: nothing else in a split can tell the classes apart.
 */
export function drawFace(key: string, kind: FaceClass): Drawing {
  const random = new Random(`${key}/person`);
  const person = drawPerson(random);
  const behind = background(random);
  const light = lighting(random);
  const glasses = kind === 'no-glasses' ? undefined : drawGlasses(new Random(`${key}/${kind}`), kind === 'sunglasses');
  const place = `translate(${person.x} ${person.y}) rotate(${person.roll.toFixed(2)}) scale(${person.scale.toFixed(3)})`;
  const inFront = hairBefore(person) + (person.pushedUp ? pushedUp(key, person) : '') + hat(person);
  const paints =
    gradient('skin', shade(person.skin, 0.1), shade(person.skin, -0.08)) +
    gradient('hair', shade(person.hair, 0.14), shade(person.hair, -0.12));
  const image = drawing(
    SIZE,
    SIZE,
    paints,
    glasses ? lensGradient(glasses) : '',
    behind,
    group({ transform: place }, hairBehind(person)),
    body(person),
    group({ transform: place }, head(person), glasses ? wornGlasses(glasses, person) : '', inFront),
    light,
  );
  const black = box(0, 0, SIZE, SIZE, { fill: '#000000' });
  const hidden = group({ filter: 'url(#blacken)' }, inFront);
  const mask = drawing(
    SIZE,
    SIZE,
    paints,
    BLACKEN,
    black,
    glasses ? group({ transform: place }, wornGlasses(glasses, person, true), hidden) : '',
  );
  return { image, mask };
}

/** Keeps the shape and takes the colour, so that what hides the glasses also hides them in the mask. */
const BLACKEN = element(
  'filter',
  { id: 'blacken', x: '-50%', y: '-50%', width: '200%', height: '200%' },
  element('feColorMatrix', { type: 'matrix', values: '0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 1 0' }),
);

/** A second, smaller pair above the forehead. */
function pushedUp(key: string, person: Person): string {
  const random = new Random(`${key}/pushed-up`);
  const glasses = drawGlasses(random, random.chance(0.5));
  const pair = wornGlasses({ ...glasses, glint: 0 }, { ...person, width: person.width - 3 }).replaceAll(
    'url(#lens)',
    glasses.lens[0],
  );
  return group({ transform: `translate(0 ${(-person.height * 0.86).toFixed(2)}) scale(0.86)` }, pair);
}

/** Light from one side and its colour, over the whole image. */
function lighting(random: Random): string {
  const tint = random.pick(['#ffffff', '#ffdca8', '#a8c8ff', '#1a1e30', '#1a1e30']);
  const [x1, x2] = random.chance(0.5) ? [0, 1] : [1, 0];
  const stop = (offset: number, stopOpacity: number) => element('stop', { offset, stopColor: tint, stopOpacity });
  const light = element(
    'linearGradient',
    { id: 'light', x1, x2, y1: 0, y2: 1 },
    stop(0, random.between(0.05, 0.35)),
    stop(1, 0),
  );
  return light + box(0, 0, SIZE, SIZE, { fill: 'url(#light)' });
}
