import * as vscode from 'vscode';
import type { Services } from '../services';
import { taskType } from './definition';
import { LensTasks } from './provider';

/** The tasks of the command line. */
export const registerTasks = ({ context }: Services): vscode.Disposable =>
  vscode.tasks.registerTaskProvider(taskType, new LensTasks(context));
