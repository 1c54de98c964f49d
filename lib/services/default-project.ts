/** Where everything goes that names no project. */
export const DEFAULT_PROJECT = 'default';
