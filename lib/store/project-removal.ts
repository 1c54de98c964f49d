import { AppError } from '../domain/errors';

/** The project was deleted since it was looked at. */
export function projectIsGone(): AppError {
  return new AppError('not-found', 'The project was deleted meanwhile.');
}

export function projectIsInUse(name: string): AppError {
  return new AppError(
    'conflict',
    `The project ${JSON.stringify(name)} has runs or sessions: only a project without any can be deleted.`,
  );
}
