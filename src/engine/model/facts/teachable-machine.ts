import { lengthIn, namesIn, type FactFile } from './fact';

/** How Teachable Machine makes the images of its models: the middle square, from −1 to 1. */
export const teachableMachine: FactFile = {
  name: 'metadata.json',
  read({ packageName, labels: names, imageSize }) {
    if (packageName !== '@teachablemachine/image') return null;
    const [labels, side] = [namesIn(names), lengthIn(imageSize)];
    return {
      color: 'rgb',
      range: [-1, 1],
      fit: 'cover',
      ...(side !== undefined && { size: [side, side] }),
      ...(labels && { labels }),
    };
  },
};
