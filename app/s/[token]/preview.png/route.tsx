import { defineSharedRoute } from '@/lib/http/define-shared-route';
import { idOfParam } from '@/lib/query/paths';
import { type KeptSnapshot, openShared } from '@/lib/services/snapshots/find-shared';
import { readContents } from '@/lib/services/snapshots/read-shared';
import { drawPreview } from './draw-preview';

const PICTURES_MAX = 50;

/** The last pictures by snapshot, oldest first: what is frozen looks the same whenever it is drawn. */
const pictures = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** What a chat shows beside the link. It opens no page, so it counts as no view. */
export const GET = defineSharedRoute(async (ctx, _request, params) => {
  const snapshot = await openShared(ctx, idOfParam(params.token));
  return new Response(await pictureOf(snapshot), { headers: { 'content-type': 'image/png' } });
});

function pictureOf(snapshot: KeptSnapshot): Promise<Uint8Array<ArrayBuffer>> {
  const known = pictures.get(snapshot.id);
  if (known !== undefined) return known;
  const picture = drawPreview(readContents(snapshot));
  pictures.set(snapshot.id, picture);
  picture.catch(() => pictures.delete(snapshot.id));
  const oldest = pictures.size > PICTURES_MAX ? pictures.keys().next().value : undefined;
  if (oldest !== undefined) pictures.delete(oldest);
  return picture;
}
