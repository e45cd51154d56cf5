// Runs once, when the volume is empty: each service gets a user who sees its own database and no other.
for (const [user, pwd] of [
  ['lead_tracker', process.env.MONGO_LEAD_TRACKER_PASSWORD],
  ['communication_engine', process.env.MONGO_COMMUNICATION_ENGINE_PASSWORD],
])
  db.getSiblingDB('admin').createUser({ user, pwd, roles: [{ role: 'readWrite', db: user }] });
