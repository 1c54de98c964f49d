import type { MessagePort, Transferable } from 'node:worker_threads';
import { AppError, isAppError } from '../domain/errors';

/** Calls from one thread to the methods of an object in another. */

interface CallMessage {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

type AnswerMessage = { readonly id: number } & ({ readonly value: unknown } | { readonly error: CrossedError });

/** An error as it crosses. An AppError is one again on the other side. */
interface CrossedError {
  readonly code: AppError['code'] | null;
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Said in logs, not to callers. */
  readonly cause: string | undefined;
}

type Port = Pick<MessagePort, 'postMessage' | 'on'>;

/** Answers calls that come through the port, each as soon as it is done. */
export function serveCalls(port: Port, target: object): void {
  port.on('message', async ({ id, method, args }: CallMessage) => {
    port.postMessage(await answer(target, id, method, args));
  });
}

async function answer(target: object, id: number, method: string, args: readonly unknown[]): Promise<AnswerMessage> {
  try {
    const called: unknown = Reflect.get(target, method);
    if (typeof called !== 'function') throw new Error(`There is no ${method} to call.`);
    return { id, value: await Reflect.apply(called, target, args.map(withoutPrototypes)) };
  } catch (error) {
    return { id, error: toCrossed(error) };
  }
}

interface OpenCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The calling side of {@link serveCalls}. */
export class Caller {
  readonly #port: Port;
  readonly #open = new Map<number, OpenCall>();
  readonly #keepPrototypes: boolean;
  #lastId = 0;
  #lost: Error | null = null;

  /** @param options.keepPrototypes for answers that are shown, not stored: React takes objects with the usual prototype. */
  constructor(port: Port, { keepPrototypes = false } = {}) {
    this.#keepPrototypes = keepPrototypes;
    this.#port = port;
    port.on('message', (message: AnswerMessage) => this.#settle(message));
  }

  /** @throws what the other side threw: AppErrors as such, others as plain errors of the same name. */
  call(method: string, args: readonly unknown[], transfer: readonly Transferable[] = []): Promise<unknown> {
    if (this.#lost !== null) return Promise.reject(this.#lost);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#port.postMessage({ id, method, args } satisfies CallMessage, [...transfer]);
    });
  }

  /** Ends all open calls, and every later one, for a thread that is gone: a port to nobody never answers. */
  fail(error: Error): void {
    this.#lost = error;
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }

  #settle(message: AnswerMessage): void {
    const call = this.#open.get(message.id);
    this.#open.delete(message.id);
    if ('error' in message) call?.reject(fromCrossed(message.error));
    else call?.resolve(this.#keepPrototypes ? message.value : withoutPrototypes(message.value));
  }
}

/** An object whose methods are those of a target that another thread serves. */
export function remote<T extends object>(caller: Caller): T {
  const methods = new Map<string | symbol, unknown>();
  return new Proxy({} as T, {
    get(_, method) {
      // Promises must not take it for one of theirs.
      if (typeof method === 'symbol' || method === 'then') return undefined;
      const known = methods.get(method) ?? ((...args: unknown[]) => caller.call(method, args));
      methods.set(method, known);
      return known;
    },
  });
}

function toCrossed(error: unknown): CrossedError {
  if (!(error instanceof Error)) {
    return { code: null, name: 'Error', message: String(error), stack: undefined, cause: undefined };
  }
  const { name, message, stack } = error;
  const cause = error.cause === undefined ? undefined : String(error.cause);
  return { code: isAppError(error) ? error.code : null, name, message, stack, cause };
}

function fromCrossed({ code, name, message, stack, cause }: CrossedError): Error {
  const options = cause === undefined ? undefined : { cause: new Error(cause) };
  if (code !== null) return new AppError(code, message, options);
  return Object.assign(new Error(message, options), { name, stack });
}

/**
 * Crossing gives every object the usual prototype; contents of spans and events must have none, whatever their keys.
 * Typed arrays, dates and maps are left alone, and so is what is in them.
 */
function withoutPrototypes<T>(value: T): T {
  const open: unknown[] = [value];
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) {
      for (const item of next) if (typeof item === 'object' && item !== null) open.push(item);
    } else if (typeof next === 'object' && next !== null && Object.getPrototypeOf(next) === Object.prototype) {
      Object.setPrototypeOf(next, null);
      for (const item of Object.values(next)) if (typeof item === 'object' && item !== null) open.push(item);
    }
  }
  return value;
}
