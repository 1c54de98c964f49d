import { constants, setPriority } from 'node:os';

/**
 * Lets the web server and the writer go first when all processors are busy. Linux keeps a priority per thread; elsewhere
 * this would slow the whole process, so it is left alone.
 */
export function stepBack(): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
