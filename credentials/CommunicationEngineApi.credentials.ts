import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class CommunicationEngineApi implements ICredentialType {
  name = 'communicationEngineApi';

  displayName = 'Communication Engine API';

  icon = {
    light: 'file:../icons/communicationEngine.svg',
    dark: 'file:../icons/communicationEngine.dark.svg',
  } as const;

  documentationUrl = 'https://github.com/lead-nurturing/lead-nurturing#readme';

  properties: INodeProperties[] = [
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      required: true,
      default: 'http://localhost:3002',
      placeholder: 'e.g. https://communication-engine.example.com',
      description: 'Where n8n reaches the Communication Engine',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
      description: 'A key with the scopes the workflows need; it also signs the deliveries to the trigger node',
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { 'X-API-Key': '={{ $credentials.apiKey }}' } },
  };

  // Only this service has the path, and n8n itself answers every path to whoever takes HTML.
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{ $credentials.baseUrl.replace(/\\/+$/, "") }}',
      url: '/engagement/credential-test',
      headers: { accept: 'application/json' },
    },
  };
}
