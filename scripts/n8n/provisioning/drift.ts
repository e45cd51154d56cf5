/** What a workflow is in n8n now. */
export interface Found {
  sha256: string;
  /** `other`: an older or newer version than the one in the editor is live. */
  live: 'this' | 'other' | 'none';
}

/** What provisioning last made of it. */
export interface Known {
  sha256: string;
  published: boolean;
}

export type Drift = 'deleted' | 'edited' | 'unpublished';

export interface Decision {
  action: 'leave' | 'publish' | 'update';
  drift: Drift[];
}

const leave = (...drift: Drift[]): Decision => ({ action: 'leave', drift });
const act = (action: Decision['action']): Decision => ({ action, drift: [] });

/** What to do about a workflow of a running n8n. What people did there is left alone and named. */
export function decide(wanted: string, found: Found | undefined, known: Known | undefined): Decision {
  if (!found) return leave('deleted');
  const ours = found.sha256 === wanted || found.sha256 === known?.sha256;
  const unpublished: Drift[] = known?.published && found.live === 'none' ? ['unpublished'] : [];
  if (!ours) return leave('edited', ...unpublished);
  if (unpublished.length > 0) return leave(...unpublished);
  if (found.sha256 !== wanted) return act('update');
  return act(found.live === 'this' ? 'leave' : 'publish');
}
