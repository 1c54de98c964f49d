import { readdir, readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** Clock ticks a second in /proc: the same on every Linux of today. */
const TICKS = 100;
const SAMPLE_MS = 200;

/** What a row of a benchmark cost, read from outside. */
export interface Resources {
  /** Largest resident size, all threads and child processes together. */
  readonly rssBytes: number;
  /** Processor time of the server. */
  readonly cpuSeconds: number;
  /** Processors that were busy with other programs, on average: above 0.3 the row is not to be trusted. */
  readonly othersBusy: number;
}

export interface ResourceWatch {
  stop(): Promise<Resources>;
}

/** Watches a server. Processor time of this process and of what it started does not count as other programs'. */
export async function watchResources(server: number | null): Promise<ResourceWatch> {
  const start = performance.now();
  const busyBefore = await busySeconds();
  const ownBefore = await cpuSeconds(process.pid);
  const serverBefore = server === null ? 0 : await cpuSeconds(server);
  let rssBytes = 0;
  let stopped = false;
  const sampling = (async () => {
    while (!stopped) {
      if (server !== null) rssBytes = Math.max(rssBytes, await rssOf(server));
      await setTimeout(SAMPLE_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await sampling;
      const seconds = (performance.now() - start) / 1000;
      const others = (await busySeconds()) - busyBefore - ((await cpuSeconds(process.pid)) - ownBefore);
      return {
        rssBytes,
        cpuSeconds: server === null ? Number.NaN : (await cpuSeconds(server)) - serverBefore,
        othersBusy: Math.max(0, others / seconds),
      };
    },
  };
}

/** Waits until other programs leave the processors alone, at most so long. */
export async function waitForQuiet(seconds: number): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; ) {
    const before = await busySeconds();
    await setTimeout(1000);
    if ((await busySeconds()) - before < 0.3) return;
  }
}

async function rssOf(pid: number): Promise<number> {
  const own = Number(/^VmRSS:\s+(\d+) kB/m.exec(await read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
  return own + (await sumOf(await childrenOf(pid), rssOf));
}

/** Processor time of a process, its threads, and the processes it started. */
async function cpuSeconds(pid: number): Promise<number> {
  const text = await read(`/proc/${pid}/stat`);
  // The program's name may hold blanks; the numbers begin after its bracket. Own time, and that of children that ended.
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  return (user + system + endedUser + endedSystem) / TICKS + (await sumOf(await childrenOf(pid), cpuSeconds));
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => read(`/proc/${pid}/task/${thread}/children`)));
  return lists.flatMap((list) => list.split(' ').filter((text) => text.trim() !== '')).map(Number);
}

async function sumOf(pids: readonly number[], measure: (pid: number) => Promise<number>): Promise<number> {
  const all = await Promise.all(pids.map(measure));
  return all.reduce((sum, value) => sum + value, 0);
}

async function busySeconds(): Promise<number> {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] =
    (await read('/proc/stat')).split('\n', 1)[0]?.trim().split(/\s+/).slice(1).map(Number) ?? [];
  return (user + nice + system + irq + softirq) / TICKS;
}

/** Empty where there is no such file: on other systems, and for processes that are gone. */
async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
