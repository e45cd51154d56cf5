/** The state of a workflow in n8n. */
export interface Found {
  sha256: string;
  /** Which version runs: the one in the editor (`this`), another one, or none. */
  live: 'this' | 'other' | 'none';
}

/** The state in which provisioning last left the workflow. */
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

/** Decides what to do with a workflow of a running n8n. A user's change is kept and reported as drift. */
export function decide(wanted: string, found: Found | undefined, known: Known | undefined): Decision {
  if (!found) return leave('deleted');
  const ours = found.sha256 === wanted || found.sha256 === known?.sha256;
  const unpublished: Drift[] = known?.published && found.live === 'none' ? ['unpublished'] : [];
  if (!ours) return leave('edited', ...unpublished);
  if (unpublished.length > 0) return leave(...unpublished);
  if (found.sha256 !== wanted) return act('update');
  return act(found.live === 'this' ? 'leave' : 'publish');
}
