#!/usr/bin/env node
// Only what every Node since 10 can read: the check must fail with a sentence, not with a syntax error.
import('./check-node.js').then(start, () => {
  stop(`Baggage Claim needs Node 20.19 or newer (20, 22, 24); this is Node ${process.versions.node}.`);
});

function start() {
  return import('../dist/baggage-claim.js').catch((error) => {
    const unbuilt = error.code === 'ERR_MODULE_NOT_FOUND' && String(error.message).includes('dist/baggage-claim.js');
    stop(unbuilt ? 'Baggage Claim is not built yet: run `npm run build`, or start it with `npm start`.' : error);
  });
}

function stop(reason) {
  console.error(reason);
  process.exit(2);
}
