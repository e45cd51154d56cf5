// What tsc leaves behind: icons, and the list of what npm must not pack. Run after `tsc -b nodes`.
import { cpSync } from 'node:fs';

const root = new URL('..', import.meta.url);
cpSync(new URL('icons/', root), new URL('dist/icons/', root), { recursive: true });
cpSync(new URL('nodes/.npmignore', root), new URL('dist/nodes/.npmignore', root));
