// Prints the owner's password as n8n wants it. The hash is kept: another one, though of the same password, would log
// everybody out at every start.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const { compareSync, hashSync } = createRequire('/usr/local/lib/node_modules/n8n/')('bcryptjs');
const { HOME, N8N_OWNER_PASSWORD } = process.env;
const path = join(HOME, '.n8n', 'owner-password-hash');

const kept = existsSync(path) ? readFileSync(path, 'utf8') : '';
const hash = compareSync(N8N_OWNER_PASSWORD, kept) ? kept : hashSync(N8N_OWNER_PASSWORD, 10);
if (hash !== kept) writeFileSync(path, hash, { mode: 0o600 });
process.stdout.write(hash);
