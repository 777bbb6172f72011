import './build';
import sharp from 'sharp';

// A file that is read again may have been overwritten, and what libvips keeps of others is never asked for.
sharp.cache(false);

/** The image library, once its build is chosen. */
export { sharp };
