import { z } from 'zod';
import { text } from './members';
import { operation } from './operation';

const name = z.string().min(1).max(200);

const createProjectSchema = z.object({ name, description: text, type: text });
/** npm `honeyhive` 1.0.42 names the project in `project_id` and its new name in `name`; the Python client had `name` and `new_name`. */
const updateProjectSchema = z
  .object({ project_id: text, name: text, new_name: text, description: text, type: text })
  .refine(({ project_id, name }) => project_id ?? name, 'expected project_id, or name');

const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  type: z.string().nullish(),
  org_id: z.string(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const PROJECT_OPERATIONS = {
  listProjects: operation({
    method: 'GET',
    paths: ['/projects'],
    summary: 'Projects by name; with a key only its own.',
    scope: 'read',
    query: z.object({ name: z.string().optional() }),
    answer: z.array(projectSchema),
  }),
  createProject: operation({
    method: 'POST',
    paths: ['/projects'],
    summary: 'Make a project. Projects that calls name are made as they arrive, too.',
    scope: 'admin',
    body: createProjectSchema,
    answer: projectSchema,
  }),
  updateProject: operation({
    method: 'PUT',
    paths: ['/projects'],
    summary: 'Change the description of a project.',
    scope: 'admin',
    body: updateProjectSchema,
    answer: projectSchema,
  }),
  deleteProject: operation({
    method: 'DELETE',
    paths: ['/projects'],
    summary: 'Delete a project without runs and sessions.',
    scope: 'admin',
    query: z.object({ name: z.string().min(1) }),
    answer: z.object({ deleted: z.boolean() }),
  }),
};
