/** A class as a labels file tells of it. */
export interface LabelEntry {
  /** Its number where the file says one; else its place in the file. */
  readonly index?: number;
  /** Empty where the file leaves it out. */
  readonly name: string;
  /** Other names by which it may be called: an id, synonyms. */
  readonly aliases?: readonly string[];
}

/** A file to be read as labels. */
export interface LabelSource {
  readonly text: string;
  /** In small letters, with its dot. */
  readonly ending: string;
  /** The path, for errors. */
  readonly where: string;
}

/** One of the forms in which names of classes are kept. */
export interface LabelReader {
  /** In words, for the error that lists what can be read. */
  readonly form: string;
  /** Null for a file of another form, an empty list for one of this form that names no classes. @throws LensError for one of this form that is damaged */
  read(source: LabelSource): readonly LabelEntry[] | null;
}
