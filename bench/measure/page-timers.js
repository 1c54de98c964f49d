/** Put into a page before its own scripts: `bench` takes times where they arise. Plain JavaScript, run as it stands. */
window.bench = (() => {
  const PATIENCE_MS = 60_000;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  /** After the frame that shows what is in the document now. */
  const painted = async () => {
    await frame();
    await new Promise((resolve) => setTimeout(resolve));
    return performance.now();
  };
  const grid = () => document.querySelector('[role=treegrid]');
  const watched = {
    rows: () => grid()?.getAttribute('aria-rowcount'),
    active: () => grid()?.getAttribute('aria-activedescendant'),
    matches: () =>
      [...document.querySelectorAll('[role=toolbar] [role=status]')].find(({ textContent }) =>
        /match/.test(textContent),
      )?.textContent,
  };

  async function until(isSo, what) {
    for (const start = performance.now(); !isSo(); ) {
      if (performance.now() - start > PATIENCE_MS) throw new Error(`${what} did not happen`);
      await frame();
    }
  }

  const firstRow = (async () => {
    await until(() => document.querySelector('[role=treegrid] [data-row="1"]') !== null, 'the first row');
    return painted();
  })();
  // Told to who asks.
  firstRow.catch(() => {});
  let change = null;

  return {
    painted,

    /** React marks an element when it has taken it over: from then on the tree answers. */
    async untilUsable() {
      const firstRowMs = await firstRow;
      await until(() => Object.keys(grid()).some((key) => key.startsWith('__reactProps')), 'a usable tree');
      return { firstRowMs, usableMs: performance.now() };
    },

    /** From the next key or click on, times how long it takes until the page shows another value. */
    timeNextInput(name) {
      const before = watched[name]();
      change = new Promise((resolve, reject) => {
        const begin = () => {
          const start = performance.now();
          for (const kind of ['keydown', 'click']) document.removeEventListener(kind, begin, true);
          until(() => watched[name]() !== before, `a change of ${name}`)
            .then(painted)
            .then((end) => resolve(end - start), reject);
        };
        for (const kind of ['keydown', 'click']) document.addEventListener(kind, begin, true);
      });
    },

    readTimer: () => change,

    /** Scrolls the tree to its end in equal steps, one a frame. */
    async scrollToEnd(steps) {
      const tree = grid();
      const frames = [];
      let mountedRows = 0;
      tree.scrollTop = 0;
      await painted();
      const distance = tree.scrollHeight - tree.clientHeight;
      let last = await frame();
      for (let step = 1; step <= steps; step++) {
        tree.scrollTop = (distance * step) / steps;
        const now = await frame();
        frames.push(now - last);
        last = now;
        mountedRows = Math.max(mountedRows, tree.querySelectorAll('[role=row]').length);
      }
      return { frames, mountedRows };
    },

    heapMegabytes: () => (performance.memory?.usedJSHeapSize ?? Number.NaN) / 1e6,
  };
})();
