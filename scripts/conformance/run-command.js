import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a program to its end and returns what it printed.
 * @param {object} [options] `folder` it runs in, `environment` beside ours, and `seconds` it may take
 * @throws with all its output when it ends otherwise than with 0, or takes longer
 */
export async function runCommand(command, args, { folder, environment = {}, seconds = 60 } = {}) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    errors += chunk;
  });
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  try {
    const [code] = await once(child, 'close');
    if (isLate) throw new Error(`${command} did not end within ${seconds} s:\n${output}${errors}`);
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output}${errors}`);
    return output;
  } finally {
    clearTimeout(deadline);
  }
}
