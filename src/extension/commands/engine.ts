import type { Services } from '../services';
import type { Command } from '../command';

export const showLog: Command = {
  id: 'showLog',
  async run({ log }: Services) {
    log.show();
  },
};

export const restartEngine: Command = {
  id: 'restartEngine',
  async run({ engine, log }: Services) {
    log.info('engine restarted by the user');
    engine.restart();
  },
};
