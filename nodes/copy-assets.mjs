// Copies the files that tsc does not emit: icons and .npmignore. Run after `tsc -b nodes`.
import { cpSync } from 'node:fs';

const root = new URL('..', import.meta.url);
cpSync(new URL('icons/', root), new URL('dist/icons/', root), { recursive: true });
cpSync(new URL('nodes/.npmignore', root), new URL('dist/nodes/.npmignore', root));
