/** `npm start`: builds when needed, then runs `serve` in this process, so that signals reach the server itself. */
import '../bin/check-node.js';

// Imported after the check, and without `await` at the top: an old Node would fail on either before the check speaks.
void import('./build.js').then(async ({ build, isBuilt }) => {
  const args = process.argv.slice(2);
  if (args.includes('--dev')) await build({ pages: false });
  else if (!isBuilt()) await build();

  process.argv.splice(2, args.length, 'serve', ...args);
  await import('../bin/baggage-claim.js');
});
