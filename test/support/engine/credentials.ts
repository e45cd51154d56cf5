import { Credentials } from 'n8n-core';
import {
  ICredentialsHelper,
  type ICredentialDataDecryptedObject,
  type ICredentials,
  type ICredentialType,
  type IHttpRequestHelper,
  type IHttpRequestOptions,
  type INode,
  type INodeProperties,
  type IRequestOptionsSimplified,
  type Workflow,
} from 'n8n-workflow';
import { CommunicationEngineApi } from '../../../credentials/CommunicationEngineApi.credentials';
import { CrmApi } from '../../../credentials/CrmApi.credentials';
import { LeadTrackerApi } from '../../../credentials/LeadTrackerApi.credentials';

export type CredentialValues = Record<string, ICredentialDataDecryptedObject>;

export const engineCredentialTypes: Record<string, ICredentialType> = {
  leadTrackerApi: new LeadTrackerApi(),
  communicationEngineApi: new CommunicationEngineApi(),
  crmApi: new CrmApi(),
};

const typeOf = (name: string): ICredentialType => {
  const found = engineCredentialTypes[name];
  if (!found) throw new Error(`No such credential type: ${name}`);
  return found;
};

/** Handles credentials as the n8n server does: evaluates expressions, requests a missing token, renews an expired one. */
export class EngineCredentials extends ICredentialsHelper {
  constructor(private readonly values: CredentialValues) {
    super();
  }

  getParentTypes = (): string[] => [];

  isCredentialUsableByNode = (): boolean => true;

  async getDecrypted(_: unknown, __: unknown, type: string): Promise<ICredentialDataDecryptedObject> {
    const defaults = typeOf(type).properties.map(({ name, default: value }) => [name, value]);
    return { ...Object.fromEntries(defaults), ...this.values[type] };
  }

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    type: string,
    options: IHttpRequestOptions | IRequestOptionsSimplified,
    workflow?: Workflow,
    node?: INode,
  ): Promise<IHttpRequestOptions> {
    const { authenticate } = typeOf(type);
    if (typeof authenticate !== 'object' || !workflow || !node) throw new Error('Only generic authentication is used');
    const entries = Object.entries(authenticate.properties.headers ?? {}).map(([name, value]) => [
      name,
      workflow.expression.getSimpleParameterValue(node, value as string, 'internal', { $credentials: credentials }),
    ]);
    return { ...options, headers: { ...options.headers, ...Object.fromEntries(entries) } } as IHttpRequestOptions;
  }

  async preAuthentication(
    helpers: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
    type: string,
    _node: INode,
    expired: boolean,
  ): Promise<ICredentialDataDecryptedObject | undefined> {
    const { preAuthentication, properties } = typeOf(type);
    const token = properties.find(({ typeOptions }) => typeOptions?.expirable)?.name;
    if (!preAuthentication || !token || (credentials[token] !== '' && !expired)) return undefined;
    const renewed = await preAuthentication.call(helpers, credentials);
    this.values[type] = { ...this.values[type], ...renewed } as ICredentialDataDecryptedObject;
    return { ...credentials, ...renewed } as ICredentialDataDecryptedObject;
  }

  runPreAuthentication = (): Promise<undefined> => Promise.resolve(undefined);

  async getCredentials(details: { id: string | null; name: string }, type: string): Promise<ICredentials> {
    return new Credentials(details, type);
  }

  updateCredentials = (): Promise<void> => Promise.resolve();

  updateCredentialsOauthTokenData = (): Promise<void> => Promise.resolve();

  getCredentialsProperties = (type: string): INodeProperties[] => typeOf(type).properties;
}
