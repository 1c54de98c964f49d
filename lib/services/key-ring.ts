import 'server-only';
import { createHash } from 'node:crypto';
import { type ApiKey, type KeyScope, mayDo, type StoredKey } from '../domain/api-key';
import { AppError } from '../domain/errors';
import type { KeyStore } from '../store/key-store';

/** How old the known keys may be: after so long another process's change is seen. */
const FRESH_MS = 1000;
/** A use is written down at most this often. */
const NOTE_EVERY_MS = 60_000;

interface KnownKeys {
  readonly byHash: ReadonlyMap<string, StoredKey>;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

interface KeyRingOptions {
  /** False where others than this machine's users get through: without a key nobody is let in then, not even at first. */
  readonly mayBeOpen?: boolean;
}

/** Who may come in. The keys are few and asked for with every request, so they are kept at hand. */
export class KeyRing {
  readonly #store: KeyStore;
  readonly #now: () => Date;
  readonly #mayBeOpen: boolean;
  readonly #notedAt = new Map<string, number>();
  #known: KnownKeys = { byHash: new Map(), readAt: Number.NEGATIVE_INFINITY };
  #reading: Promise<KnownKeys> | null = null;

  constructor(store: KeyStore, now: () => Date, { mayBeOpen = true }: KeyRingOptions = {}) {
    this.#store = store;
    this.#now = now;
    this.#mayBeOpen = mayBeOpen;
  }

  /**
   * The key of that text, when it may do this.
   * @param token what the request brought; null when it brought nothing
   * @returns null while no key was ever made: then everybody may do everything
   * @throws AppError `unauthenticated` or `forbidden`; `unavailable` when the keys can not be read
   */
  async admit(token: string | null, scope: KeyScope): Promise<ApiKey | null> {
    const key = await this.identify(token);
    if (key !== null && !mayDo(key, scope)) {
      const scopes = key.scopes.join(', ');
      throw new AppError('forbidden', `The key ${JSON.stringify(key.name)} may ${scopes}; this takes ${scope}.`);
    }
    return key;
  }

  /** The key of that text, whatever it may do. @returns and @throws as {@link admit} */
  async identify(token: string | null): Promise<ApiKey | null> {
    const { byHash } = await this.#fresh();
    if (byHash.size === 0 && this.#mayBeOpen) return null;
    const key = token === null ? undefined : byHash.get(hashKey(token).toString('hex'));
    if (key !== undefined && key.revokedAt === null) {
      this.#noteUse(key);
      return key;
    }
    const why = token === null ? 'This server takes keys' : 'This key is not known here, or it was revoked';
    throw new AppError(
      'unauthenticated',
      `${why}: send one as \`Authorization: Bearer <key>\`, or sign in at /sign-in.`,
    );
  }

  /** True while no key was ever made. A revoked one counts: revoking all of them opens nothing. */
  async isEmpty(): Promise<boolean> {
    return (await this.#fresh()).byHash.size === 0;
  }

  /** Forgets what was read: the next request sees every change. */
  invalidate(): void {
    this.#reading = null;
    this.#known = { ...this.#known, readAt: Number.NEGATIVE_INFINITY };
  }

  async #fresh(): Promise<KnownKeys> {
    // A clock that was set back makes nothing fresh for ever.
    if (Math.abs(this.#now().getTime() - this.#known.readAt) < FRESH_MS) return this.#known;
    this.#reading ??= this.#read();
    const reading = this.#reading;
    try {
      const known = await reading;
      // What was forgotten meanwhile is still good for those who had asked, and for nobody after them.
      if (this.#reading === reading) this.#known = known;
      return known;
    } catch (cause) {
      throw new AppError('unavailable', 'The keys can not be read just now; try again.', { cause });
    } finally {
      if (this.#reading === reading) this.#reading = null;
    }
  }

  async #read(): Promise<KnownKeys> {
    const readAt = this.#now().getTime();
    const keys = await this.#store.listKeys();
    return { readAt, byHash: new Map(keys.map((key) => [Buffer.from(key.tokenHash).toString('hex'), key])) };
  }

  #noteUse(key: StoredKey): void {
    const at = this.#now();
    const notedAt = this.#notedAt.get(key.id) ?? key.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
    if (Math.abs(at.getTime() - notedAt) < NOTE_EVERY_MS) return;
    this.#notedAt.set(key.id, at.getTime());
    // A use that is not written down is no reason to refuse the request.
    this.#store.noteKeyUse(key.id, at).catch(() => undefined);
  }
}

/** What is kept of a key. The plain hash suffices: its text is 256 random bits, there is nothing to guess. */
export function hashKey(token: string): Buffer<ArrayBuffer> {
  return createHash('sha256').update(token).digest() as Buffer<ArrayBuffer>;
}
