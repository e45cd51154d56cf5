import type { IHttpRequestMethods } from 'n8n-workflow';

/** One path segment that is no `.` or `..`. */
const ID = '(?!\\.{1,2}$)[^/?#]+';

/** All this node may ever ask. The CRM is somebody else's: it is read and never changed. */
const READING = [
  new RegExp('^/api/v1/login-events$'),
  new RegExp(`^/api/v1/contacts(/${ID})?$`),
  new RegExp(`^/api/v1/organizations(/${ID})?$`),
];

export const onlyReads = (method: IHttpRequestMethods, path: string): boolean =>
  method === 'GET' && READING.some((pattern) => pattern.test(path));
