/** The images that changed most, drawn small for a page: they stand in no record. */
import type { DriftRecord } from '../../../../schemas/driftReport.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import { mayBePersonal } from '../facts/personalColumns.ts';
import { imageFolderPath } from '../facts/findTable.ts';
import { dataSourceOf, splitOf } from '../facts/tableRequests.ts';
import { uriOf } from '../facts/world.ts';
import type { DrawPictures } from '../pictures/createPictureDrawer.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { currentOf } from './planCheck.ts';

export interface DrawWorld {
  readonly files: Pick<WorkspaceFiles, 'resolve' | 'pathOf' | 'rootPathOf'>;
  readonly drawPictures?: DrawPictures | undefined;
}

const edge = 128;

export async function drawChanged(
  project: Project,
  check: CheckView,
  { check: compared }: DriftRecord,
  { files, drawPictures }: DrawWorld,
): Promise<ReadonlyMap<string, string>> {
  const nothing = new Map<string, string>();
  const changed = compared.state === 'compared' ? (compared.result.changed ?? []) : [];
  if (drawPictures === undefined || changed.length === 0) return nothing;
  const named = currentOf(project, check);
  const id = typeof named === 'object' ? named.id : (named ?? '');
  const source = dataSourceOf(project.spec, splitOf(project.spec, id)?.fields.of?.id ?? id);
  const { modality, path } = source?.fields ?? {};
  if (source === undefined || modality?.value !== 'image' || path === undefined || mayBePersonal(source, 'image')) {
    return nothing;
  }
  const uri = uriOf(project, source.place);
  const found = await files.resolve(imageFolderPath(path.text), uri);
  const folder = found.kind === 'folder' ? files.pathOf(found.uri) : undefined;
  const root = files.rootPathOf(uri);
  if (folder === undefined || root === undefined) return nothing;
  return drawPictures({ root, folder, images: changed.map(({ names }) => names), edge });
}
