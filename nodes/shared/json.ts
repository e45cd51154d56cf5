import type { IDataObject } from 'n8n-workflow';

export const isObject = (value: unknown): value is IDataObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectsIn = (value: unknown): IDataObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

export const textOr = (fallback: string, value: unknown): string =>
  typeof value === 'string' && value !== '' ? value : fallback;

/** Null for an empty field. */
export const textOrNull = (value: unknown): string | null => textOr('', value) || null;

export type Given<Fields> = { [Name in keyof Fields]?: NonNullable<Fields[Name]> };

/** Leaves out empty fields: the services distinguish a missing field (unknown) from an empty one. */
export function given<Fields extends object>(fields: Fields): Given<Fields>;
export function given(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

export const unlessEmpty = <Fields extends object>(fields: Fields): Fields | undefined =>
  Object.keys(fields).length === 0 ? undefined : fields;
