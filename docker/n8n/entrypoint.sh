#!/bin/sh
# The volume on ~/.n8n hides the image's files in that folder, so the nodes are copied from /opt at every start.
# N8N_CUSTOM_EXTENSIONS needs no copy, but names the nodes CUSTOM.*, and no workflow would find them.
set -eu
nodes="$HOME/.n8n/nodes/node_modules"
mkdir -p "$nodes"
rm -rf "$nodes/n8n-nodes-lead-nurturing"
cp -R /opt/lead-nurturing/n8n-nodes-lead-nurturing "$nodes/"

if [ -n "${N8N_OWNER_PASSWORD:-}" ]; then
  N8N_INSTANCE_OWNER_PASSWORD_HASH="$(node /opt/lead-nurturing/owner-hash.cjs)"
  export N8N_INSTANCE_OWNER_PASSWORD_HASH
  unset N8N_OWNER_PASSWORD
fi
exec /docker-entrypoint.sh "$@"
