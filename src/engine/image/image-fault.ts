/** Why a file is no image that can be read, as the end of a sentence; the reader of images adds which file it is. */
export class ImageFault extends Error {}
