import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class LeadTrackerApi implements ICredentialType {
  name = 'leadTrackerApi';

  displayName = 'Lead Tracker API';

  icon = { light: 'file:../icons/leadTracker.svg', dark: 'file:../icons/leadTracker.dark.svg' } as const;

  documentationUrl = 'https://github.com/lead-nurturing/lead-nurturing/blob/main/docs/nodes/lead-tracker.md#credential';

  properties: INodeProperties[] = [
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      required: true,
      default: 'http://localhost:3001',
      placeholder: 'e.g. https://lead-tracker.example.com',
      description: 'URL under which n8n reaches the Lead Tracker',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
      description:
        'A key with the scopes that the workflows need; the secret of trigger subscriptions is derived from it',
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { 'X-API-Key': '={{ $credentials.apiKey }}' } },
  };

  // A path that only this service has. With a wrong base URL, n8n itself would answer any path that accepts HTML.
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{ $credentials.baseUrl.replace(/\\/+$/, "") }}',
      url: '/ingestion/cursors/credential-test',
      headers: { accept: 'application/json' },
    },
  };
}
