/** `npm start`: builds when needed, then runs `serve` in this process, so that signals reach the server itself. */
import '../bin/check-node.js';
import { build, isBuilt } from './build.js';

const args = process.argv.slice(2);
if (args.includes('--dev')) await build({ pages: false });
else if (!isBuilt()) await build();

process.argv.splice(2, args.length, 'serve', ...args);
await import('../bin/baggage-claim.js');
