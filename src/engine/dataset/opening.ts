import { join } from 'node:path';
import { HOW_TO_ALLOW, staysInside } from '../file/workspace';
import { LensError } from '../../protocol/error';
import { classesOfLabels, classesOfModel, type Classes, type FirstNumber } from './classes';
import { readCoco, type CocoImage } from './coco';
import type { Dataset, LeftOut, MaskSource, Sample } from './dataset';
import { folders } from './folder-labels';
import type { Labels, PassedOver } from './labelling';
import { LABELLINGS } from './labellings';
import { listing, type Listing } from './listing';
import { maskFiles, type MaskFiles } from './mask';
import { withoutSlices, type VolumeSlices } from './volume-slices';

export interface DatasetOptions {
  /** Names of the model's outputs, in their order; without them the set's own classes, sorted. */
  readonly modelLabels?: readonly string[];
  /** Other names of each of them: ids, synonyms. */
  readonly modelAliases?: readonly (readonly string[])[];
  /** Classes the model tells apart, which shows whether class folders without names are counted from 0 or from 1. */
  readonly outputs?: number;
  /** Names the classes as the set does; the model's names then only help to guess the labelling. */
  readonly ownNames?: true;
  /**
   * The id of a labelling, perhaps with where to look (`table:labels.csv`), where the guess was wrong; `none` for a set
   * without labels.
   */
  readonly labelling?: string;
  /** Files that belong to the volume of another one. */
  readonly slices?: VolumeSlices;
}

/**
 * A folder as a labelled set: nothing is decoded yet, so that fifty thousand images open at once. What is neither a
 * image nor an array, has no label, or has one that is no class of the model, is left out and named.
 * @throws LensError `not-found` when the folder cannot be read or holds no input; `invalid-argument` for a labelling
 * that does not fit
 */
export function openDataset(folder: string, options: DatasetOptions = {}): Dataset {
  const files = withoutSlices(listing(folder), options.slices);
  const { root } = files;
  if (files.inputs.length === 0) {
    const [first] = files.unusable;
    throw new LensError({
      code: 'not-found',
      what: `the folder holds no images and no .npy arrays${first ? ` (${first.name}: ${first.reason})` : ''}`,
      where: root,
      next: 'Choose a folder of labelled inputs',
    });
  }
  const named = options.modelLabels?.length ? { names: options.modelLabels, aliases: options.modelAliases } : null;
  const passedOver: PassedOver[] = [];
  const { id, labels, first } = labelsOf(files, options.labelling, named && classesOfModel(named), (file) =>
    passedOver.push(file),
  );
  const occurring = [...labels.of.values()];
  const classes =
    named && !options.ownNames
      ? classesOfModel(named, occurring, first)
      : classesOfLabels(occurring, options.outputs, first);
  const masks = maskFiles(files);
  const maskNotes: string[] = [];
  const maskOf = masksOf(files, labels, masks, (note) => maskNotes.push(note));
  const samples: Sample[] = [];
  const leftOut: LeftOut[] = [
    ...files.unusable,
    ...masks.unusable,
    ...files.others
      .filter((name) => name !== labels.source)
      .map((name) => ({ name, reason: 'neither an image nor a .npy array' })),
  ];
  const faulty = new Set(labels.faults?.map((fault) => fault.name));
  for (const name of files.inputs) {
    if (faulty.has(name)) continue;
    const label = labels.of.get(name);
    const index = label === undefined ? null : classes.indexOf(label);
    if (id !== NO_LABELS && label === undefined) leftOut.push({ name, reason: 'it has no label' });
    else if (id !== NO_LABELS && index === null)
      leftOut.push({ name, reason: `its label ${label} is not a class of the model` });
    else samples.push({ name, path: join(root, name), label: index, mask: maskOf(name, label) });
  }
  return {
    root,
    classes: classes.names,
    samples,
    leftOut: [...leftOut, ...(labels.faults ?? [])],
    labelling: { id, description: labels.description },
    notes: [
      ...classes.notes.map((note) => `${note}.`),
      ...maskNotes.slice(0, MOST_MASK_NOTES),
      ...passedOver.map(({ name, reason }) => `${name} was not taken for the labels: ${reason}.`),
    ],
  };
}

const FIRST_NUMBER = / from ([01])$/;

/** `table:labels.csv from 1` is the labelling `table` with the argument `labels.csv` and numbers that begin with 1. */
export function splitLabelling(text: string): { id: string; argument?: string; first?: FirstNumber } {
  const counted = FIRST_NUMBER.exec(text);
  const rest = counted ? text.slice(0, counted.index) : text;
  const at = rest.indexOf(':');
  const first = counted ? { first: Number(counted[1]) as FirstNumber } : {};
  return at < 0 ? { id: rest, ...first } : { id: rest.slice(0, at), argument: rest.slice(at + 1), ...first };
}

const NO_LABELS = 'none';

function labelsOf(
  files: Listing,
  wanted: string | undefined,
  classes: Classes | null,
  passOver: (file: PassedOver) => void,
): { id: string; labels: Labels; first?: FirstNumber } {
  const { id, argument, first } = wanted === undefined ? {} : splitLabelling(wanted);
  const listing = id === undefined ? guessable(files, classes) : files;
  const candidates = id === undefined ? LABELLINGS : LABELLINGS.filter((one) => one.id === id);
  for (const labelling of candidates) {
    const labels = labelling.find({ listing, classes, argument: argument || undefined, passOver });
    if (labels) return { id: labelling.id, labels, first };
  }
  if (id === undefined || id === NO_LABELS)
    return { id: NO_LABELS, labels: { description: 'No labels found', of: new Map() } };
  throw new LensError({
    code: 'invalid-argument',
    what: `labels cannot be read as ${wanted}`,
    where: files.root,
    next: `Choose one of ${[...LABELLINGS.map((one) => one.id), NO_LABELS].join(', ')}`,
  });
}

/** Where most sub-folders bear names of the model's classes, a table that lies apart holds objects, not labels. */
function guessable(files: Listing, ofModel: Classes | null): Listing {
  const names = [...new Set(folders.find({ listing: files, classes: ofModel })?.of.values())];
  const known = names.filter((name) => ofModel !== null && ofModel.indexOf(name) !== null);
  return 2 * known.length > names.length
    ? { ...files, tables: files.tables.filter((name) => !name.includes('/')) }
    : files;
}

/** Notes of one kind that are repeated to people. */
const MOST_MASK_NOTES = 3;

/** Objects by input, each from the first COCO file that has some: others hold its captions, or only the people. */
function annotationsOf(files: Listing): ReadonlyMap<string, CocoImage> {
  const all = new Map<string, CocoImage>();
  for (const name of files.tables.filter((t) => t.toLowerCase().endsWith('.json'))) {
    for (const [input, image] of readCoco(files, name) ?? [])
      if (image.objects.length > 0 && !all.has(input)) all.set(input, image);
  }
  return all;
}

/**
 * The mask of a table, else a mask file, else COCO's objects of the label's category (all of them where none is of it).
 */
function masksOf(
  files: Listing,
  labels: Labels,
  masks: MaskFiles,
  note: (note: string) => void,
): (name: string, label: string | undefined) => MaskSource | null {
  const annotations = annotationsOf(files);
  return (name, label) => {
    const listed = labels.masks?.get(name);
    const path = listed ? join(files.root, listed) : masks.of(name);
    if (listed && !staysInside(files.root, path!)) {
      note(`The mask of ${name} leads out of the folder and the workspace and is not read: ${HOW_TO_ALLOW}.`);
      return null;
    }
    if (path) return { kind: 'file', path };
    const image = annotations.get(name);
    if (!image) return null;
    const own = image.objects.filter((o) => o.category === label);
    return {
      kind: 'regions',
      width: image.width,
      height: image.height,
      regions: (own.length > 0 ? own : image.objects).map((o) => o.region),
    };
  };
}
