import { projectPatchSchema } from '@/lib/contracts/projects';
import { defineRoute, parseBody } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { updateProject } from '@/lib/services/update-project';

const BODY_MAX_BYTES = 64 * 1024;

export const PATCH = defineRoute<{ project: string }>(async (ctx, request, params) => {
  const patch = await parseBody(request, projectPatchSchema, BODY_MAX_BYTES);
  return dtoResponse(await updateProject(ctx, idOfParam(params.project), patch));
});
