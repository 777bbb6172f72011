/** Metadata of an imported model: the order of axes that its input has. */
export const LAYOUT = 'saliency-lens.layout';
export const CHANNELS_LAST = 'nhwc';
export const CHANNELS_FIRST = 'nchw';
/** Metadata of an imported model: what people should know about the import, one sentence per line. */
export const WARNINGS = 'saliency-lens.warnings';
