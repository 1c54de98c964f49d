import { defineConfig } from 'prisma/config';

// Client and `generate` need no engine binary, but the command line insists on fetching one: any executable will do.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'file:./data/baggage-claim.db' },
});
