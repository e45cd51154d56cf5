#!/bin/bash
# A replica set with users needs a key file that only mongod can read; a mounted file cannot have that owner and mode.
set -euo pipefail
install --owner=mongodb --group=mongodb --mode=0400 /dev/null /tmp/keyfile
printf '%s' "$MONGO_KEY" >/tmp/keyfile
# A killed service leaves its transaction open, and others wait for its locks, for transactionLifetimeLimitSeconds.
# Log lines of slow operations quote filters and documents, and so personal data: none is written.
exec docker-entrypoint.sh mongod --replSet rs0 --keyFile /tmp/keyfile --bind_ip_all --slowOpSampleRate 0 \
  --setParameter transactionLifetimeLimitSeconds=15
