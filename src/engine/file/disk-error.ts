import { LensError } from '../../protocol/error';

interface Reason {
  readonly codes: readonly string[];
  readonly words: string;
  readonly next: string;
}

const REASONS: readonly Reason[] = Object.freeze([
  { codes: ['ENOSPC', 'EDQUOT'], words: 'the disk is full', next: 'Free some space, or choose another folder' },
  { codes: ['EFBIG'], words: 'it is larger than a quota allows', next: 'Choose another folder, or raise the quota' },
  {
    codes: ['EACCES', 'EPERM', 'EROFS'],
    words: 'the folder is read-only',
    next: 'Choose a folder you may write to, or change its permissions',
  },
  { codes: ['ENOTDIR', 'EEXIST'], words: 'a part of its path is a file, not a folder', next: 'Choose another folder' },
  { codes: ['EISDIR'], words: 'a folder of that name is in the way', next: 'Remove it, or choose another folder' },
  { codes: ['ENAMETOOLONG'], words: 'its name is too long', next: 'Choose a folder with a shorter path' },
]);

/** What kept a file from being written, in words. @param name with its article: "the journal of results" */
export function diskError(name: string, path: string, cause: unknown): LensError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? 'unknown reason';
  const known = REASONS.find(({ codes }) => codes.includes(code));
  return new LensError(
    {
      code: 'disk',
      what: `${name} cannot be written: ${known ? `${known.words} (${code})` : code}`,
      where: path,
      next: known?.next ?? 'Choose a folder you may write to',
    },
    { cause },
  );
}
