// Prints the bcrypt hash of the owner's password. The hash is stored and reused, because n8n ends all of the owner's sessions
// when the hash changes, even if the password is the same.
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
