import './build';
import sharp from 'sharp';

/** The picture library, once its build is chosen. */
export { sharp };
