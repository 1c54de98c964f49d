// Without import and export, so that an old Node can read it and say what is wrong.
(() => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major >= 22 || (major === 20 && minor >= 19)) return;
  console.error(`Baggage Claim needs Node 20.19 or newer (20, 22, 24); this is Node ${process.versions.node}.`);
  process.exit(2);
})();
