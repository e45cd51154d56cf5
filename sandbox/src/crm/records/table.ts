export interface Table<Row extends { id: string }> {
  list(): Row[];
  get(id: string): Row | undefined;
  put(row: Row): void;
  /** False when there was none. */
  remove(id: string): boolean;
}

/** Records by id, in the order they came. */
export function createTable<Row extends { id: string }>(rows: readonly Row[]): Table<Row> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    list: () => [...byId.values()],
    get: (id) => byId.get(id),
    put: (row) => void byId.set(row.id, row),
    remove: (id) => byId.delete(id),
  };
}
