#!/bin/bash
# A replica set with users needs a key file that only mongod can read; no mount keeps that owner and mode.
set -euo pipefail
install --owner=mongodb --group=mongodb --mode=0400 /dev/null /tmp/keyfile
printf '%s' "$MONGO_KEY" >/tmp/keyfile
# A service that was killed leaves its transaction open, and others waiting on it, for as long as the parameter says.
exec docker-entrypoint.sh mongod --replSet rs0 --keyFile /tmp/keyfile --bind_ip_all \
  --setParameter transactionLifetimeLimitSeconds=15
