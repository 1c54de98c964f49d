import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Runs another file of this folder in a process of its own, with one value for it, and takes what it sends. The process
 * reads TypeScript as this one does: `fork` passes on how it was started.
 * @throws when it fails.
 */
export async function startProcess<Input, Message>(
  file: string,
  input: Input,
  take: (message: Message) => void,
): Promise<void> {
  const child: ChildProcess = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(input)]);
  const stop = () => child.kill();
  process.on('exit', stop);
  child.on('message', take);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('exit', stop);
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
}
