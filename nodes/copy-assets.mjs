// Copies the icons, which tsc does not emit, to dist/. Run after `tsc -b nodes`.
import { cpSync } from 'node:fs';

const root = new URL('..', import.meta.url);
cpSync(new URL('icons/', root), new URL('dist/icons/', root), { recursive: true });
