import { floats, integers, type Tensor } from '../../../../src/engine/tensor/tensor';
import { noise, weight } from '../running';

export const image = noise([2, 4, 7, 6]);
export const kernel = (...dims: number[]): { weight: Tensor } => weight(noise(dims, 3));
export const list = (...values: number[]): { weight: Tensor } => weight(integers(values));
export const scalar = (value: number): { weight: Tensor } => weight(integers([value], []));
export const boolean: Tensor = { type: 'bool', dims: [2, 4, 7, 6], data: new Uint8Array(336).fill(1) };
export const bytes: Tensor = { type: 'uint8', dims: [2, 4, 7, 6], data: new Uint8Array(336).fill(3) };
export const channels = (): { weight: Tensor } => weight(floats([4], [1, 1, 1, 1]));
