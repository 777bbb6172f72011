import { readFileSync } from 'node:fs';

const importing = /^import \* as vscode from 'vscode';$/m;

/**
 * Takes VS Code's module as it is. For an `import *` the bundler copies all names of the module into an object of each
 * file that has one, which took a third of the time in which the extension starts.
 */
export const vscodeModule = {
  name: 'vscode-module',
  setup(bundle) {
    bundle.onLoad({ filter: /src[\\/]extension[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(importing, "const vscode = require('vscode');"),
      loader: 'ts',
    }));
  },
};
