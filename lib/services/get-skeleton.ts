import 'server-only';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Skeleton } from '../trace/skeleton';
import type { AppContext } from './context';
import { readReport } from './read-report';
import type { SessionReport } from './session-report';

const compress = promisify(gzip);
/** Three times as fast as the default and a tenth larger: half of a skeleton are ids, which nothing compresses. */
const LEVEL = constants.Z_BEST_SPEED;
/** Node's default of 16 KiB takes twice the time. */
const CHUNK_BYTES = 256 * 1024;

export interface PackedSkeleton {
  /** The skeleton as JSON, gzipped. */
  readonly body: Uint8Array;
  /** Equal for equal bodies. */
  readonly etag: string;
}

const packed = new WeakMap<SessionReport, Promise<Uint8Array>>();

/** The spans of a session as columns, ready to be sent. @throws AppError `not-found` */
export async function getSkeleton(ctx: AppContext, projectName: string, sessionId: string): Promise<PackedSkeleton> {
  const report = await readReport(ctx, projectName, sessionId);
  const body = packed.get(report) ?? pack(report);
  packed.set(report, body);
  return { body: await body, etag: `W/"${report.skeleton.version}"` };
}

function pack({ skeleton }: SessionReport): Promise<Uint8Array> {
  return compress(JSON.stringify(skeleton), { level: LEVEL, chunkSize: CHUNK_BYTES });
}

/** The same for a page that carries them. @throws AppError `not-found` */
export async function getSkeletonColumns(ctx: AppContext, projectName: string, sessionId: string): Promise<Skeleton> {
  return (await readReport(ctx, projectName, sessionId)).skeleton;
}
