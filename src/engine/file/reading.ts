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
 * A whole text: UTF-8, or what programs of Windows write: UTF-16 where its byte-order mark says so, Latin-1 where the
 * bytes are no UTF-8. The mark is no part of the text. @throws LensError as {@link withRegular}
 */
export function readText(path: string, kind: FileKind): string {
  return decodedText(readFile(path, kind));
}

function decodedText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
