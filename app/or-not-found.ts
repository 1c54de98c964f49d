import 'server-only';
import { notFound } from 'next/navigation';
import { isAppError } from '@/lib/domain/errors';

/** What a service answers; its "not found" becomes the page for it, with status 404. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') notFound();
    throw error;
  }
}
