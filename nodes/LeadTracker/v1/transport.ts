import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { callApi, type ApiRequest } from '../../shared/call-api';
import { requestInBulk, requestPerItem } from '../../shared/execute';

const CREDENTIAL = 'leadTrackerApi';

export const callLeadTracker = (context: IExecuteFunctions, request: ApiRequest): Promise<IDataObject> =>
  callApi(context, CREDENTIAL, request);

export const perItem = (requestOf: (context: IExecuteFunctions, itemIndex: number) => ApiRequest) =>
  requestPerItem(CREDENTIAL, requestOf);

export const inBulk = (path: string, bodyOf: (context: IExecuteFunctions, itemIndex: number) => object) =>
  requestInBulk({ credential: CREDENTIAL, path }, bodyOf);
