// Without import and export, so that an old Node can read it and say what is wrong.
(() => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  console.error(
    `Baggage Claim needs Node 20.19 or later, 22.12 or later, or 24; this is Node ${process.versions.node}.`,
  );
  process.exit(2);
})();
