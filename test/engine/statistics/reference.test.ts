import { statistics } from '../../../src/engine/replay/statistics';
import { describeCases } from './reference';

describe('statistics against the reference', () => describeCases(statistics, 'statistics'));
