import { createHmac } from 'node:crypto';

export interface ServiceSecrets {
  lead_tracker_n8n_api_key: string;
  communication_engine_n8n_api_key: string;
  crm_client_id: string;
  crm_client_secret: string;
}

export interface ServiceUrls {
  leadTracker: string;
  communicationEngine: string;
  crm: string;
}

export interface Credential {
  id: string;
  name: string;
  type: string;
  data: Record<string, string>;
}

/** The workflows refer to these ids and names. The API keys are those with only the scopes that n8n's nodes need. */
export const credentialsFor = (secrets: ServiceSecrets, urls: ServiceUrls): Credential[] => [
  {
    id: 'lnLeadTracker',
    name: 'Lead Tracker',
    type: 'leadTrackerApi',
    data: { baseUrl: urls.leadTracker, apiKey: secrets.lead_tracker_n8n_api_key },
  },
  {
    id: 'lnCommEngine',
    name: 'Communication Engine',
    type: 'communicationEngineApi',
    data: { baseUrl: urls.communicationEngine, apiKey: secrets.communication_engine_n8n_api_key },
  },
  {
    id: 'lnCrm',
    name: 'CRM',
    type: 'crmApi',
    data: { baseUrl: urls.crm, clientId: secrets.crm_client_id, clientSecret: secrets.crm_client_secret },
  },
];

/** A keyed hash of a credential: shows that the credential has changed, but does not reveal its data. */
export const fingerprintOf = (credential: Credential, key: string): string =>
  createHmac('sha256', key).update(JSON.stringify(credential)).digest('hex');
