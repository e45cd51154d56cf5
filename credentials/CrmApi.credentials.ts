import type {
  IAuthenticateGeneric,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  INodeProperties,
} from 'n8n-workflow';

const TIMEOUT_MS = 60_000;

export class CrmApi implements ICredentialType {
  name = 'crmApi';

  displayName = 'CRM API';

  icon = { light: 'file:../icons/crm.svg', dark: 'file:../icons/crm.dark.svg' } as const;

  documentationUrl = 'https://github.com/lead-nurturing/lead-nurturing/blob/main/docs/nodes/crm.md#credential';

  /** The CRM must never be written to: without this the HTTP Request node could send any request with the token. */
  restrictToSupportedNodes = true as const;

  properties: INodeProperties[] = [
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      required: true,
      default: 'http://localhost:3003',
      placeholder: 'e.g. https://crm.example.com',
      description: 'URL under which n8n reaches the CRM',
    },
    { displayName: 'Client ID', name: 'clientId', type: 'string', required: true, default: '' },
    {
      displayName: 'Client Secret',
      name: 'clientSecret',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
    },
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
  ];

  /** OAuth2 client credentials. n8n calls this when there is no token, and once more when the CRM answers 401. */
  async preAuthentication(
    this: IHttpRequestHelper,
    { baseUrl, clientId, clientSecret }: ICredentialDataDecryptedObject,
  ): Promise<IDataObject> {
    const answer: unknown = await this.helpers.httpRequest({
      method: 'POST',
      baseURL: typeof baseUrl === 'string' ? baseUrl.replace(/\/+$/, '') : '',
      url: '/oauth/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
      json: true,
      timeout: TIMEOUT_MS,
      disableFollowRedirect: true,
    });
    const given = typeof answer === 'object' && answer !== null && 'access_token' in answer;
    return { accessToken: given ? String(answer.access_token) : '' };
  }

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{ $credentials.accessToken }}' } },
  };

  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{ $credentials.baseUrl.replace(/\\/+$/, "") }}',
      url: '/api/v1/organizations',
      qs: { limit: 1 },
    },
  };
}
