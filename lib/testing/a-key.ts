import type { KeyScope } from '../domain/api-key';
import type { AppContext } from '../services/context';
import { makeKey } from '../services/keys/make-key';

/** The text of a new key of that project, which is made when it is not there. */
export async function aKey(ctx: AppContext, project: string, ...scopes: readonly KeyScope[]): Promise<string> {
  const name = `${project} ${scopes.join()}`;
  const { token } = await makeKey(
    ctx.store,
    await ctx.store.ensureProject(project),
    { name, scopes: [...scopes] },
    ctx.now(),
  );
  ctx.keys.invalidate();
  return token;
}

export async function revokeAKey(ctx: AppContext, token: string): Promise<void> {
  const key = await ctx.keys.identify(token);
  if (key === null) throw new Error('There are no keys.');
  await ctx.store.revokeKey(key.projectId, key.id, ctx.now());
  ctx.keys.invalidate();
}
