import { integer } from '../../parameter/kinds';

export const every = integer({
  name: 'every',
  label: 'Updates per period',
  description: 'As many as an epoch has where the rate changes once per epoch',
  default: 1,
  minimum: 1,
  advanced: true,
});
