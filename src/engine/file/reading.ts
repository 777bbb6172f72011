import { LensError } from '../../protocol/error';
import type { FileKind } from './kind';
import { bytesOf, withRegular } from './regular';

/** A whole file. @throws LensError as {@link withRegular} */
export function readFile(path: string, kind: FileKind): Buffer {
  return withRegular(path, kind, (file, size) => {
    const bytes = bytesOf(file, size);
    if (bytes.length === size) return bytes;
    throw new LensError({
      code: kind.code,
      what: `${kind.name} became shorter while it was read`,
      where: path,
      next: 'Wait until it is written, then open it again',
    });
  });
}

/**
 * A whole text: UTF-8, or UTF-16 where its byte-order mark says so, as some editors of Windows write it; the mark is no
 * part of the text. @throws LensError as {@link withRegular}
 */
export function readText(path: string, kind: FileKind): string {
  return decodedText(readFile(path, kind));
}

/** The text of bytes, by their byte-order mark. */
function decodedText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
