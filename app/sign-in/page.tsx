import type { Metadata } from 'next';
import Link from 'next/link';
import { AppHeader } from '@/components/shell/app-header';
import { PageBody } from '@/components/shell/page-body';
import { localPath } from '@/components/sign-in/local-path';
import { SignInForm } from '@/components/sign-in/sign-in-form';
import type { ApiKey } from '@/lib/domain/api-key';
import { isAppError } from '@/lib/domain/errors';
import { startPath } from '@/lib/query/paths';
import { getAppContext } from '@/lib/services/context';
import { visitor } from '../visitor';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next } = await searchParams;
  const { token, isSignedIn } = await visitor();
  const { keys } = getAppContext();
  const key = token === null ? null : await keys.identify(token).catch(nullIfUnknown);
  return (
    <>
      <AppHeader isSignedIn={isSignedIn} />
      <PageBody>
        <div className="mx-auto grid max-w-md grid-cols-[minmax(0,1fr)] gap-4 py-10">
          <h1 className="text-xl font-semibold text-ink">Sign in</h1>
          {(await keys.isEmpty()) ? (
            <p className="text-ink-muted">
              This server has no keys: nobody needs to sign in.{' '}
              <Link href={startPath} className="link">
                Go to the start page
              </Link>
            </p>
          ) : (
            <>
              {key !== null && <PresentKey apiKey={key} isRefused={next !== undefined} />}
              <SignInForm next={localPath(next)} />
            </>
          )}
        </div>
      </PageBody>
    </>
  );
}

function nullIfUnknown(error: unknown): null {
  if (isAppError(error) && error.code === 'unauthenticated') return null;
  throw error;
}

function PresentKey({ apiKey, isRefused }: { readonly apiKey: ApiKey; readonly isRefused: boolean }) {
  const { name, project, scopes } = apiKey;
  return (
    <p role={isRefused ? 'alert' : undefined} className="text-ink-muted [overflow-wrap:anywhere]">
      You are signed in with the key <strong className="font-medium text-ink">{name}</strong> of the project{' '}
      <strong className="font-medium text-ink">{project}</strong>, which may {scopes.join(', ')}.{' '}
      {isRefused ? 'It does not open the page you asked for: ' : ''}
      <Link href={startPath} className="link">
        {isRefused ? 'go to the start page' : 'Go to the start page'}
      </Link>
      {isRefused ? ', or sign in with another key.' : '.'}
    </p>
  );
}
