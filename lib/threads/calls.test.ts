import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError, isAppError } from '../domain/errors';
import { Caller, remote, serveCalls } from './calls';

class Target {
  readonly #suffix = '!';

  async echo(...args: readonly unknown[]): Promise<unknown> {
    return args;
  }

  async shout(text: string): Promise<string> {
    return text + this.#suffix;
  }

  async refuse(): Promise<never> {
    throw new AppError('too-large', 'too much');
  }

  async fail(): Promise<never> {
    throw new RangeError('out of range');
  }

  async prototypeOf(value: object): Promise<boolean> {
    return Object.getPrototypeOf(value) === null;
  }
}

describe('calls between threads', () => {
  let channel: MessageChannel;
  let caller: Caller;
  let target: Target;

  beforeEach(() => {
    channel = new MessageChannel();
    serveCalls(channel.port1, new Target());
    caller = new Caller(channel.port2);
    target = remote<Target>(caller);
  });
  afterEach(() => channel.port1.close());

  test('reach the object they are meant for, each answer its call', async () => {
    const texts = Array.from({ length: 50 }, (_, i) => `text ${i}`);
    expect(await Promise.all(texts.map((text) => target.shout(text)))).toEqual(texts.map((text) => `${text}!`));
  });

  test('carry bigints, bytes, dates and maps', async () => {
    const value = [2n ** 63n, Uint8Array.of(1, 2), new Date(5), new Map([['a', { b: 1 }]]), null, undefined];
    expect(await target.echo(...value)).toEqual(value);
  });

  test('carry hostile keys as keys, on objects without a prototype', async () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": [{"toString": 1}]}');
    const [back] = (await target.echo(hostile)) as [Record<string, unknown>];
    expect(Object.keys(back)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(back)).toBeNull();
    expect(Object.getPrototypeOf((back.constructor as unknown as object[])[0])).toBeNull();
    expect(await target.prototypeOf({ a: 1 })).toBe(true);
    expect('polluted' in {}).toBe(false);
  });

  test('leave answers that are shown as they are', async () => {
    serveCalls(channel.port1, new Target());
    const shown = new Caller(channel.port2, { keepPrototypes: true });
    const [back] = (await shown.call('echo', [{ a: 1 }])) as [object];
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });

  test('carry errors: AppErrors with their code, others by name', async () => {
    const refused = await target.refuse().catch((error: unknown) => error);
    expect(isAppError(refused) && refused.code).toBe('too-large');
    await expect(target.fail()).rejects.toMatchObject({ name: 'RangeError', message: 'out of range' });
    await expect(caller.call('nothing', [])).rejects.toThrow('There is no nothing to call.');
  });

  test('fail together when the other thread is gone', async () => {
    channel.port1.removeAllListeners('message');
    const calls = [target.shout('a'), target.shout('b')];
    caller.fail(new AppError('unavailable', 'gone'));
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'unavailable' });
    await expect(target.shout('later')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
