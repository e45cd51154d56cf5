// Runs once, when the volume is empty: creates a user for each service with access to its own database only.
for (const [user, pwd] of [
  ['lead_tracker', process.env.MONGO_LEAD_TRACKER_PASSWORD],
  ['communication_engine', process.env.MONGO_COMMUNICATION_ENGINE_PASSWORD],
])
  db.getSiblingDB('admin').createUser({ user, pwd, roles: [{ role: 'readWrite', db: user }] });
