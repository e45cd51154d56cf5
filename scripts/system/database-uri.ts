const ADDRESS = /^(?<server>mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/(?<database>[^?]+)?)?(?:\?(?<options>.*))?$/;

/** The address of another database on the same server. The user is still authenticated in the database of `uri`. */
export function databaseUri(uri: string, name: string): string {
  const { server, database = 'admin', options } = ADDRESS.exec(uri)?.groups ?? {};
  if (!server) throw new Error('MONGODB_URI must look like mongodb://host:port/?replicaSet=name');
  const query = new URLSearchParams(options);
  if (server.includes('@') && !query.has('authSource')) query.set('authSource', database);
  return query.size > 0 ? `${server}/${name}?${query.toString()}` : `${server}/${name}`;
}
