import { fileURLToPath } from 'node:url';

/** Folder of the installed package: this file is bundled into its `dist`. */
export const PACKAGE_FOLDER = fileURLToPath(new URL('..', import.meta.url));
/** Folders with the migrations of each engine, in the package. */
export const MIGRATIONS = { sqlite: 'prisma/migrations', postgresql: 'prisma/postgres/migrations' } as const;
