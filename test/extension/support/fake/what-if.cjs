'use strict';

/** What the double answers about changed copies of an image. */
exports.changes = {
  'image.whatIf': (request) => ({ request }),
  'image.inpaint': ({ raster }) => raster,
  'image.changed': ({ raster }) => ({ png: Uint8Array.from([137, 80, 78, 71, raster.width]) }),
};
