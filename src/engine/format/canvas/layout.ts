/** Metadata of an imported model: the order of axes that its input has. */
export const LAYOUT = 'saliency-lens.layout';
export const CHANNELS_LAST = 'nhwc';
export const CHANNELS_FIRST = 'nchw';
