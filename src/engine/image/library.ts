import './build';
import sharp from 'sharp';

/** The image library, once its build is chosen. */
export { sharp };
