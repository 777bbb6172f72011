import type { Random } from '../random';

const SKINS = [
  '#fbe0cc',
  '#f6d1b3',
  '#efc39d',
  '#e3ac7f',
  '#cf9367',
  '#b37849',
  '#93603a',
  '#744828',
  '#56351f',
  '#452a1a',
] as const;
const HAIRS = [
  '#1c1715',
  '#33231a',
  '#4f3422',
  '#74492a',
  '#9a6a38',
  '#c79a55',
  '#e3c98c',
  '#a4451f',
  '#7d7d82',
  '#d8d6d2',
  '#3b2a5a',
  '#c75a86',
] as const;
const IRISES = ['#4a2d19', '#6b4423', '#5b7a46', '#4e7fa8', '#6d8796', '#2c1c12'] as const;
const CLOTHES = [
  '#c0392b',
  '#e08e45',
  '#e7c85a',
  '#5a9367',
  '#2f6f73',
  '#3b6ea5',
  '#31487a',
  '#75539b',
  '#b55a8a',
  '#f0ece2',
  '#8b8f96',
  '#2b2d33',
  '#6d4c3d',
] as const;

const HAIRCUTS = ['bald', 'short', 'fringe', 'side', 'centre', 'curly', 'afro', 'long', 'bob', 'bun'] as const;
const HATS = ['none', 'none', 'none', 'none', 'none', 'beanie', 'cap', 'straw', 'headband', 'headphones'] as const;
const BEARDS = ['none', 'none', 'none', 'none', 'full', 'goatee', 'moustache', 'stubble'] as const;
const MOUTHS = ['smile', 'grin', 'neutral', 'open'] as const;
const EARRINGS = ['none', 'none', 'hoop', 'stud', 'drop'] as const;
const SHIRTS = ['plain', 'collar', 'stripes', 'hood', 'print'] as const;

/**
 * Everything of an image but the glasses. It is drawn from a stream of its own and every feature is drawn
 * independently, so that nothing here tells anything about the class.
 */
export interface Person {
  skin: string;
  hair: string;
  haircut: (typeof HAIRCUTS)[number];
  iris: string;
  /** Half width and half height of the head, px, and how broad the chin is (0.4 pointed, 0.8 square). */
  width: number;
  height: number;
  jaw: number;
  /** Turn to the right (−1…1), nod in px, tilt in degrees, and where the head is and how large. */
  yaw: number;
  pitch: number;
  roll: number;
  x: number;
  y: number;
  scale: number;
  /** Half distance of the eyes, px; how far they are open (0 shut … 1); where they look, px. */
  eyes: number;
  open: number;
  gaze: number;
  brow: number;
  browTilt: number;
  makeUp: string | undefined;
  freckles: boolean;
  bags: boolean;
  mouth: (typeof MOUTHS)[number];
  beard: (typeof BEARDS)[number];
  earrings: (typeof EARRINGS)[number];
  hat: (typeof HATS)[number];
  hatColour: string;
  shirt: (typeof SHIRTS)[number];
  shirtColour: string;
  trim: string;
  scarf: string | undefined;
  /** Spectacles pushed up on the head: not worn, so they are no cue. */
  pushedUp: boolean;
}

export function drawPerson(random: Random): Person {
  return {
    skin: random.pick(SKINS),
    hair: random.pick(HAIRS),
    haircut: random.pick(HAIRCUTS),
    iris: random.pick(IRISES),
    width: random.between(25, 29),
    height: random.between(31, 36),
    jaw: random.between(0.45, 0.8),
    yaw: random.between(-1, 1),
    pitch: random.between(-2, 3),
    roll: random.between(-14, 14),
    x: random.between(57, 71),
    y: random.between(55, 64),
    scale: random.between(0.88, 1.1),
    eyes: random.between(10.5, 12.5),
    open: random.chance(0.1) ? 0.1 : random.between(0.65, 1.1),
    gaze: random.between(-1.2, 1.2),
    brow: random.between(1.1, 2.8),
    browTilt: random.between(-1.6, 1.6),
    makeUp: random.chance(0.2) ? random.pick(['#5b3a68', '#3d4a78', '#2f2a2c', '#7a4a3a', '#3f6a5c']) : undefined,
    freckles: random.chance(0.15),
    bags: random.chance(0.2),
    mouth: random.pick(MOUTHS),
    beard: random.pick(BEARDS),
    earrings: random.pick(EARRINGS),
    hat: random.pick(HATS),
    hatColour: random.pick(CLOTHES),
    shirt: random.pick(SHIRTS),
    shirtColour: random.pick(CLOTHES),
    trim: random.pick(CLOTHES),
    scarf: random.chance(0.2) ? random.pick(CLOTHES) : undefined,
    pushedUp: random.chance(0.07),
  };
}
